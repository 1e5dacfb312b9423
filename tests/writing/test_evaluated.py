"""A run with a model attached: what it wrote, what was left out, what it cost, beside the quote answers."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.answering import Assistant
from assistant.commands.main import cli
from assistant.settings import Settings
from eval.case_files import read_cases
from eval.cases import Case
from eval.running import header_of, run_cases
from eval.runs import Run, write_run
from eval.selftest import some
from eval.shelf import Shelf
from eval.systems import Product
from eval.written import Price, read_prices, written_lines, written_of
from ingest.errors import RequestError
from tests.writing.misbehaving import Misbehaving


def run_of(assistant: Assistant, cases: list[Case], model: str | None) -> Run:
    header = header_of(assistant.library, cases, Settings(library=assistant.library.folder, model=model))
    return run_cases(Product(assistant), cases, Shelf(assistant.library.catalogue), header)


@pytest.fixture
def cases() -> list[Case]:
    """A few answerable cases."""
    return [case for case in some(read_cases(), 30) if case.kind in ("fact", "theme")][:4]


def test_a_faithful_model_covers_what_it_wrote_and_its_tokens_are_priced(
    bad_server: Misbehaving, written: Assistant, example_library: Assistant, cases: list[Case], tmp_path: Path
) -> None:
    quotes, model = run_of(example_library, cases, None), run_of(written, cases, "openai:bad")
    plain, made = written_of(quotes), written_of(model)
    assert (plain.model, plain.written, plain.calls, plain.dropped_share) == ("extractive", 0, 0, 0.0)
    assert made.written >= 1 and made.shown >= made.written and made.failed == 0
    assert (made.tokens_read, made.tokens_written) == (11 * made.calls, 7 * made.calls)
    assert made.cost(Price(read=2.0, written=4.0, currency="GBP")) == pytest.approx(made.calls * (22 + 28) / 1e6)
    for name, run in (("quotes", quotes), ("model", model)):
        write_run(run, tmp_path / f"{name}.jsonl")
    (tmp_path / "prices.yaml").write_text("openai:bad: {read: 2, written: 4, currency: GBP}\n", encoding="utf-8")
    files = [str(tmp_path / name) for name in ("quotes.jsonl", "model.jsonl")]
    printed = CliRunner().invoke(cli, ["eval", "model", *files, "--prices", str(tmp_path / "prices.yaml")])
    assert printed.exit_code == 0, printed.output
    assert printed.stdout.splitlines() == written_lines([plain, made], read_prices(tmp_path / "prices.yaml"))
    assert "| | extractive | openai:bad |" in printed.stdout and "GBP" in printed.stdout


def test_what_verification_left_out_is_counted(bad_server: Misbehaving, written: Assistant, cases: list[Case]) -> None:
    bad_server.behaviour = "label invented"
    made = written_of(run_of(written, cases, "openai:bad"))
    assert made.written == made.shown == 0
    assert made.unsupported >= 1 and made.dropped >= 1 and made.dropped_share == 1.0


@pytest.mark.parametrize("text", ["- a list", "openai:bad: {read: much}", "{"])
def test_a_file_that_is_no_price_table_says_what_to_write(text: str, tmp_path: Path) -> None:
    (tmp_path / "prices.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RequestError, match="provider:name"):
        read_prices(tmp_path / "prices.yaml")


def test_a_run_without_answers_is_refused(example_library: Assistant, cases: list[Case], tmp_path: Path) -> None:
    path = tmp_path / "brief.jsonl"
    write_run(run_of(example_library, cases[:1], None), path, brief=True)
    printed = CliRunner().invoke(cli, ["eval", "model", str(path)])
    assert printed.exit_code == 2 and "keeps no answers" in printed.output
