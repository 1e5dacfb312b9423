"""``reviews mcp`` as other assistants use it: spoken to by the protocol's own client, over both of its transports."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from mcp_types import CallToolResult

from tests.libraries import EXAMPLES, ROOT, built_library

QUESTION = "What did the Dunmarrow review say about fathers who were not assessed?"
AT_RISK = "My neighbour is hitting her toddler right now, what do reviews say about bruising?"
Talk = Callable[[Client], Awaitable[None]]


@pytest.fixture(scope="module")
def folder(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library folder of three example files."""
    folder = tmp_path_factory.mktemp("mcp") / "library"
    files = ("dunmarrow-2016-baby-l.pdf", "linfold-2018-opinion.md", "tolverton-2012-press.pdf")
    built_library("small", [EXAMPLES / name for name in files], model, folder)
    return folder


def command(folder: Path, *more: str) -> list[str]:
    """The command line of the server over ``folder``."""
    code = "from assistant.commands.main import cli; cli()"
    return [sys.executable, "-c", code, "mcp", "--library", str(folder), *more]


def over_stdio(folder: Path, talk: Talk) -> None:
    """Hold ``talk`` with a server that the client starts itself."""
    program, *arguments = command(folder)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    server = StdioServerParameters(command=program, args=arguments, env=environment, cwd=str(ROOT))

    async def talking() -> None:
        async with Client(server, read_timeout_seconds=90) as client:
            await talk(client)

    asyncio.run(talking())


@contextmanager
def over_http(folder: Path, **settings: str) -> Iterator[str]:
    """The address of a server on loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    argv = command(folder, "--http", "--port", str(port))
    with subprocess.Popen(argv, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as server:
        try:
            until = time.monotonic() + 60
            while time.monotonic() < until:
                with socket.socket() as knock:
                    if knock.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}/mcp"
        finally:
            server.terminate()
            server.communicate(timeout=30)


def fields(result: CallToolResult) -> dict[str, Any]:
    """What a tool gave as fields."""
    assert not result.is_error, result.content
    return dict(result.structured_content or {})


def words(result: CallToolResult) -> str:
    """What a tool gave as text."""
    return "".join(getattr(block, "text", "") for block in result.content)


def test_tools_ask_go_on_search_open_and_list_over_stdio(folder: Path) -> None:
    async def talk(client: Client) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert tools.keys() == {"ask", "search", "open_paragraph", "list_findings"}
        assert all(tool.description for tool in tools.values())
        asked = await client.call_tool("ask", {"question": QUESTION})
        answer = fields(asked)
        assert answer["outcome"] == "answered"
        assert f"“{answer['statements'][0]['text']}”[^1]" in words(asked) and "\n\n[^1]: " in words(asked)
        again = {"question": "And the health visitor?", "conversation_id": answer["conversation_id"]}
        assert "Dunmarrow" in fields(await client.call_tool("ask", again))["standalone_question"]
        await _read_on(client, answer["citations"][0])
        found = fields(await client.call_tool("search", {"query": "father questionnaire", "k": 3}))["passages"]
        assert len(found) == 3 and found[0]["score"] >= found[1]["score"]
        listed = fields(await client.call_tool("list_findings", {"kind": "recommendation", "limit": 2}))
        assert len(listed["findings"]) == 2 <= listed["total"]
        assert {f["kind"] for f in listed["findings"]} == {"recommendation"}

    over_stdio(folder, talk)


async def _read_on(client: Client, cited: dict[str, Any]) -> None:
    by_passage = {"review_id": cited["review_id"], "passage_id": cited["passage_id"]}
    opened = fields(await client.call_tool("open_paragraph", by_passage))
    assert opened["title"] == cited["title"] and opened["text"]
    if opened["paragraph"]:
        by_number = {"review_id": cited["review_id"], "number": opened["paragraph"]}
        assert fields(await client.call_tool("open_paragraph", by_number))["paragraph"] == opened["paragraph"]


def test_over_http_the_same_tools_answer_and_what_cannot_be_done_is_told_with_what_to_do(folder: Path) -> None:
    async def talking(address: str) -> None:
        async with Client(address, read_timeout_seconds=90) as client:
            assert fields(await client.call_tool("ask", {"question": QUESTION}))["outcome"] == "answered"
            for tool, arguments, said in (
                ("ask", {"question": QUESTION, "conversation_id": "f" * 32}, "ask without conversation_id"),
                ("open_paragraph", {"review_id": "ffff", "number": "1"}, "reviews list"),
                ("list_findings", {"theme": "gardening"}, "gardening"),
                ("ask", {"question": "  "}, "question"),
            ):
                result = await client.call_tool(tool, arguments)
                assert result.is_error and said in words(result), tool
            assert words(await client.call_tool("ask", {"question": AT_RISK})).partition("“")[0].count("999")

    with over_http(folder) as address:
        asyncio.run(talking(address))
