"""Evidence in, statements out: asks the model, verifies what it wrote, and says what was left out and why."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.records import Citation, Dropped, Notice, Statement
from assistant.writing.model import ChatModel, ModelFailure, Reply
from assistant.writing.prompts import Prompt
from assistant.writing.replies import WrittenReply, WrittenStatement, parse_reply
from assistant.writing.sources import Source
from assistant.writing.verifying import verify
from ingest.catalogue import Held
from ingest.errors import ModelError
from ingest.text import fold_space

OnFailure = Literal["quotes", "error"]
CHARACTERS_A_TOKEN = 3  # English has four or more; counted short, so that a budget is never overrun
_MOST_DROPPED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """``tries`` of a call, ``seconds`` for all of them together, ``prompt_tokens`` for question and evidence.

    ``pause`` is the time in seconds before the second try; it doubles with each.
    """

    tries: int = 3
    seconds: float = 120.0
    prompt_tokens: int = 6000
    on_failure: OnFailure = "quotes"
    pause: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What writing took: which prompt, how many calls, and the tokens that the model counted."""

    prompt: str
    calls: int
    tokens_in: int
    tokens_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What came of writing. Without statements the quotes are the answer, and ``notices`` say why."""

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    dropped: tuple[Dropped, ...]
    notices: tuple[Notice, ...]
    usage: Usage


class Writer:
    """Writes answers with one model and one prompt. Holds no state between questions; may be shared by threads."""

    def __init__(self, model: ChatModel, prompt: Prompt, limits: Limits | None = None) -> None:
        self.model = model
        self.prompt = prompt
        self.limits = limits or Limits()

    @property
    def name(self) -> str:
        """``provider:name`` of the model."""
        return self.model.name

    def write(self, question: str, citations: Sequence[Citation], documents: Mapping[str, Held], most: int) -> Written:
        """At most ``most`` statements that ``citations`` carry, in the order written.

        Raises ModelError when the model fails and the limits want an error then, SetupError when it cannot be opened.
        """
        sources = self._within_budget(question, _sources(citations, documents))
        user = self.prompt.filled(question=question, evidence=_lines(sources), most=str(most))
        usage = Usage(prompt=self.prompt.version, calls=0, tokens_in=0, tokens_out=0)
        try:
            reply, usage = self._asked(user)
        except ModelError as error:
            if self.limits.on_failure == "error":
                raise
            failed = Notice(
                kind="model_failed", text=f"{error.wrong[0].upper()}{error.wrong[1:]} ({self.name}); these are quotes."
            )
            return Written(statements=(), citations=(), dropped=(), notices=(failed,), usage=usage)
        kept, dropped = _checked(reply, sources, most)
        return self._written(kept, dropped, dict(zip((s.label for s in sources), citations, strict=False)), usage)

    def _written(
        self, kept: Sequence[WrittenStatement], dropped: tuple[Dropped, ...], held: Mapping[str, Citation], usage: Usage
    ) -> Written:
        cited = {held[label].id for s in kept for label in s.evidence}
        statements = tuple(
            Statement(text=fold_space(s.text), support="verified",
                      citations=tuple(dict.fromkeys(held[label].id for label in s.evidence)))
            for s in kept
        )  # fmt: skip
        tokens = f"{usage.tokens_in} tokens read and {usage.tokens_out} written in {usage.calls} call(s)"
        how = f"prompt {usage.prompt}, {tokens}"
        left = (
            f"; {len(dropped)} of its statements were left out because the evidence does not carry them"
            if dropped
            else ""
        )
        if kept:
            notice = Notice(kind="model", text=f"Written by {self.name} and checked against the quotes ({how}){left}.")
        else:
            none = (
                "The model wrote nothing" if not dropped else "Nothing that the model wrote is carried by the evidence"
            )
            notice = Notice(kind="model_unsupported", text=f"{none}, so these are quotes ({self.name}, {how}).")
        shown = tuple(c for c in held.values() if c.id in cited)
        return Written(statements=statements, citations=shown, dropped=dropped, notices=(notice,), usage=usage)

    def _asked(self, user: str) -> tuple[WrittenReply, Usage]:
        """The model's reply in the shape asked for, after at most as many tries as the limits allow."""
        self.model.open()  # may import a provider's package, which takes seconds once
        deadline = time.monotonic() + self.limits.seconds
        tokens_in = tokens_out = 0
        failure = ModelFailure("the model was not asked", thing=self.name, again=False)
        for call in range(1, self.limits.tries + 1):
            try:
                reply: Reply = self.model.reply(self.prompt.system, user, deadline=deadline)
            except ModelFailure as error:
                failure = error
            else:
                tokens_in, tokens_out = tokens_in + reply.tokens_in, tokens_out + reply.tokens_out
                if parsed := parse_reply(reply.text):
                    usage = Usage(prompt=self.prompt.version, calls=call, tokens_in=tokens_in, tokens_out=tokens_out)
                    return parsed, usage
                failure = ModelFailure("the model's answer is not in the form asked for", thing=self.name, again=True)
            pause = self.limits.pause * 2 ** (call - 1)
            if not failure.again or call == self.limits.tries or time.monotonic() + pause >= deadline:
                break
            time.sleep(pause)
        raise failure

    def _within_budget(self, question: str, sources: list[Source]) -> list[Source]:
        """The best evidence that fits with the question and the instructions; the first always does."""
        room = self.limits.prompt_tokens * CHARACTERS_A_TOKEN
        room -= len(self.prompt.system) + len(self.prompt.user) + len(question)
        kept: list[Source] = []
        for source in sources:
            room -= len(_line(source)) + 1
            if room < 0 and kept:
                break
            kept.append(source)
        return kept


def _checked(
    reply: WrittenReply, sources: Sequence[Source], most: int
) -> tuple[list[WrittenStatement], tuple[Dropped, ...]]:
    """The statements that the evidence carries, each once, and those that it does not, with the reason."""
    kept: list[WrittenStatement] = []
    dropped: list[Dropped] = []
    said: set[str] = set()
    for statement in reply.statements:
        text = fold_space(statement.text)
        if text.lower() in said:
            continue
        said.add(text.lower())
        verdict = verify(text, statement.evidence, sources)
        if not verdict.supported:
            dropped.append(Dropped(text=text, why=verdict.why))
        elif len(kept) < most:
            kept.append(statement)
    return kept, tuple(dropped[:_MOST_DROPPED])


def _sources(citations: Sequence[Citation], documents: Mapping[str, Held]) -> list[Source]:
    """The evidence as numbered whole sentences, with what is known of its documents."""
    return [_source(f"E{number}", c, documents.get(c.review_id)) for number, c in enumerate(citations, start=1)]


def _source(label: str, citation: Citation, held: Held | None) -> Source:
    facts = held.facts if held else None
    known: tuple[str, ...] = (citation.title, str(citation.year or ""))
    own: tuple[str, ...] = ()
    if facts:
        known += (facts.area or "", facts.publisher or "", *facts.authors)
        own = tuple(p for p in facts.pseudonyms if p.lower() in facts.title.lower())
        own += (facts.area,) if facts.area else ()
    return Source(
        label=label,
        text=citation.quote,
        document=citation.review_id,
        kind=citation.passage_kind,
        source_kind=citation.source_kind,
        voice=citation.voice,
        known=tuple(k for k in known if k),
        own=own,
    )


def _lines(sources: Sequence[Source]) -> str:
    return "\n".join(_line(source) for source in sources)


def _line(source: Source) -> str:
    """One quotation as a JSON object: nothing inside it can pass for the end of it."""
    shown = {"label": source.label, "document": source.known[0] if source.known else "", "source": source.source_kind,
             "kind": source.kind, "voice": source.voice, "quotation": source.text}  # fmt: skip
    return json.dumps(shown, ensure_ascii=False)
