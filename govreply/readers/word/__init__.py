"""What the readers of word processors' formats (DOCX, DOC, RTF, ODT) share."""
