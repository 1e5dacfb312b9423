"""The one door to langchain's chat models. A failure of any provider comes out of it as ModelError, its cause kept.

Anything that ``init_chat_model`` reaches will do: ``openai:gpt-…`` (and every server that speaks its protocol, by a
base address), ``ollama:…``, ``anthropic:…``, once the provider's package is installed.
"""

import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ingest.errors import ModelError, SetupError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage

_OWN_ERRORS = (("openai", "OpenAIError"), ("anthropic", "AnthropicError"), ("ollama", "ResponseError"),
               ("httpx", "HTTPError"), ("langchain_core.exceptions", "LangChainException"))  # fmt: skip
_MALFORMED = (ValueError, TypeError, KeyError, IndexError, AttributeError, OSError, RuntimeError)
_WHOLE = frozenset(("stop", "end_turn", "stop_sequence", "eos", "eos_token", "complete", "load", None, ""))
_CUT = frozenset(("length", "max_tokens", "model_length"))
_HOPELESS = frozenset((400, 401, 402, 403, 404, 405, 410, 413, 422))
MOST_CHARACTERS = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """Which model, where, and how long it may take: ``seconds`` for one reply of at most ``reply_tokens``."""

    name: str
    url: str | None = None
    key: str | None = field(default=None, repr=False)
    seconds: float = 60.0
    reply_tokens: int = 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a model said, whole, and the tokens it counted (0 where it counts none)."""

    text: str
    tokens_in: int
    tokens_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCall:
    """A call of the model that is over: how long it took, what the model counted, whether it failed."""

    seconds: float
    tokens_in: int = 0
    tokens_out: int = 0
    failed: bool = False


class ModelFailure(ModelError):
    """A failed call; ``again`` says whether another try may help."""

    def __init__(self, wrong: str, *, thing: str, again: bool) -> None:
        super().__init__(wrong, thing=thing, remedy="see that the model's server is up and its settings are right")
        self.again = again


class ChatModel:
    """One chat model, opened when it is first used. May be shared by threads."""

    def __init__(self, settings: ModelSettings) -> None:
        if ":" not in settings.name:
            raise SetupError(
                "a model is named provider:name", thing=settings.name, remedy="for example openai:gpt-5-mini"
            )
        self.settings = settings
        self.on_call: Callable[[ModelCall], None] | None = None  # told of each call once it is over
        self._opening = threading.Lock()
        self._model: BaseChatModel | None = None

    @property
    def name(self) -> str:
        """``provider:name``."""
        return self.settings.name

    def open(self) -> "BaseChatModel":
        """The model as langchain has it.

        Raises SetupError when the provider is not known or installed, or wants a key that it does not find.
        """
        with self._opening:
            self._model = self._model or self._opened()
        return self._model

    def _opened(self) -> "BaseChatModel":
        from langchain.chat_models import init_chat_model

        chosen = self.settings
        given: dict[str, Any] = {"max_retries": 0, "timeout": chosen.seconds, "max_tokens": chosen.reply_tokens}
        if chosen.name.startswith("ollama:"):
            given = {"num_predict": chosen.reply_tokens, "client_kwargs": {"timeout": chosen.seconds}}
        if chosen.url:
            given["base_url"] = chosen.url
        if chosen.key:
            given["api_key"] = chosen.key
        try:
            opened: BaseChatModel = init_chat_model(chosen.name, temperature=0, **given)
        except _failures() as error:
            raise SetupError(
                f"the model cannot be opened: {str(error)[:300]}", thing=chosen.name,
                remedy="install the provider (pip install 'review-assistant[openai]', [ollama] or [anthropic]) and "
                "set its key, or REVIEWS_MODEL_KEY=none for a server that wants none",
            ) from error  # fmt: skip
        return opened

    def reply(self, system: str, user: str, *, deadline: float) -> Reply:
        """What the model answers, whole. ``deadline`` is a moment of ``time.monotonic``.

        Raises ModelFailure when there is no answer by then, or when it is refused, cut off or empty.
        """
        model = self.open()
        seconds = min(self.settings.seconds, deadline - time.monotonic())
        if seconds <= 0:
            raise self._failure("the model took too long", again=False)
        started, reply = time.monotonic(), None
        try:
            message = self._within(seconds, lambda: model.invoke([("system", system), ("user", user)]))
            reply = self._whole(message)
        finally:
            if self.on_call:
                took = time.monotonic() - started
                tokens = (reply.tokens_in, reply.tokens_out) if reply else (0, 0)
                self.on_call(ModelCall(seconds=took, tokens_in=tokens[0], tokens_out=tokens[1], failed=reply is None))
        return reply

    def _within(self, seconds: float, call: "Callable[[], AIMessage]") -> "AIMessage":
        """What ``call`` returns within ``seconds``; a server that drips bytes never times out by itself."""
        done: list[AIMessage] = []
        failed: list[BaseException] = []

        def run() -> None:
            try:
                done.append(call())
            except _failures() as error:
                failed.append(error)

        worker = threading.Thread(target=run, name="model", daemon=True)
        worker.start()
        worker.join(seconds)
        if done:
            return done[0]
        if not failed:
            raise self._failure(f"the model gave no answer within {seconds:.0f} seconds", again=True)
        error = failed[0]
        status = getattr(error, "status_code", None)
        what = f"status {status}" if status else type(error).__name__
        raise self._failure(f"the model failed: {what}", again=status not in _HOPELESS) from error

    def _whole(self, message: "AIMessage") -> Reply:
        said = message.response_metadata
        ending = said.get("finish_reason") or said.get("stop_reason") or said.get("done_reason")
        if message.additional_kwargs.get("refusal") or ending in ("content_filter", "refusal"):
            raise self._failure("the model refused to answer", again=False)
        if ending in _CUT:
            raise self._failure("the model's answer was cut off", again=True)
        if ending not in _WHOLE:
            raise self._failure(f"the model stopped for another reason ({str(ending)[:40]})", again=True)
        text = message.text.strip()
        if not text or len(text) > MOST_CHARACTERS:
            raise self._failure("the model's answer is empty or far too long", again=True)
        usage = message.usage_metadata
        return Reply(text=text, tokens_in=usage["input_tokens"] if usage else 0,
                     tokens_out=usage["output_tokens"] if usage else 0)  # fmt: skip

    def _failure(self, wrong: str, *, again: bool) -> ModelFailure:
        return ModelFailure(wrong, thing=self.name, again=again)


def _failures() -> tuple[type[Exception], ...]:
    """What a call may raise: what malformed data does, and the errors of those providers' packages that are loaded."""
    found = (getattr(sys.modules.get(module), name, None) for module, name in _OWN_ERRORS)
    own: list[type[Exception]] = [error for error in found if error is not None]
    return (ImportError, *_MALFORMED, *own)
