"""Paged formats: what stands where on a page → lines, tables and paragraphs. PDF, OFD and scans share it."""
