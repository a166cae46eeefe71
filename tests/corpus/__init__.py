"""Notebooks as students really hand them in: one for each oddity, with the reading it must get."""
