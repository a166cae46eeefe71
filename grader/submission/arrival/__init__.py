"""Paths become deliveries: which files were handed in, whose each is, and which of them is the work.

What becomes of `class/submission_12/work.ipynb`, where an instructor names the folder `class`: `hand_ins.list_path`
lists all that lies in it (`file_list`; `walking` passes every path below it, links as links). Were `class` a zip,
`archive` would list its members from the table that `contents` reads, and nothing would be unpacked. Whose a file is
says its path: `systems` knows the folder for Gradescope's, with the names that `gradescope` read in the export's
`submission_metadata.yml`; in a tree that follows no system's naming, `folders` finds the level that names people. What
one person gave at one time is a `HandIn`. Which of its files is the work, `works` chooses by the functions in them,
`unpacking` archives where it must and with the `companions` that go with it; that makes a `Delivery`, and an account
of every other file. `claims` refuses what hands in for somebody else. Then `persons` looks at all together: namesakes
are told apart, what several systems call one person is joined by the `roster`, and what several handed in is each
one's. At last `labels` numbers attempts, and each gets a folder of its own. `gathering` is all of this in one value.
"""
