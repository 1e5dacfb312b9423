"""The one door to prometheus_client: figures of one process since it started. No label holds what was asked."""

from typing import TYPE_CHECKING

from assistant.records import Answer
from assistant.writing.model import ModelCall
from ingest.errors import AssistantError
from ingest.library import Library

if TYPE_CHECKING:
    from prometheus_client import Counter, Gauge, Histogram

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_REQUEST_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_STAGE_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0)


class Metrics:
    """What a process counts. It may be shared by threads; each has a registry of its own."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

        self._registry = CollectorRegistry()

        def counter(name: str, what: str, *labels: str) -> "Counter":
            return Counter(f"reviews_{name}", what, labels, registry=self._registry)

        def histogram(name: str, what: str, *labels: str, buckets: tuple[float, ...]) -> "Histogram":
            return Histogram(f"reviews_{name}", what, labels, registry=self._registry, buckets=buckets)

        def gauge(name: str, what: str) -> "Gauge":
            return Gauge(f"reviews_{name}", what, registry=self._registry)

        self._requests = counter("http_requests", "Requests answered", "method", "route", "status")
        self._seconds = histogram(
            "http_request_seconds", "Time to answer a request, its stream included", "route", buckets=_REQUEST_SECONDS
        )
        self._answers = counter("answers", "Answers by outcome and by who worded them", "outcome", "model")
        self._stages = histogram("stage_seconds", "Time by stage of an answer", "stage", buckets=_STAGE_SECONDS)
        self._statements = counter("statements", "Statements shown", "support")
        self._dropped = counter("statements_dropped", "Statements left out because their check failed", "model")
        self._live = counter("live_case_questions", "Questions that seemed to hold details of a live case")
        self._calls = counter("model_calls", "Calls of the language model", "result")
        self._call_seconds = histogram("model_call_seconds", "Time of a call of the model", buckets=_REQUEST_SECONDS)
        self._tokens = counter("model_tokens", "Tokens as the language model counts them", "direction")
        self._documents = gauge("documents", "Documents held")
        self._passages = gauge("passages", "Passages held")
        self._vectors = gauge("index_vectors", "Passages in the index of vectors")
        self._words = gauge("index_words_documents", "Documents in the index of words")
        self._library_up = gauge("library_readable", "1 when catalogue and indexes could be read for these figures")

    def requested(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request was answered; ``route`` is the template, never the path that was sent."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def answered(self, answer: Answer) -> None:
        """An answer was given."""
        self._answers.labels(answer.outcome, answer.model).inc()
        for stage, milliseconds in answer.timings_ms.items():
            self._stages.labels(stage).observe(milliseconds / 1000)
        for statement in answer.statements:
            self._statements.labels(statement.support).inc()
        self._dropped.labels(answer.model).inc(len(answer.dropped))
        if any(notice.kind == "live_case" for notice in answer.notices):
            self._live.inc()

    def model_called(self, call: ModelCall) -> None:
        """The language model was called."""
        self._calls.labels("failed" if call.failed else "answered").inc()
        self._call_seconds.observe(call.seconds)
        self._tokens.labels("read").inc(call.tokens_in)
        self._tokens.labels("written").inc(call.tokens_out)

    def text(self, library: Library) -> bytes:
        """All figures as Prometheus reads them, the sizes of ``library`` and its indexes with them."""
        from prometheus_client import generate_latest

        try:
            held = library.catalogue.documents()
            self._documents.set(len(held))
            self._passages.set(sum(document.passages for document in held))
            self._vectors.set(library.vectors.count())
            self._words.set(len(library.words.documents()))
            self._library_up.set(1)
        except AssistantError:  # the other figures are wanted most when the library is in trouble
            self._library_up.set(0)
        return generate_latest(self._registry)
