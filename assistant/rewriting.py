"""A follow-up put as a question of its own by a language model, and held to what was said in the conversation.

What the model gives is taken only when it adds no word that was not said and drops none that was; else the rules of
``assistant.follow_ups`` read the follow-up, and the answer says so.
"""

import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.follow_ups import Turn
from assistant.writing.model import ChatModel
from assistant.writing.prompts import Prompt
from ingest.errors import ModelError
from ingest.lexical import stems

LONGEST = 2000  # characters of a question
_SECONDS = 20.0
_NEGATION = re.compile(r"\b(?:no|not|never|none|nobody|nothing|neither|nor|without|\w+n[’']t)\b", re.IGNORECASE)
# Words that point at or lean on what was said, and may go when it is put in their place.
_POINTING = frozenset(
    stem
    for word in "one ones other others same another else too also again still more further latter former first second "
    "review report case document answer question finding tell show explain mean say about thing".split()
    for stem in stems(word)
)
# Words that a question may need to be whole, and that say nothing of their own.
_BINDING = frozenset(
    stem
    for word in "review report case document say said find recommend regard concern".split()
    for stem in stems(word)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """What came of it: ``text`` when the model's question is taken, else ``aside`` says why it was left aside."""

    text: str = ""
    aside: str = ""


class Rewriter:
    """Puts follow-ups with one model and one prompt. Holds no state; may be shared by threads."""

    def __init__(self, model: ChatModel, prompt: Prompt, *, seconds: float = _SECONDS) -> None:
        self._model = model
        self._prompt = prompt
        self._seconds = seconds

    @property
    def name(self) -> str:
        """``provider:name`` of the model."""
        return self._model.name

    def rewrite(self, question: str, turns: Sequence[Turn]) -> Rewritten:
        """``question`` as it reads without ``turns`` before it. Raises SetupError when the model cannot be opened."""
        said = "\n".join(
            json.dumps({"question": t.question, "documents": [d.title for d in t.documents]}, ensure_ascii=False)
            for t in turns
        )
        user = self._prompt.filled(turns=said, question=json.dumps(question, ensure_ascii=False))
        self._model.open()
        try:
            reply = self._model.reply(self._prompt.system, user, deadline=time.monotonic() + self._seconds)
        except ModelError as error:
            return Rewritten(aside=error.wrong)
        text = reply.text.strip().strip('"“”').strip()
        aside = strays(text, question, turns)
        return Rewritten(aside=aside) if aside else Rewritten(text=text)


def strays(text: str, question: str, turns: Sequence[Turn]) -> str:
    """In what a rewritten question leaves what was said; empty when it keeps to it."""
    if not text or "\n" in text or len(text) > LONGEST:
        return "it is not one question"
    wanted, given = set(stems(question)), set(stems(text))
    earlier = {stem for turn in turns for stem in stems(_said(turn))}
    if given - wanted - earlier - _BINDING:
        return "it adds what was not said"
    if wanted - given - _POINTING:
        return "it drops what was asked"
    if _numbers(text) - _numbers(" ".join((question, *map(_said, turns)))):
        return "it adds a number"
    if bool(_NEGATION.search(text)) != any(map(_NEGATION.search, (question, *(t.question for t in turns[-1:])))):
        return "it adds or drops a “not”"
    return ""


def _said(turn: Turn) -> str:
    documents = (f"{d.title} {d.area or ''} {d.year or ''} {' '.join(d.pseudonyms)}" for d in turn.documents)
    return " ".join((turn.question, *documents))


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+", text))
