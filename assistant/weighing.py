"""What a reader should know of how the quotes of an answer bear on one another and on what was asked."""

import re
from collections.abc import Iterator, Sequence

from assistant.records import Citation, Notice
from assistant.understanding import Reading

# Words with which a text itself says that somebody saw the matter otherwise; nothing is inferred from two quotes.
_OTHERWISE = re.compile(
    r"\b(?:(?:does|do|did|could|would|was|were) not (?:agree|accept (?:the|this|that|these|those|his|her|their)\b)"
    r"|disagree(?:s|d|ing|ment)?\b|dissent(?:s|ed|ing)?\b|disputed? (?:the|this|that|his|her|their)\b"
    r"|reject(?:s|ed)? (?:the|this|that|these) (?:\w+ )?(?:recommendation|finding|conclusion|criticism|view|suggestion)"
    r"|(?:took|takes|had|has|held|holds|of) (?:a|the) (?:different|contrary|opposite|opposing) (?:view|opinion)"
    r"|saw (?:it|this|that|the matter) differently|contrary to (?:the|what|this|that)"
    r"|on the contrary|voted against)",
    re.IGNORECASE,
)
_TOLD = frozenset(("narrative", "chronology"))
_OWN = frozenset(("review", "inquiry"))


def says_otherwise(text: str) -> bool:
    """Whether ``text`` says in so many words that somebody did not agree."""
    return _OTHERWISE.search(text) is not None


def weighed(citations: Sequence[Citation], reading: Reading) -> tuple[Notice, ...]:
    """Notices on quotes that speak against others, and on narrative shown where findings were asked for."""
    return (*_contrary(citations), *_only_told(citations, reading))


def _contrary(citations: Sequence[Citation]) -> Iterator[Notice]:
    against = [c.id for c in citations if says_otherwise(c.quote)]
    if against and len(citations) > 1:
        verb = "speaks" if len(against) == 1 else "speak"
        yield Notice(kind="contrary", text=f"Not all agree: {', '.join(against)} {verb} of another view of the matter.")


def _only_told(citations: Sequence[Citation], reading: Reading) -> Iterator[Notice]:
    own = [c for c in citations if c.source_kind in _OWN]
    learnt = reading.across or any(kind not in _TOLD for kind in reading.passage_kinds)
    if own and learnt and all(c.passage_kind in _TOLD for c in own):
        yield Notice(
            kind="narrative", text="The quotes from reviews tell what happened; none of them is a finding or learning."
        )
