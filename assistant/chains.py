"""The door to langchain's own chains: retrieval as a ``BaseRetriever`` of ``Document``, asking as a ``Runnable``.

Nothing of ours needs this module; it is for those who build with langchain. Importing it takes most of a second.
"""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda
from pydantic import ConfigDict

from assistant.answering import Assistant
from assistant.records import Filters, Json, Retrieved


class ReviewRetriever(BaseRetriever):
    """Ranked passages of a library. ``k`` is how many, ``filters`` what they may come from."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    assistant: Assistant
    k: int = 10
    filters: Filters = Filters()

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        """At most ``k`` passages for ``query``, best first; page, paragraph, section and score are in the metadata."""
        return [_document(item) for item in self.assistant.search(query, self.k, self.filters)]


def asking(assistant: Assistant, filters: Filters | None = None) -> Runnable[str, Json]:
    """A runnable from a question to the body of ``POST /v1/ask``."""

    def ask(question: str) -> Json:
        return assistant.ask(question, filters).as_json()

    return RunnableLambda(ask)


def _document(item: Retrieved) -> Document:
    passage = item.passage
    metadata: dict[str, Any] = {
        "passage_id": passage.id,
        "review_id": item.document.id,
        "title": item.document.facts.title,
        "source_kind": item.document.facts.source_kind,
        "year": item.document.facts.year,
        "page": passage.page,
        "page_end": passage.page_end,
        "paragraph": passage.paragraph,
        "section": list(passage.section),
        "passage_kind": passage.kind,
        "score": item.score,
    }
    return Document(id=passage.id, page_content=passage.text, metadata=metadata)
