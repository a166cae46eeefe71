"""The instructor's room: a class graded, its record kept, its reports, grades and overview written.

deliveries ─► batches ─► grading processes ─► rows ─► store (grades.sqlite) ─► marks ─► gradebook · overview · export
                         grade, write reports         one writer

What was asked for is a job (job.py), which travels to the grading processes. The record keeps it as a run (runs.py),
so that `regrade` can ask for it again and `preview` can try it on a copy.
"""
