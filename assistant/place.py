"""How a professional writes down where a quote stands."""

from assistant.records import Answer, Citation
from ingest.records import PassageKind, SourceKind

_SOURCES: dict[SourceKind, str] = {
    "review": "review", "inquiry": "inquiry", "press": "press report", "commentary": "commentary", "minutes": "minutes",
    "guidance": "guidance", "other": "other document",
}  # fmt: skip


def place_of(citation: Citation) -> str:
    """Title, year, page and paragraph of a citation, and what kind of source and passage it is."""
    return ", ".join(filter(None, (titled(citation), where_of(citation)))) + f" [{kind_of(citation)}]"


def titled(citation: Citation) -> str:
    """The title with the year, unless the title says it."""
    year = f" ({citation.year})" if citation.year and str(citation.year) not in citation.title else ""
    return f"{citation.title}{year}"


def where_of(citation: Citation) -> str:
    """Where in its document a quote stands: "page 37 (printed 35), paragraph 4.12"; empty when nothing tells."""
    parts = [f"page {pages_of(citation)}"] if citation.page is not None else []
    if citation.paragraph:
        parts.append(f"paragraph {citation.paragraph}")
    elif citation.section and citation.section[-1] != citation.title:
        parts.append(f"“{citation.section[-1]}”")
    return ", ".join(parts)


def pages_of(citation: Citation) -> str:
    """The pages of a quote in a document that has pages: "37–38 (printed 35)"."""
    last = f"–{citation.page_end}" if citation.page_end not in (None, citation.page) else ""
    differs = citation.page_label and citation.page_label != str(citation.page)
    return f"{citation.page}{last}" + (f" (printed {citation.page_label})" if differs else "")


def kind_of(citation: Citation) -> str:
    """The kind of source and of passage: "review, finding"."""
    source, kind = source_label(citation.source_kind), passage_label(citation.passage_kind)
    return f"{source}, {kind}" if kind else source


def source_label(kind: SourceKind) -> str:
    """A kind of source in plain words."""
    return _SOURCES[kind]


def passage_label(kind: PassageKind) -> str:
    """A kind of passage in plain words; empty for one of no particular kind."""
    return "" if kind == "other" else kind.replace("_", " ")


def cited_text(question: str, answer: Answer) -> str:
    """An answer as plain text, to be pasted elsewhere: each quote with where it stands, and what it rests on."""
    said = [s.text for s in answer.statements if s.support == "verified"]
    quotes = [
        f"“{c.quote}”\n    — {place_of(c)}" + (f"; words of {c.voice}" if c.voice else "") for c in answer.citations
    ]
    notes = [n.text for n in answer.notices]
    held = (
        f"Quotes checked against {answer.searched.documents} documents held (library version {answer.library_version})."
    )
    return "\n\n".join([question, answer.headline, *said, *quotes, *notes, held])
