"""Bytes → Source: one module a format, chosen by content, not by file name."""

from govreply.readers.text import ReadError, read_bytes, read_file, read_text

__all__ = ["ReadError", "read_bytes", "read_file", "read_text"]
