"""From a source in the format of `examples/FORMAT.md` to a printed file and the truth about it.

`parsing` reads a source, `composing` numbers it, `pdf`, `html`, `docx` and `plain` print it, `truth` writes down
what was printed where.
"""
