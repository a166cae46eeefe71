"""A delivery's bytes become a submission: text, and a notebook's code cells."""
