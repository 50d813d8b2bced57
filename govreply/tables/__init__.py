"""From parsed papers to tidy rows: ``schema`` knows the tables, ``rows`` fills them, ``frames`` is for pandas."""
