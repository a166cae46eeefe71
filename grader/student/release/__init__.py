"""What students get: the folder of an assignment, without a hidden case."""
