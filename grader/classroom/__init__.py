"""The instructor's room: a class graded, its record kept, its reports, grades and overview written.

deliveries ─► station (many processes) ─► rows ─► store (grades.sqlite) ─► gradebook · overview
              grade, write the reports             one writer
"""
