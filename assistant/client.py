"""A typed client of the HTTP API, with nothing but Python's own library: what comes back are the product's values.

client = ReviewsClient("http://127.0.0.1:8000")
answer = client.ask("What do reviews say about fathers who were not assessed?")
more = client.ask("And about stepfathers?", conversation_id=answer.conversation_id)
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import cast
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import ProxyHandler, Request, build_opener

from assistant.records import Answer, Citation, Filters, Json, Statement
from assistant.shapes import answer_from, citation_from, statement_from
from assistant.store.conversations import Conversation, KeptTurn
from assistant.store.feedback import Feedback
from ingest.errors import AssistantError, NotHeldError, RemoteError, RequestError, SetupError

_ERRORS: dict[int, type[AssistantError]] = {404: NotHeldError, 502: RemoteError, 503: SetupError}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPassage:
    """A ranked passage; a higher ``score`` is better."""

    passage_id: str
    review_id: str
    title: str
    page: int | None
    paragraph: str | None
    text: str
    score: float


class ReviewsClient:
    """Asks a server of the product. It holds nothing open and may be shared by threads.

    Every method raises RequestError when the server refuses the request, NotHeldError when what is named is not held,
    SetupError when the server is not set up right, RemoteError when it fails or cannot be reached.
    """

    def __init__(
        self, address: str = "http://127.0.0.1:8000", *, key: str | None = None, seconds: float = 120.0
    ) -> None:
        """``key``: as `reviews keys add` printed it, where one is needed; ``seconds``: the server's longest silence."""
        self._address = address.rstrip("/")
        self._key = {"Authorization": f"Bearer {key}"} if key else {}
        self._seconds = seconds
        self._opener = build_opener(ProxyHandler({}))

    def ask(
        self,
        question: str,
        *,
        conversation_id: str | None = None,
        filters: Filters | None = None,
        max_statements: int = 6,
    ) -> Answer:
        """The answer to ``question``, read with the conversation so far."""
        body = _asking(question, conversation_id, filters, max_statements)
        return answer_from(self._json("POST", "/v1/ask", body))

    def stream(
        self,
        question: str,
        *,
        conversation_id: str | None = None,
        filters: Filters | None = None,
        max_statements: int = 6,
    ) -> Iterator[Statement | Citation | Answer]:
        """Each verified statement and then its citations as they come; the whole answer last."""
        body = _asking(question, conversation_id, filters, max_statements)
        with self._open("POST", "/v1/ask", body, accept="text/event-stream") as response:
            for name, data in _events(response):
                if name == "statement":
                    yield statement_from(data)
                elif name == "citation":
                    yield citation_from(data)
                elif name == "error":
                    raise _error(cast(int, data["status"]), str(data["detail"]))
                elif name == "done":
                    yield answer_from(data)
                    return
        raise RemoteError("the answer broke off", thing=self._address, remedy="ask again")

    def search(self, query: str, k: int = 10, filters: Filters | None = None) -> list[FoundPassage]:
        """At most ``k`` passages for ``query``, best first."""
        narrowed = (filters or Filters()).as_json()
        found = self._json("GET", f"/v1/search?{urlencode({'q': query, 'k': k, **narrowed}, doseq=True)}")
        names = FoundPassage.__dataclass_fields__
        return [FoundPassage(**{n: row[n] for n in names}) for row in cast(list[dict[str, object]], found["passages"])]  # type: ignore[arg-type]  # as the API describes it

    def answer(self, answer_id: str) -> Answer:
        """A kept answer as it was shown."""
        return answer_from(self._json("GET", f"/v1/answers/{quote(answer_id, safe='')}"))

    def conversation(self, conversation_id: str) -> Conversation:
        """A conversation with its turns."""
        body = self._json("GET", f"/v1/conversations/{quote(conversation_id, safe='')}")
        turns = tuple(
            KeptTurn(
                ordinal=cast(int, t["ordinal"]), question=str(t["question"]), asked=str(t["asked"]),
                answer=answer_from(cast(Json, t["answer"])),
            )
            for t in cast(list[Json], body["turns"])
        )  # fmt: skip
        started, changed = str(body["started"]), str(body["changed"])
        return Conversation(
            id=str(body["conversation_id"]), title=str(body["title"]), started=started, changed=changed, turns=turns
        )

    def erase(self, conversation_id: str) -> None:
        """Erase a conversation; nothing of it is left."""
        with self._open("DELETE", f"/v1/conversations/{quote(conversation_id, safe='')}"):
            pass

    def give_feedback(self, feedback: Feedback) -> str:
        """Keep a verdict on an answer or one statement; its id."""
        body: Json = {
            "answer_id": feedback.answer_id, "verdict": feedback.verdict, "statement": feedback.statement,
            "comment": feedback.comment,
        }  # fmt: skip
        return str(self._json("POST", "/v1/feedback", body)["feedback_id"])

    def _json(self, method: str, path: str, body: Json | None = None) -> Json:
        with self._open(method, path, body) as response:
            try:
                return cast(Json, json.load(response))
            except ValueError as error:
                raise RemoteError(
                    "what came back is not JSON", thing=self._address, remedy="check that the address is the product's"
                ) from error

    @contextmanager
    def _open(
        self, method: str, path: str, body: Json | None = None, accept: str = "application/json"
    ) -> Iterator[HTTPResponse]:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Accept": accept, "Content-Type": "application/json", **self._key}
        request = Request(self._address + path, data=data, method=method, headers=headers)
        try:
            with self._opener.open(request, timeout=self._seconds) as response:
                yield response
        except HTTPError as error:
            with error:
                raise _refused(error) from error
        except (URLError, HTTPException, OSError) as error:
            raise RemoteError(
                f"the server cannot be reached, or broke off: {getattr(error, 'reason', error)}", thing=self._address,
                remedy="check that `reviews serve` runs there",
            ) from error  # fmt: skip


def _asking(question: str, conversation_id: str | None, filters: Filters | None, max_statements: int) -> Json:
    narrowed = (filters or Filters()).as_json()
    return {
        "question": question, "conversation_id": conversation_id, "filters": narrowed, "max_statements": max_statements
    }  # fmt: skip


def _events(response: HTTPResponse) -> Iterator[tuple[str, Json]]:
    name = ""
    for line in response:
        field, _, value = line.decode().rstrip("\r\n").partition(": ")
        if field == "event":
            name = value
        elif field == "data":
            yield name, cast(Json, json.loads(value))


def _refused(error: HTTPError) -> AssistantError:
    try:
        detail = str(json.load(error)["detail"])
    except (ValueError, KeyError, TypeError):
        detail = error.reason
    return _error(error.code, detail)


def _error(status: int, detail: str) -> AssistantError:
    kind = _ERRORS.get(status, RequestError if status < 500 else RemoteError)
    return kind(detail)
