"""What a question is measured by. A place is a document, a paragraph and a sentence: never a passage of some index."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

from assistant.records import Filters, Outcome

Split = Literal["tune", "held"]
KINDS = ("fact", "theme", "recommendation", "who_said", "comparison", "count", "follow_up", "filter", "unanswerable",
         "safeguard", "adversarial")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A sentence of a document, which is named by its file, with or without ending.

    ``sentence`` is written out, or named by its ``digest`` (see ``eval.shelf.digest``) where the words of real
    documents are not to be copied. ``page`` is that of the file, from 1; ``paragraph`` the number as printed.
    """

    document: str
    sentence: str | None = None
    digest: str | None = None
    page: int | None = None
    paragraph: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFinding:
    """Something that a good answer says; any one of the sentences in ``support`` says it."""

    statement: str
    support: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question and what is expected of its answer.

    ``turns`` are the questions before it, oldest first. ``why`` says why there is no answer, ``answer`` is the exact
    figure or word of a counting question. ``forbidden`` must not be quoted. Cases of the split ``held`` are not to be
    looked at while rules are written.
    """

    id: str
    question: str
    kind: str
    expect: Outcome
    split: Split
    why: str | None = None
    answer: str | None = None
    turns: tuple[str, ...] = ()
    filters: Filters = Filters()
    findings: tuple[KnownFinding, ...] = ()
    forbidden: tuple[Place, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents in which its findings stand."""
        return tuple(dict.fromkeys(p.document for f in self.findings for p in f.support))

    @property
    def fingerprint(self) -> str:
        """The same for two cases that ask and expect the same: 12 hexadecimal digits."""
        return _hashed(json.dumps(asdict(self), sort_keys=True, ensure_ascii=False))


def split_of(case_id: str) -> Split:
    """The split of a case whose file names none: half of all, by the digest of its id."""
    return "held" if hashlib.sha256(case_id.encode()).digest()[0] % 2 else "tune"


def cases_fingerprint(cases: Iterable[Case]) -> str:
    """One fingerprint for a whole set, whatever its order."""
    return _hashed("".join(sorted(f"{case.id}:{case.fingerprint}\n" for case in cases)))


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
