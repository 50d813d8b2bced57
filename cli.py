"""Run govreply from a checkout: ``python cli.py extract reply.txt``."""

from govreply.cli import main

if __name__ == "__main__":
    main()
