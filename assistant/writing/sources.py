"""What a written statement may rest on: whole sentences, each under a label, with what is known of where it stands."""

from dataclasses import dataclass

from ingest.records import PassageKind, SourceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One quote that a model was given. ``text`` is one or more whole sentences, as on the page.

    ``document`` tells documents apart; ``known`` are words that the reader has from the document itself and a statement
    may use: its title, year, area, the pseudonyms of its children. ``own`` are the names that tell this document from
    others: what a statement must say when it speaks of several.
    """

    label: str
    text: str
    document: str
    kind: PassageKind = "other"
    source_kind: SourceKind = "review"
    voice: str | None = None
    known: tuple[str, ...] = ()
    own: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing a statement says that its evidence does not. ``kind`` is a word for counting, ``why`` a clause."""

    kind: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether the evidence carries a statement. ``score`` runs from 0 to 1, higher is better carried."""

    supported: bool
    score: float
    faults: tuple[Fault, ...] = ()

    @property
    def why(self) -> str:
        """The faults as one line, empty when there is none."""
        return "; ".join(fault.why for fault in self.faults)
