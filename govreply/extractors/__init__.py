"""From a parsed paper to its mentions: one module a table."""
