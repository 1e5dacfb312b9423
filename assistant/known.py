"""What a library knows of the words of a counting question: documents, bodies, themes and words that it holds."""

import re
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache

from assistant.document_names import NOUN
from assistant.mentions import Place, forms_of, holds, mentions, theme_of
from assistant.naming import name_documents
from assistant.records import Filters
from assistant.register import Entry, addressed, plain_name
from assistant.topic_filters import entry_filter
from assistant.wanted import Wanted
from assistant.wanted_words import DocumentKinds, document_kinds
from ingest.agencies import AGENCIES, agency_spans
from ingest.catalogue import Held
from ingest.library import Library
from ingest.records import Finding

_ALL = re.compile(
    r"(?:(?:all|any|each|every|the|your|our|those|these|of|other) )*(?P<noun>(?:[\w']+ ){0,4}?(?:reviews?|reports?"
    r"|documents?|inquir(?:y|ies)|library|register|collection|SCRs?|LCSPRs?))(?: (?:held|here|you hold|we hold"
    r"|in the library))*",
    re.IGNORECASE,
)
_IN_QUOTES = re.compile(r"[“\"‘](?P<title>[^“”\"]{12,})[”\"’]")
_TITLE_WORDS = 3  # in quotation marks, before they are taken for a title
_FILLING = re.compile(
    rf"\b(?:{NOUN}|cases?|the|an?|of|in|into|about|on|by|for|from|concerning|respect|regarding|and|or|both|published"
    rf"|dated"
    r"|review'?s|first|earlier|earliest|older|oldest|original|second|later|latest|newest|more|most|recent|two|module"
    r"|phase|volume"
    r"|local|overview|independent|children|siblings|family)\b|(?:19|20)\d{2}|\b\d\b|'s|[()?!“”\"',:-]",
    re.IGNORECASE,
)
_HEALTH = (
    "Integrated care board or commissioning group", "NHS England", "CAMHS", "Adult mental health", "Midwifery",
    "Health visiting", "School nursing", "GP", "Ambulance service", "Community health", "Hospital or acute trust",
    "Pharmacy or dentistry", "Public health", "Health organisations",
)  # fmt: skip
_ANYBODY = "All agencies"


class Known:
    """What the documents that ``filters`` admit know. It reads the register once, when first asked."""

    def __init__(self, library: Library, filters: Filters) -> None:
        self.library = library
        self._filters = filters
        self._titles: dict[str, frozenset[str]] = {}
        self._named: dict[str, frozenset[str] | None] = {}
        self._mentions: dict[str, dict[str, Place]] = {}

    @cached_property
    def held(self) -> Sequence[Held]:
        """These documents, by title."""
        return [held for held in self.library.catalogue.documents() if self._filters.admits(held)]

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The register of these documents in their order, by page."""
        order = {held.id: i for i, held in enumerate(self.held)}
        documents = {held.id: held for held in self.held}
        admits = entry_filter(self._filters)
        rows = [row for row in self.library.catalogue.findings() if row.document_id in documents]
        rows.sort(key=lambda row: order[row.document_id])
        found = (Entry(finding=row.finding, document=documents[row.document_id]) for row in rows)
        return tuple(entry for entry in found if admits(entry.finding))

    def documents(self, words: str) -> frozenset[str] | None:
        """The ids of the documents that ``words`` name and nothing else."""
        if words not in self._named:
            self._named[words] = self._documents(words)
        return self._named[words]

    def _documents(self, words: str) -> frozenset[str] | None:
        general = _ALL.fullmatch(words)
        plural = general and re.search(r"(?:s|library|register|collection)$", general["noun"], re.IGNORECASE)
        if general and (plural or re.match(r"(?:all|any|each|every) ", words, re.IGNORECASE)):
            kinds = document_kinds(general["noun"].split(" held")[0])
            if not _words_beyond(general["noun"]):
                return frozenset(held.id for held in self.held if is_of(held, kinds))
        titled, words = self._titled(words)
        if titled and not re.sub(r"\bnational\b", "", _FILLING.sub("", words), flags=re.IGNORECASE).strip():
            return titled
        text = re.sub(r"'(?=s\b)", "’", words)
        naming = name_documents(f"{text} report" if not re.search(NOUN, text, re.IGNORECASE) else text, self.held)
        if naming.unheld:
            return None
        for cue in reversed([cue for cue in naming.cues if cue.certain]):
            text = f"{text[: cue.start]} {text[cue.end :]}"
        if _FILLING.sub("", text.replace("’", "'")).strip():
            return None
        return frozenset(naming.named) or self._of_year(words, naming.years)

    def shortened(self, text: str) -> str:
        """``text`` with the title of a document, or a longer part of it, cut short where it stands in quotation marks.

        What a title says is no part of the question; ``documents`` knows what the short form stands for.
        """
        return _IN_QUOTES.sub(lambda match: self._shorten(match.group(), match["title"]), text)

    def _shorten(self, quoted: str, title: str) -> str:
        asked = plain_name(title)
        found = frozenset(d.id for d in self.held if f" {asked} " in f" {plain_name(d.facts.title)} ")
        if len(asked.split()) < _TITLE_WORDS or not found:
            return quoted
        short = f"“{len(self._titles) + 1}”"
        self._titles[short] = found
        return short

    def _titled(self, words: str) -> tuple[frozenset[str], str]:
        """The documents whose shortened title stands in ``words``, and the words without it."""
        found = [short for short in self._titles if short in words]
        for short in found:
            words = words.replace(short, " ")
        return frozenset().union(*(self._titles[short] for short in found)), words

    def _of_year(self, words: str, years: Sequence[int]) -> frozenset[str] | None:
        """ "The 2013 review": the documents of a kind by their years alone."""
        noun = re.search(NOUN, words, re.IGNORECASE)
        if noun is None or not years:
            return None
        kinds = document_kinds(noun.group())
        return frozenset(h.id for h in self.held if h.facts.year in years and is_of(h, kinds)) or None

    def addressees(self, words: str) -> tuple[str, ...] | None:
        """The bodies that ``words`` name, by kind where they name a kind, else in their own words."""
        whole = self._addressee(words)
        if whole:
            return (whole,)
        parts = [part for part in re.split(r",? and (?:the )?|,? or (?:the )?|, ", words) if part]
        found = [self._addressee(part) for part in parts]
        return tuple(f for f in found if f) if len(parts) > 1 and all(found) else None

    def _addressee(self, words: str) -> str | None:
        plain = re.sub(
            r"^(?:(?:the|all|our|any|each|every|local|both|its|their) )+", "", words.strip(), flags=re.IGNORECASE
        )
        kind = kind_of_body(plain)
        if kind:
            return kind
        proper = any(c.isupper() for c in plain)
        names = (name for entry in self.entries for name in entry.finding.addressed_to)
        return plain if proper and any(addressed(name, plain) for name in names) else None

    def topic(self, words: str) -> bool:
        """Whether the register has anything about ``words``."""
        about = topic_test(words)
        return about is not None and any(about(entry.finding) for entry in self.entries)

    def mention(self, words: str) -> bool:
        """Whether any of the documents holds ``words``."""
        return bool(self.mentions(words))

    def mentions(self, words: str) -> dict[str, Place]:
        """The documents that hold ``words``, whatever their endings: (passage, index of the sentence) by document."""
        if words not in self._mentions:
            self._mentions[words] = mentions(self.library, [held.id for held in self.held], words)
        return self._mentions[words]


def is_of(held: Held, kinds: DocumentKinds) -> bool:
    """Whether a document is of these kinds."""
    facts = held.facts
    return (not kinds.sources or facts.source_kind in kinds.sources) and kinds.kind in (facts.kind or "")


def kind_of_body(words: str) -> str | None:
    """The kind of body that ``words`` name and nothing more; None for a particular body or no body."""
    if words.lower() in ("health", "the nhs", "nhs", "health services", "health agencies", "health organisations"):
        return "Health organisations"
    exact = next((agency for agency in AGENCIES if agency.lower() == words.lower()), None)
    proper = any(word[:1].isupper() for word in words.split()[1:]) and not words.isupper()
    if exact or proper:
        return exact
    for form in (words, words.capitalize(), f"the {words.capitalize()}"):
        spans = agency_spans(form)
        if len(spans) == 1 and spans[0][:2] in ((0, len(form)), (4, len(form))):
            return spans[0][2]
    return None


def is_addressed(finding: Finding, wanted: str) -> bool:
    """Whether a finding is addressed to ``wanted``, a kind of body or one body; health is any body of health."""
    bodies = _HEALTH if wanted == "Health organisations" else (wanted,)
    return any(addressed(name, body) for name in finding.addressed_to for body in bodies)


def is_addressed_in(entry: Entry, wanted: str) -> bool:
    """Whether an entry is addressed to ``wanted``, which its document may name by the end of its name alone.

    "Children's Social Care" is Northmarch County Council's in a review of Northmarch.
    """
    if is_addressed(entry.finding, wanted):
        return True
    facts = entry.document.facts
    of = plain_name(" ".join(filter(None, (facts.title, facts.area, facts.publisher)))).split()
    whole = plain_name(wanted).split()
    ends = (plain_name(name).split() for name in entry.finding.addressed_to)
    return any(1 < len(end) < len(whole) and whole[-len(end) :] == end and whole[0] in of for end in ends)


def is_for_all(finding: Finding) -> bool:
    """Whether a finding is addressed to all agencies, and so to any."""
    return any(addressed(name, _ANYBODY) for name in finding.addressed_to)


@lru_cache(maxsize=256)
def topic_test(words: str) -> Callable[[Finding], bool] | None:
    """A test of whether a finding is about ``words``: by theme or by these words in it. None for too many words."""
    forms, theme = forms_of(words), theme_of(words)
    if not forms:
        return None

    def about(finding: Finding) -> bool:
        text = f"{finding.title or ''} {finding.text}"
        return theme is not None and theme in finding.themes or holds(text, forms)

    return about


def selects(wanted: Wanted, entry: Entry) -> bool:
    """Whether an entry of the register is of what is ``wanted``, its document apart."""
    finding = entry.finding
    question = finding.number is None and finding.text.rstrip("’”'\"").endswith("?")
    tests = [topic_test(words) for words in wanted.topics]
    return (
        finding.kind in wanted.kinds
        and (finding.kind != "recommendation" or question == wanted.questions)
        and (wanted.number is None or is_numbered(finding, wanted.number.lower()))
        and (not wanted.addressees or any(is_addressed_in(entry, body) for body in wanted.addressees))
        and all(test is not None and test(finding) for test in tests)
    )


def is_numbered(finding: Finding, number: str) -> bool:
    """Whether a finding has this number, or is a part of what has it: 4(a) of 4."""
    mine = (finding.number or "").lower()
    return mine == number or mine.startswith(f"{number}(")


def _words_beyond(noun: str) -> bool:
    """Whether the words before "reviews" say more than a kind of document."""
    return bool(_FILLING.sub("", re.sub(r"\b(?:library|register|collection|documents?)\b", "", noun)).strip())
