"""Wrong functions, written by hand in other words than the reference's, each with its true cause.

One module an assignment. A function's name begins with its exercise's; its docstring is `cause | pattern`: what
is wrong, and what the message of a diagnosis that names it matches (several patterns, joined by ` & `, must all
match). Causes that begin with `real:` were found in the public work of students. The patterns were written
before any diagnosis was read, and are not to be fitted to one.
"""
