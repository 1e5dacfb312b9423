"""The one door to OpenTelemetry: each answer as a span with one for each of its stages. Off unless it is set up.

No attribute holds a question, a quote or anything else that was typed or shown.
"""

import time
from typing import TYPE_CHECKING

from assistant.records import Answer
from ingest.errors import SetupError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter

_SERVICE = "review-assistant"
_REMEDY = "install it with `pip install 'review-assistant[otel]'`, or leave REVIEWS_OTEL_URL unset"


class Tracing:
    """Spans of answers, sent in the background to one exporter."""

    def __init__(self, exporter: "SpanExporter") -> None:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        self._provider = TracerProvider(resource=Resource({"service.name": _SERVICE}), shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer(_SERVICE)

    def answered(self, answer: Answer) -> None:
        """An answer was given just now. Its stages are set one after the other, as they ran, before this moment."""
        from opentelemetry import trace

        stages = {name: took for name, took in answer.timings_ms.items() if name != "total"}
        at = time.time_ns() - _nanoseconds(sum(stages.values()))
        seen: dict[str, str | int] = {
            "outcome": answer.outcome, "model": answer.model, "library_version": answer.library_version,
            "statements": len(answer.statements), "dropped": len(answer.dropped),
            "documents": answer.searched.documents, "passages": answer.searched.passages,
        }  # fmt: skip
        whole = self._tracer.start_span("answer", start_time=at, attributes=seen)
        around = trace.set_span_in_context(whole)
        for name, took in stages.items():
            stage = self._tracer.start_span(name, context=around, start_time=at)
            at += _nanoseconds(took)
            stage.end(end_time=at)
        whole.end(end_time=at)

    def close(self) -> None:
        """Send what waits, and stop."""
        self._provider.shutdown()


def open_tracing(url: str) -> Tracing:
    """Tracing to the collector at ``url``, which takes OTLP over HTTP. Raises SetupError when the extra is missing."""
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    except ImportError as error:
        raise SetupError("the exporter of traces is not installed", thing=url, remedy=_REMEDY) from error
    return Tracing(OTLPSpanExporter(endpoint=url))


def _nanoseconds(milliseconds: float) -> int:
    return int(milliseconds * 1_000_000)
