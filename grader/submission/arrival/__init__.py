"""Paths become deliveries: which files were handed in, and whose each is.

What becomes of `class/submission_12/work.ipynb`, where an instructor names the folder `class`: `delivery.find`
asks `candidates` what lies in it; `walking` passes every path below it, links as links, and `candidates` drops
what is nobody's work (`.git`, `test_cases.py`) and keeps this one as a `File`. Were `class` a zip, `archive` would
list its members from the table that `contents` reads, and nothing would be unpacked. Whose it is says the path:
`naming` knows the folder for Gradescope's, with the name that `gradescope` read in the export's
`submission_metadata.yml`; of a path that follows no system's naming, `delivery` takes the file's or the folder's
name. That makes a `Delivery`: where the file lies, and whose it is. At last `labels` looks at all of them
together: two students of one name are told apart, attempts are counted, and each gets a folder of its own. A file
that cannot be read is delivered as well, with the problem. What is no work but a document beside none, `ungraded`
lists, so that it is told and does not vanish.
"""
