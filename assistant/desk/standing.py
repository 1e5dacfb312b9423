"""The words that stand in every export: the content warning, the reminder of anonymity, how it was made."""

from assistant.desk.papers import Paper
from assistant.signposts import load_signposts

WARNING = (
    "This quotes reviews of harm to children: abuse, neglect, deaths. Reading or hearing it can be distressing. Say so "
    "before you share or present it, let people step out, and say where support is to be had."
)
ANONYMITY = (
    "Children and families stand here only under the names that the reviews themselves give them. Do not try to find "
    "out who they are, do not add names, places or dates that would show it, and do not speak of a living family."
)
LEARNING = "Reviews seek learning. What is quoted supports professional judgement and does not replace it."
OWN = "Own words:"
WRITTEN = "Written from the quotes below:"
COUNTED = "Counted in the register:"
EMPTY = "Nothing here:"
SOURCE = "— "  # what the line under a quote begins with
CHECKING = (
    "Each quote is the document’s own words, whole sentences, checked on its page when this was made. `reviews verify` "
    "with this file’s name compares every quote with the library again; it reads the mark at the end of each citation, "
    "which begins with “[check”."
)


def at_risk() -> str:
    """Where to turn when a child is at risk now."""
    return f"If a child is at risk now: {load_signposts().short}"


def care(paper: Paper) -> tuple[tuple[str, str], ...]:
    """(label, words) of what a reader must know first, in order."""
    first = (("Content warning.", WARNING), ("Anonymity.", ANONYMITY), ("Purpose.", LEARNING))
    return (*first, *(("Note.", notice.text) for notice in paper.notices))


def making(paper: Paper) -> tuple[tuple[str, str], ...]:
    """(label, words) of how a paper was made, in order."""
    model = "none: no language model wrote any of this" if paper.model == "extractive" else paper.model
    return (
        ("Made on", paper.made),
        ("Library version", paper.library_version),
        ("Rests on", f"{_counted(len(paper.quotes()), 'quote')} from {_counted(len(paper.sources), 'document')}"),
        ("Language model", model),
        (
            "Left out",
            f"{len(paper.left_out)} quote{'' if len(paper.left_out) == 1 else 's'}" if paper.left_out else "no quote",
        ),
        ("Checking", CHECKING),
    )


def _counted(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"
