"""The instructor's room: a class graded, its reports and grades written."""
