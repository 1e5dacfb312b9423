"""What is done when a question seems to hold details of a live case: its asker is told, or it is kept back as well.

It is answered without the details in either case. Kept back means that the answer is quotes alone and that none of its
words are kept: neither in the conversation nor in what the answer says of how it was read.
"""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace
from typing import Literal

from assistant.answering import Assistant
from assistant.live_case import Detail, spot, told
from assistant.records import Answer, Notice
from assistant.safeguard_text import is_question, sentences

LiveCase = Literal["warn", "withhold", "off"]
WITHHELD = "Question withheld"  # what is kept in its place
_IN_ITS_PLACE = "…"
_NO_REASON = "The documents held do not answer this. Why is not said, since the question was withheld."
_REPEATS = frozenset(("follow_up", "understood", "ask_instead", "declined", "model_aside"))  # notices that may quote it


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """What was seen in a question: ``text`` is what may be asked, ``withheld`` that the question is kept back."""

    text: str
    found: tuple[Detail, ...] = ()
    withheld: bool = False

    def quoting(self, assistant: Assistant) -> Assistant:
        """``assistant``, without its language model when the question is kept back."""
        if not self.withheld or assistant.writer is None:
            return assistant
        alone = copy(assistant)
        alone.writer = None
        return alone

    def told(self, answer: Answer) -> Answer:
        """``answer`` with what its reader should know; when the question is kept back, without its words."""
        if not self.found:
            return answer
        seen = told(self.found)
        if not self.withheld:
            text = (
                f"The question seems to hold details of a live case: {seen}. It was answered without them and is kept"
                " as it was written: please leave such details out."
            )
            return replace(answer, notices=(_notice(text), *answer.notices))
        text = (
            f"The question seems to hold details of a live case: {seen}. It was answered without them, in quotes alone;"
            " it was not kept, and no language model was given it."
        )
        return replace(
            answer,
            standalone_question=WITHHELD,
            reason=_NO_REASON if answer.outcome == "abstained" else answer.reason,
            notices=(_notice(text), *(n for n in answer.notices if n.kind not in _REPEATS)),
        )


def care_for(question: str, mode: LiveCase, before: Iterable[str] = ()) -> Care:
    """What is to be done with ``question`` and the questions ``before`` it that its asker sends along.

    Details in those before count only where a question is kept back: it is read with them.
    """
    if mode == "off":
        return Care(text=question)
    found = spot(question)
    if mode == "withhold":
        found = (*found, *(detail for text in before for detail in spot(text)))
    if not found:
        return Care(text=question)
    plain = [s for s in sentences(question) if is_question(s) and not spot(s)]
    return Care(text=" ".join(plain) or without_details(question), found=found, withheld=mode == "withhold")


def without_details(text: str) -> str:
    """``text`` with "…" in place of each detail of a live case."""
    for detail in reversed(spot(text)):
        text = text[: detail.start] + _IN_ITS_PLACE + text[detail.end :]
    return text


def shown_question(question: str, answer: Answer) -> str:
    """What is kept and shown as the question of ``answer``."""
    return WITHHELD if answer.standalone_question == WITHHELD else question


def _notice(text: str) -> Notice:
    return Notice(kind="live_case", text=text)
