"""Source → Reply: layout, header, departments, sections, answers and measures."""
