"""Bytes → Source: one module a format, chosen by content, not by file name."""

from govreply.readers.text import ReadError, damage, read_bytes, read_file, read_text

__all__ = ["ReadError", "damage", "read_bytes", "read_file", "read_text"]
