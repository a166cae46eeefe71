"""Paths become deliveries: which files were handed in, and whose each is."""
