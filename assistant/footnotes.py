"""An answer as one Markdown text with footnotes, for clients that show text and nothing else; made piece by piece."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.place import place_of
from assistant.records import Answer, Citation, Statement
from assistant.safeguards import Screening


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """The stretch of a text, from ``start`` to before ``end`` in characters, that ``citation`` carries."""

    start: int
    end: int
    citation: Citation


class FootnotedText:
    """Grows by ``opening``, then each ``statement`` when it is verified, then ``closing``: each gives what to add.

    ``base`` is put before the address of each citation.
    """

    def __init__(self, base: str = "") -> None:
        self._base = base
        self._numbers: dict[str, int] = {}
        self._said = ""
        self._text = ""
        self.marked: list[Marked] = []

    @property
    def text(self) -> str:
        """All that was given so far."""
        return self._text

    def opening(self, screening: Screening) -> str:
        """What must stand before everything else: where to turn when a child is at risk, or what is declined."""
        if not screening.outcome:
            return ""
        self._said = screening.reason
        return self._add(f"{screening.reason}\n\n")

    def statement(self, statement: Statement, citations: Sequence[Citation]) -> str:
        """A statement with the marks of its footnotes; a quote stands between quotation marks."""
        start = len(self._text)
        words = f"“{statement.text}”" if statement.support == "verbatim" else statement.text
        marks = "".join(f"[^{self._number(citation)}]" for citation in citations)
        piece = self._add(f"{words}{marks}\n\n")
        self.marked += [Marked(start=start, end=start + len(words), citation=c) for c in citations]
        return piece

    def closing(self, answer: Answer) -> str:
        """Headline, reason, what came nearest, notices and the footnotes."""
        reason = (answer.reason or "").removeprefix(self._said).strip()
        parts = [f"{answer.headline}.", reason]
        if answer.nearest:
            parts += ["What came nearest (not an answer):", *(f"> {self._quoted(c)}" for c in answer.nearest)]
        parts += [f"Note: {n.text}" for n in answer.notices if n.text not in self._said]
        shown = {s.text for s in answer.statements if s.support == "verbatim"}
        notes = [c for c in answer.citations if c.id in self._numbers]
        for citation in sorted(notes, key=lambda c: self._numbers[c.id]):
            place = self._placed(citation) if citation.quote in shown else self._quoted(citation)
            parts.append(f"[^{self._numbers[citation.id]}]: {place}")
        return self._add("\n\n".join(part for part in parts if part))

    def _number(self, citation: Citation) -> int:
        return self._numbers.setdefault(citation.id, len(self._numbers) + 1)

    def _quoted(self, citation: Citation) -> str:
        return f"“{citation.quote}” — {self._placed(citation)}"

    def _placed(self, citation: Citation) -> str:
        voice = f"; words of {citation.voice}" if citation.voice else ""
        return f"{place_of(citation)}{voice} <{self._base}{citation.url}>"

    def _add(self, piece: str) -> str:
        self._text += piece
        return piece
