"""Filters by theme and agency: an answer rests only on passages that hold such a finding, or whose words name them."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from assistant.records import Filters, Retrieved
from ingest.agencies import AGENCIES, agencies_in, agency_spans, names_agency
from ingest.catalogue import Catalogue, Held
from ingest.errors import RequestError
from ingest.records import Finding, Passage
from ingest.themes import find_theme, load_themes, themes_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """Themes by id and agencies by name, any of each; and the findings about them, by document.

    An empty tuple leaves that side open.
    """

    themes: tuple[str, ...]
    agencies: tuple[str, ...]
    texts: Mapping[str, tuple[tuple[str, bool, bool], ...]]

    def admits(self, found: Retrieved) -> bool:
        """Whether a passage found may be used."""
        return self.admits_passage(found.passage, found.document)

    def admits_passage(self, passage: Passage, document: Held) -> bool:
        """Whether a passage names one of the themes and one of the agencies, or holds a finding that does."""
        title = passage.section[-1] if passage.section else ""
        theme = not self.themes or not _themes_of(passage.text, title).isdisjoint(self.themes)
        agency = not self.agencies or any(_named_in(passage.text, name) for name in self.agencies)
        if theme and agency:
            return True
        for text, themed, named in self.texts.get(document.id, ()):
            if (theme or themed) and (agency or named) and _together(passage, text):
                return True
        return False


def checked(filters: Filters) -> Filters:
    """``filters`` with themes by their ids and agencies by their names.

    Raises RequestError for a theme or an agency that is not known.
    """
    return Filters(
        review_ids=filters.review_ids, areas=filters.areas, kinds=filters.kinds, source_kinds=filters.source_kinds,
        passage_kinds=filters.passage_kinds, year_from=filters.year_from, year_to=filters.year_to,
        themes=tuple(dict.fromkeys(_theme(name) for name in filters.themes)),
        agencies=tuple(dict.fromkeys(_agency(name) for name in filters.agencies)),
    )  # fmt: skip


def topics(filters: Filters, catalogue: Catalogue) -> Topics | None:
    """What ``filters``, checked before, leave of passages by theme and agency; None when they leave all.

    The register is read once.
    """
    if not filters.themes and not filters.agencies:
        return None
    texts: dict[str, list[tuple[str, bool, bool]]] = defaultdict(list)
    for row in catalogue.findings():
        themed = not filters.themes or bool(set(filters.themes) & set(row.finding.themes))
        named = not filters.agencies or _names(row.finding, filters.agencies)
        if themed or named:
            texts[row.document_id].append((row.finding.text, themed, named))
    return Topics(
        themes=filters.themes, agencies=filters.agencies, texts={name: tuple(held) for name, held in texts.items()}
    )


def entry_filter(filters: Filters) -> Callable[[Finding], bool]:
    """A test of whether ``filters``, checked before, leave an entry of the register."""

    def admits(finding: Finding) -> bool:
        return (
            (not filters.themes or bool(set(filters.themes) & set(finding.themes)))
            and (not filters.agencies or _names(finding, filters.agencies))
            and (not filters.passage_kinds or finding.kind in filters.passage_kinds)
        )

    return admits


def _names(finding: Finding, agencies: Iterable[str]) -> bool:
    return bool(set(agencies) & {*finding.agencies, *(a for name in finding.addressed_to for a in agencies_in(name))})


@lru_cache(maxsize=20_000)
def _themes_of(text: str, title: str) -> frozenset[str]:
    return frozenset(themes_in(text, title=title))


@lru_cache(maxsize=50_000)
def _named_in(text: str, agency: str) -> bool:
    return names_agency(text, agency)


def _together(passage: Passage, text: str) -> bool:
    """Whether a sentence of a passage is part of a finding's text, or holds it."""
    return any(len(s.text.split()) > 4 and (s.text in text or text in s.text) for s in passage.sentences)


def _theme(name: str) -> str:
    theme = find_theme(name)
    if theme is None:
        there = ", ".join(t.id for t in load_themes())
        raise RequestError("the vocabulary has no such theme", thing=name, remedy=f"take one of {there}")
    return theme


def _agency(name: str) -> str:
    """The name of the kind of body that ``name`` is; of a body named in full its kind."""
    exact = next((agency for agency in AGENCIES if agency.lower() == name.lower()), None)
    spans = agency_spans(name) or agency_spans(f"the {name.capitalize()}")
    found = exact or (spans[0][2] if spans and re.search(r"\w", name) else None)
    if found is None:
        raise RequestError("no agency is known by this name", thing=name, remedy=f"take one of {', '.join(AGENCIES)}")
    return found
