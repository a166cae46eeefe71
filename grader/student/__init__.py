"""The student's room: the folder that is released, and the self-check in a notebook and on a terminal.

    course ─► release ─► starter notebook, brief, modules, data and pack (the public half of the answer key)
    pack + function ─► observations ─► results ─► answer ─► html · text
           in_process (notebook) or remote (terminal)

A pack holds public cases only; what judges and explains them is the full grade's own code, from `judge`.
"""
