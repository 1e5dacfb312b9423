"""What kind of source a document is: the first rule that fits its title or its first page decides, and says so."""

import re
from dataclasses import dataclass

from ingest.records import SourceKind

# (pattern, source kind, kind of document)
_RULES: tuple[tuple[str, SourceKind, str], ...] = (
    (r"\bgovernment response\b|\bresponse (?:to|of)\b.{0,80}\b(?:review|inquiry|report|recommendations?)\b"
     r"|\bpartnership response\b|: government response\b", "other", "response"),
    (r"\b(?:minutes of|agenda item|scrutiny committee|minutes:)", "minutes", "minutes"),
    (r"\bnational (?:child safeguarding practice )?review\b"
     r"|\bnational (?:thematic )?review\b", "review", "national review"),
    (r"\blocal child safeguarding practice review\b|\bLCSPR\b|\bchild safeguarding practice review\b", "review",
     "local child safeguarding practice review"),
    (r"\bchild practice review\b", "review", "child practice review"),
    (r"\bserious case review\b|\bSCR overview\b", "review", "serious case review"),
    (r"\blearning review\b", "review", "learning review"),
    (r"\bpractice guidance\b|\bguidance (?:note|for)\b|\bstatutory guidance\b"
     r"|\bgood practice guide\b", "guidance", "guidance"),
    (r"\binquiry\b|\bselect committee\b|\bcommittee\b.{0,60}\breport\b"
     r"|\breport of session\b", "inquiry", "inquiry report"),
)  # fmt: skip
_FORMAL = re.compile(
    r"\b(?:safeguarding (?:children|child) (?:board|partnership|partners)|lscb|independent (?:author|reviewer"
    r"|chair)|overview report"
    r"|lead reviewer|terms of reference|executive summary|this (?:review|report))\b", re.IGNORECASE,
)  # fmt: skip
_PRESS = re.compile(
    r"\b(?:source: the|photo: |reporter|spokes(?:man|woman|person)|told the|said the (?:mp|minister)|daily|gazette"
    r"|herald|telegraph|courier|news)\b", re.IGNORECASE,
)  # fmt: skip
_SAYS = re.compile(r"[”\"] (?:he|she|they|\w+ \w+) said\b|\bsaid:? [“\"]")
_COMMENT = re.compile(r"\b(?:blog|posted|opinion|comment|i think|in my view|i believe|column)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The kind of source, the kind of document (None when nothing tells), and the words that decided."""

    kind: SourceKind
    document: str | None
    reason: str


def source_of(title: str, opening: str) -> Source:
    """The kind of source from the title and the first page; "other" when nothing tells.

    A press report about a review names it too, so that a document counts as a review only when it also speaks as one.
    """
    for where, text, rules in (("title", title, _RULES), ("first page", opening[:1500], _RULES[1:])):
        for pattern, kind, document in rules:
            match = re.search(pattern, text, re.IGNORECASE)
            if not match:
                continue
            if kind == "review" and not _speaks_as_review(title, opening):
                break
            return Source(kind=kind, document=document, reason=f'{where} "{match.group()}"')
    if (match := _COMMENT.search(opening)) and re.search(r"\bI(?:’|'| )", opening):
        return Source(kind="commentary", document="opinion", reason=f'"I" and "{match.group()}" on the first page')
    if match := _PRESS.search(opening) or _SAYS.search(opening):
        return Source(kind="press", document="press report", reason=f'"{match.group()}" on the first page')
    return Source(kind="other", document=None, reason="nothing in its title or on its first page tells")


def _speaks_as_review(title: str, opening: str) -> bool:
    formal = len({m.lower() for m in _FORMAL.findall(opening)})
    spoken = (
        len(_PRESS.findall(opening)) + len(re.findall(r"\bsaid\b|\btold\b", opening)) + len(_COMMENT.findall(opening))
    )
    return formal >= 2 and spoken <= 2 * formal
