"""The instructor's room: a class graded, its record kept, its reports, grades and overview written.

deliveries ─► grading processes ─► rows ─► store (grades.sqlite) ─► gradebook · overview
              grade, write reports         one writer
"""
