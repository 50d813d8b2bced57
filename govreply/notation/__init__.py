"""How numerals, dates and document numbers are written, without regard to what they state."""
