"""Strangers' bytes are read in processes of their own, of which any delivery may cost its own.

The process that grades holds the answers. It never decodes, inflates, parses or compiles what was handed in: it
collects the bytes (submission/reading/unread.py) and sends them to a reader, a child of a warm process that holds
this package and nothing of a course. There they become a submission and a program; what is proved of the program's
statements is found there, too (grading/static_analysis.py). All comes back as plain values over the wire, is bounded
and checked for its form (plain_records.py), and is believed as far as it concerns that delivery.

Each delivery has a reader of its own. One that ends, hangs or grows costs that delivery, which is told why; one that
was made to lie can say of a delivery no more than another delivery could have said of itself.
"""
