"""Tells what verifying found: as a value to store, in a terminal, as JUnit XML, where GitHub shows it."""
