"""How a professional writes down where a quote stands."""

from assistant.records import Citation

_SOURCES = {
    "review": "review", "inquiry": "inquiry", "press": "press report", "commentary": "commentary", "minutes": "minutes",
    "guidance": "guidance", "other": "other document",
}  # fmt: skip


def place_of(citation: Citation) -> str:
    """Title, year, page and paragraph of a citation, and what kind of source and passage it is."""
    year = f" ({citation.year})" if citation.year and str(citation.year) not in citation.title else ""
    parts = [f"{citation.title}{year}"]
    if citation.page is not None:
        last = f"–{citation.page_end}" if citation.page_end not in (None, citation.page) else ""
        printed = f" (printed {citation.page_label})" if citation.page_label and citation.page_label != str(citation.page) else ""
        parts.append(f"page {citation.page}{last}{printed}")
    if citation.paragraph:
        parts.append(f"paragraph {citation.paragraph}")
    elif citation.section and citation.section[-1] != citation.title:
        parts.append(f"“{citation.section[-1]}”")
    return f"{', '.join(parts)} [{kind_of(citation)}]"


def kind_of(citation: Citation) -> str:
    """The kind of source and of passage: "review, finding"."""
    source = _SOURCES[citation.source_kind]
    kind = citation.passage_kind.replace("_", " ")
    return source if kind == "other" else f"{source}, {kind}"
