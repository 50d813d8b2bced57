"""``python -m govreply`` is the ``govreply`` command."""

from govreply.cli import main

if __name__ == "__main__":
    main()
