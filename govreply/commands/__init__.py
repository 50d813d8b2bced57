"""What the commands of ``govreply.cli`` do, one module a command."""
