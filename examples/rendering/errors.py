"""What can go wrong while an example is rendered.

RenderingError              a document of the example library cannot be rendered
├── SourceError             the source breaks a rule of FORMAT.md; its author can put it right
└── LayoutError             the source is right, but cannot be set on a page as it stands
"""


class RenderingError(Exception):
    """A document of the example library cannot be rendered."""


class SourceError(RenderingError):
    """The source breaks a rule of FORMAT.md. `line` counts from 1 in the whole file, front matter included."""

    def __init__(self, file: str, line: int, what: str) -> None:
        super().__init__(f"{file}:{line}: {what}")
        self.file = file
        self.line = line
        self.what = what


class LayoutError(RenderingError):
    """The source is right, but cannot be set on a page as it stands (a table row taller than a page)."""
