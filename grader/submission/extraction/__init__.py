"""A submission becomes a program: what its functions need is kept, runs are dropped."""
