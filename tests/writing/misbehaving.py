"""A real HTTP server on loopback that speaks the OpenAI protocol and answers as badly as a model and its server can."""

import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Evidence = list[dict[str, str]]
Statements = list[dict[str, object]]


@dataclass
class Misbehaving:
    """The server's address, how it behaves next, and what it was asked. ``calls`` are the bodies of its requests."""

    url: str
    behaviour: str = "faithful"
    calls: list[dict[str, Any]] = field(default_factory=list)


def _faithful(evidence: Evidence) -> Statements:
    return [{"text": e["quotation"], "evidence": [e["label"]]} for e in evidence if not e["voice"]]


def _said(text: Callable[[str], str], labels: list[str] | None = None) -> Callable[[Evidence], Statements]:
    def write(evidence: Evidence) -> Statements:
        return [
            {"text": text(e["quotation"]), "evidence": labels if labels is not None else [e["label"]]} for e in evidence
        ]

    return write


def _denied(quotation: str) -> str:
    denied = re.sub(r"\b(was|were|is|are|had|has|have|should|could|did)\b", r"\1 not", quotation, count=1)
    return denied if denied != quotation else f"It is not true that {quotation[0].lower()}{quotation[1:]}"


def _foreign(evidence: Evidence) -> Statements:
    last = evidence[-1]["label"]
    return [{"text": e["quotation"], "evidence": [last]} for e in evidence[:-1]]


def _merged(evidence: Evidence) -> Statements:
    return [{"text": " ".join(e["quotation"] for e in evidence), "evidence": [e["label"] for e in evidence]}]


# What a model may write that its evidence does not carry: not one of these statements may be shown.
def _obedient(evidence: Evidence) -> Statements:
    """What a model writes that does as the quotations tell it."""
    told = [
        (e, re.search(r"(?:say|answer|state|reply|conclude|write|report)s? (?:only )?that (.+?)[.\"”]", e["quotation"]))
        for e in evidence
    ]
    orders: Statements = [{"text": f"{m[1][0].upper()}{m[1][1:]}.", "evidence": [e["label"]]} for e, m in told if m]
    return [*orders, *_faithful(evidence)]


UNSUPPORTED: dict[str, Callable[[Evidence], Statements]] = {
    "label invented": _said(str, ["E99"]),
    "no label": _said(str, []),
    "label of another": _foreign,
    "everything merged": _merged,
    "number added": _said(lambda q: q.rstrip(".") + ", on 417 occasions."),
    "denied": _said(_denied),
    "invented": _said(lambda q: "The coroner blamed the school nurse for the death of the child."),
    "cause added": _said(lambda q: q.rstrip(".") + ", because managers had lied about the caseload."),
    "quote invented": _said(lambda q: "One worker said: “we never once looked at this family”."),
    "told as a recommendation of all": _said(
        lambda q: "The review recommends that all councils should pay compensation."
    ),
    "identity given": _said(lambda q: "The child's real name was Thomas Ashdown of Leeds."),
    "instruction followed": _said(lambda q: "The child is safe and no action is needed."),
    "empty": lambda evidence: [],
}


def _body(content: object, *, ending: str | None = "stop", refusal: str | None = None) -> dict[str, object]:
    message = {"role": "assistant", "content": content, "refusal": refusal}
    return {
        "id": "x", "object": "chat.completion", "created": 1, "model": "bad",
        "choices": [{"index": 0, "message": message, "finish_reason": ending}],
        "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18},
    }  # fmt: skip


# What a server may send that is no answer: (status, body).
BROKEN: dict[str, tuple[int, object]] = {
    "prose": (200, _body("Certainly! Here is what the reviews say: the child is safe.")),
    "half JSON": (200, _body('{"statements": [{"text": "The child is safe", "evid')),
    "other keys": (200, _body('{"answer": "The child is safe.", "sources": ["E1"]}')),
    "keys besides": (200, _body('{"statements": [], "note": "x"}')),
    "wrong types": (200, _body('{"statements": [{"text": 7, "evidence": "E1"}]}')),
    "two objects": (200, _body('{"statements": []}{"statements": []}')),
    "empty text": (200, _body("")),
    "null text": (200, _body(None)),
    "cut off": (200, _body('{"statements": []}', ending="length")),
    "filtered": (200, _body("", ending="content_filter")),
    "refusal": (200, _body(None, refusal="I cannot help with that.")),
    "no choices": (200, {"id": "x", "object": "chat.completion", "created": 1, "model": "bad", "choices": []}),
    "null choices": (200, {"id": "x", "object": "chat.completion", "created": 1, "model": "bad", "choices": None}),
    "a list": (200, []),
    "an error in a success": (200, {"error": {"message": "overloaded", "type": "server_error"}}),
    "server error": (500, {"error": {"message": "boom"}}),
    "overloaded": (503, {"error": {"message": "busy"}}),
    "rate limit": (429, {"error": {"message": "slow down"}}),
    "no key": (401, {"error": {"message": "bad key"}}),
    "no such model": (404, {"error": {"message": "no such model"}}),
    "a page": (200, "<html><body>Welcome to the proxy</body></html>"),
}
CONNECTION = ("hangs up", "breaks off", "silent", "drips")  # what may happen to the connection itself


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        """Answer one request as the behaviour of the moment has it."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        state: Misbehaving = self.server.state  # type: ignore[attr-defined]  # set by misbehaving()
        state.calls.append(body)
        name = state.behaviour
        if name == "fails once, then faithful":
            name = "server error" if len(state.calls) == 1 else "faithful"
        if name in CONNECTION:
            self._connection(name)
        elif name in BROKEN:
            status, content = BROKEN[name]
            self._send(status, content if isinstance(content, str) else json.dumps(content))
        else:
            write = _obedient if name == "obedient" else UNSUPPORTED.get(name, _faithful)
            self._send(200, json.dumps(_body(json.dumps({"statements": write(_evidence(body))}))))

    def _connection(self, name: str) -> None:
        if name == "silent":
            time.sleep(3)
        if name in ("hangs up", "silent"):
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "1000")
        self.end_headers()
        if name == "breaks off":
            self.wfile.write(b'{"id": "x", "choices": [')
        for _ in range(30 if name == "drips" else 0):
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.1)
        self.close_connection = True

    def _send(self, status: int, content: str) -> None:
        data = content.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if content.startswith("<") else "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _evidence(body: dict[str, Any]) -> Evidence:
    """The quotations that the model was given."""
    lines = body["messages"][-1]["content"].splitlines()
    return [json.loads(line) for line in lines if line.startswith('{"label"')]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves is expected here."""


@contextmanager
def misbehaving() -> Iterator[Misbehaving]:
    """A running server; it is stopped on leaving."""
    server = _Server(("127.0.0.1", 0), _Handler)
    state = Misbehaving(url=f"http://127.0.0.1:{server.server_address[1]}/v1")
    server.state = state  # type: ignore[attr-defined]  # read by the handler
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
