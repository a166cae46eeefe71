"""Everything of ours that a student's process can see, with worker/wire.py and plain.py: it knows no expected value."""
