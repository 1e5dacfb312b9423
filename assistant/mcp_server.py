"""The one door to MCP: the same answers as tools for other assistants, each as text with footnotes and as fields.

What a tool is asked stands in no log: only faults are logged, and their words never repeat what was sent.
"""

from collections.abc import Callable
from functools import partial
from typing import Annotated, TypeVar

from anyio import to_thread
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field, StringConstraints

from assistant.api.tools_access import person_of
from assistant.chat import Chat, Message
from assistant.footnotes import FootnotedText
from assistant.records import Answer, Filters, Json
from assistant.register import RegisterFilters, read_register
from assistant.shapes import passage_json
from ingest.errors import AssistantError, NotHeldError
from ingest.library import Library
from ingest.records import FindingKind, Paragraph, SourceKind

INSTRUCTIONS = (
    "Quotes from child safeguarding reviews, each checked on its page. Show a quote whole, with its document, page and "
    "paragraph; a press report or opinion is not a review's finding; when the outcome is not `answered`, say so and do "
    "not answer from memory. If a child may be at risk now, show `reason` first."
)
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_KEEPS = ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=False)

Result = TypeVar("Result")
Asked = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Question = Annotated[Asked, Field(description="the question in plain words")]
Words = Annotated[Asked, Field(description="the words to search for")]
ReviewId = Annotated[str, Field(max_length=200, description="the document's id")]
Conversation = Annotated[str | None, Field(max_length=200, description="as the answer before named it, to go on")]
ReviewIds = Annotated[tuple[str, ...], Field(max_length=500, description="only these documents")]
Sources = Annotated[tuple[SourceKind, ...], Field(description="only these kinds of source")]
Year = Annotated[int | None, Field(ge=1900, le=2100)]
Count = Annotated[int, Field(ge=1, le=100, description="how many")]
Text = Annotated[str, Field(max_length=2000)]
Name = Annotated[str, Field(max_length=200)]


class Tools:
    """What other assistants may call; the docstring of each method tells them what it does."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self._library = chat.assistant.library

    async def ask(
        self,
        context: Context,
        question: Question,
        conversation_id: Conversation = None,
        review_ids: ReviewIds = (),
        source_kinds: Sources = (),
        year_from: Year = None,
        year_to: Year = None,
    ) -> CallToolResult:
        """Answer a question with whole-sentence quotes from the documents held, or say that they do not answer it."""
        filters = Filters(review_ids=review_ids, source_kinds=source_kinds, year_from=year_from, year_to=year_to)
        message = Message(question=question, filters=filters, conversation_id=conversation_id)
        person = person_of(context.request_context.request)
        answer = await _done(partial((self._chat.of(person) if person else self._chat).ask, message))
        return _result(footnoted(self._chat, question, answer), answer.as_json())

    async def search(self, query: Words, k: Count = 10) -> CallToolResult:
        """Find the passages nearest to a query, best first: where to read on, not an answer."""

        def work() -> list[Json]:
            found = self._chat.assistant.search(query, k)
            return [passage_json(item, self._chat.assistant.page_label(item)) for item in found]

        passages = await _done(work)
        lines = [f"{p['title']}, page {p['page']}, paragraph {p['paragraph']}\n{p['text']}" for p in passages]
        return _result("\n\n".join(lines) or "Nothing was found.", {"passages": passages})

    async def open_paragraph(self, review_id: ReviewId, number: Name = "", passage_id: Name = "") -> CallToolResult:
        """Read one paragraph whole, by its printed number or by a passage of it, as the document has it."""
        body = await _done(partial(paragraph_json, self._library, review_id, number, passage_id))
        return _result(f"{body['title']}, page {body['page']}, paragraph {body['paragraph']}\n{body['text']}", body)

    async def list_findings(
        self,
        kind: FindingKind | None = None,
        theme: Name = "",
        addressed_to: Name = "",
        review_id: Name = "",
        words: Text = "",
        limit: Count = 20,
    ) -> CallToolResult:
        """List findings, recommendations and learning points, narrowed by theme, addressee, document or words."""
        filters = RegisterFilters(kind=kind, theme=theme, addressed_to=addressed_to, review_id=review_id, q=words)
        register = await _done(partial(read_register, self._library, filters))
        lines = [
            f"{e.document.facts.title}, {e.finding.kind} {e.finding.number or ''}: {e.finding.text}"
            for e in register.entries[:limit]
        ]
        text = "\n\n".join([f"{len(register.entries)} in the register, {len(lines)} shown.", *lines])
        return _result(text, register.as_json(limit=limit))


def make_server(chat: Chat) -> MCPServer:
    """A server whose tools ask ``chat`` and read its library. Nothing runs before it is started."""
    server, tools = MCPServer("review-assistant", instructions=INSTRUCTIONS, log_level="ERROR"), Tools(chat)
    server.add_tool(tools.ask, annotations=_KEEPS)
    for tool in (tools.search, tools.open_paragraph, tools.list_findings):
        server.add_tool(tool, annotations=_READS)
    return server


def footnoted(chat: Chat, question: str, answer: Answer) -> str:
    """``answer`` as one text with footnotes."""
    text, held = FootnotedText(), {c.id: c for c in answer.citations}
    text.opening(chat.assistant.screening(question))
    for statement in answer.statements:
        text.statement(statement, [held[name] for name in statement.citations])
    text.closing(answer)
    return text.text


def paragraph_json(library: Library, review_id: str, number: str, passage_id: str) -> Json:
    """A paragraph of a document: the one with the printed ``number``, else the one where a passage begins.

    Raises NotHeldError when there is no such document, paragraph or passage.
    """
    held = library.find(review_id)
    paragraphs = library.catalogue.paragraphs(held.id)
    passage = library.catalogue.passages([passage_id]).get(passage_id) if passage_id else None
    found: list[Paragraph] = []
    if number:
        found = [p for p in paragraphs if p.number == number.strip().rstrip(".")]
    elif passage is not None and passage.document_id == held.id:
        first = passage.passage.sentences[0].text
        found = [p for p in paragraphs if first in p.text]
    if not found:
        raise NotHeldError(
            "the document has no such paragraph", thing=number or passage_id or "nothing named",
            remedy="give a printed number such as 4.12, or the passage_id of a citation",
        )  # fmt: skip
    paragraph = found[0]
    return {
        "review_id": held.id, "title": held.facts.title, "paragraph": paragraph.number,
        "page": paragraph.page_at(0), "page_end": paragraph.page_at(max(len(paragraph.text) - 1, 0)),
        "section": list(paragraph.section), "passage_kind": paragraph.kind, "voice": paragraph.voice,
        "text": paragraph.text,
    }  # fmt: skip


async def _done(work: Callable[[], Result]) -> Result:
    """What ``work`` gives, done in a thread; an error of the product is told to the caller as the tool's own."""
    try:
        return await to_thread.run_sync(work)
    except AssistantError as error:
        raise ToolError(str(error)) from error


def _result(text: str, body: Json) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=body)
