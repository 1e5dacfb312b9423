"""What could be asked instead, when the documents held do not answer: computed from the register and what is held."""

from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.computed import compute
from assistant.questions import Understood
from assistant.records import Evidence, Filters
from assistant.register import theme_name
from assistant.understanding import read_question, title_of
from ingest.catalogue import Held, HeldFinding
from ingest.library import Library

MOST = 3
_NEAR = 2  # documents spoken of


def ask_instead(
    question: Understood, scored: Sequence[Evidence], held: Sequence[Held], library: Library, filters: Filters
) -> tuple[str, ...]:
    """At most three questions that the register answers as they stand, nearest first; none when it has nothing.

    They are about the theme that ``question`` speaks of, the documents that it names, else those that came nearest
    among ``scored``, and at last about the theme on which the documents ``held`` recommend most.
    """
    documents = {document.id: document for document in held}
    named = [*question.documents, *(e.document.id for e in scored), *question.reading.hinted]
    near = [i for i in dict.fromkeys(named) if i in documents]
    made = [row for row in library.catalogue.findings()
            if row.document_id in documents and row.finding.kind == "recommendation"]  # fmt: skip
    found: list[str] = []
    for text in _candidates(question, near, documents, made):
        if len(found) == MOST:
            break
        if text not in found and compute(read_question(text, held), library, filters) is not None:
            found.append(text)
    return tuple(found)


def _candidates(
    question: Understood, near: Sequence[str], documents: dict[str, Held], made: Sequence[HeldFinding]
) -> Iterator[str]:
    themes = Counter(theme for row in made for theme in row.finding.themes)
    for theme in [theme for theme in question.reading.themes if theme in themes][:1]:
        yield f"Which recommendations are about {_in_words(theme)}?"
    for name in [i for i in near if any(row.document_id == i for row in made)][:_NEAR]:
        title = title_of(documents[name])
        yield f"What did “{title}” recommend?"
        own = Counter(theme for row in made if row.document_id == name for theme in row.finding.themes)
        for theme, _ in own.most_common(1):
            yield f"What did “{title}” recommend about {_in_words(theme)}?"
    for theme, _ in themes.most_common(1):
        yield f"Which recommendations are about {_in_words(theme)}?"


def _in_words(theme: str) -> str:
    """The name of a theme as it stands inside a sentence; an abbreviation at its head is kept."""
    name = theme_name(theme)
    return name if name[:2].isupper() else name[:1].lower() + name[1:]
