"""What a reader should know of an answer: whose the quotes are, of what years, and what has since been replaced."""

import re
from collections.abc import Iterator, Sequence

from assistant.records import Citation, Notice
from assistant.replaced import Arrangement, load_replaced

# A sentence that says itself that the arrangement is over, or is yet to come, misleads nobody.
_SAID_TO_BE_OVER = re.compile(
    r"\b(?:former(?:ly)?|previously|abolished|abolition|replace[sd]?|replacing|superseded|successor|no longer|"
    r"predecessor|switched off|then known as|as it then was|ceased to exist)\b",
    re.IGNORECASE,
)


def notices(citations: Sequence[Citation]) -> tuple[Notice, ...]:
    """All notices about an answer's citations: on their source, their years, and what has since been replaced."""
    return (*source_notice(citations), *dated_notices(citations))


def source_notice(citations: Sequence[Citation]) -> Iterator[Notice]:
    """Says when no quote is a review's or an inquiry's own: press and opinion are not findings."""
    kinds = {c.source_kind for c in citations}
    if kinds and not kinds & {"review", "inquiry"}:
        said = ", ".join(sorted(kind if kind != "other" else "other documents" for kind in kinds))
        yield Notice(kind="source", text=f"No review says this itself: the quotes are from {said}.")


def dated_notices(citations: Sequence[Citation]) -> tuple[Notice, ...]:
    """One notice on the years of the quotes, and one for each arrangement since replaced that they name."""
    return (*_years(citations), *_replaced(citations))


def _years(citations: Sequence[Citation]) -> Iterator[Notice]:
    documents = {c.review_id: c.year for c in citations}
    years = sorted({year for year in documents.values() if year is not None})
    unknown = sum(year is None for year in documents.values())
    if not documents:
        return
    if not years:
        text = (
            "The year of the document quoted is not known."
            if unknown == 1
            else "The years of the documents quoted are not known."
        )
        yield Notice(kind="year", text=text)
        return
    noun = "a document" if len(documents) - unknown == 1 else "documents"
    span = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
    rest = {0: "", 1: "; the year of one more is not known"}.get(
        unknown, f"; the years of {unknown} more are not known"
    )
    yield Notice(kind="year", text=f"The quotes are from {noun} of {span}{rest}.")


def _replaced(citations: Sequence[Citation]) -> Iterator[Notice]:
    for arrangement in load_replaced():
        concerned = [c.id for c in citations if _rests_on(c, arrangement)]
        if concerned:
            yield Notice(kind="dated_guidance", text=f"{arrangement.text} This concerns {', '.join(concerned)}.")


def _rests_on(citation: Citation, arrangement: Arrangement) -> bool:
    """Whether a reader could take the quote to speak of ``arrangement`` as present practice."""
    named = [citation.quote, *(() if arrangement.quote_only else citation.section)]
    return not _SAID_TO_BE_OVER.search(citation.quote) and any(
        arrangement.is_named(text, citation.year) for text in named
    )
