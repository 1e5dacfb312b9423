"""What many tests share: the model, the documents beside the project, and libraries that are built once."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant
from ingest.embedding import DEFAULT_MODEL, model_folder
from tests.libraries import EXAMPLES, SHARED, built_library
from tests.store.postgres import programs, running

os.environ.setdefault("HF_HUB_OFFLINE", "1")


@pytest.fixture(scope="session")
def model() -> Path:
    """The folder of the built-in embedding model."""
    return model_folder(DEFAULT_MODEL)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents beside the project; tests that need it are skipped where it is not."""
    if not (SHARED / "library").is_dir():
        reason = f"the real documents are not there: {SHARED}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return SHARED


@pytest.fixture(scope="session")
def tesseract() -> None:
    """Skips where tesseract is not installed; fails there in CI, which installs it."""
    if not shutil.which("tesseract"):
        if os.environ.get("CI") == "true":
            pytest.fail("tesseract is not installed")
        pytest.skip("tesseract is not installed")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a PostgreSQL database; skips where no server is installed, and fails there in CI."""
    folder = programs()
    if folder is None:
        reason = "PostgreSQL is not installed (Debian: apt-get install postgresql)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with running(folder) as url:
        yield url


@pytest.fixture(scope="session")
def example_folder(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library folder that holds all of the example library. Read it only."""
    return _folder("examples", EXAMPLES, model, tmp_path_factory)


@pytest.fixture(scope="session")
def seed_folder(model: Path, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library folder that holds the five seeds. Read it only."""
    return _folder("seeds", shared / "library" / "seeds", model, tmp_path_factory)


@pytest.fixture(scope="session")
def inquiry_folder(model: Path, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library folder that holds the fifteen inquiry reports: 1,636 pages, minutes to build. Read it only."""
    return _folder("inquiries", shared / "library" / "inquiries", model, tmp_path_factory)


@pytest.fixture(scope="session")
def example_library(example_folder: Path) -> Iterator[Assistant]:
    """An assistant over the example library."""
    with open_assistant(Settings(library=example_folder)) as assistant:
        yield assistant


@pytest.fixture(scope="session")
def seed_library(seed_folder: Path) -> Iterator[Assistant]:
    """An assistant over the seeds."""
    with open_assistant(Settings(library=seed_folder)) as assistant:
        yield assistant


@pytest.fixture(scope="session")
def inquiry_library(inquiry_folder: Path) -> Iterator[Assistant]:
    """An assistant over the inquiries."""
    with open_assistant(Settings(library=inquiry_folder)) as assistant:
        yield assistant


def _folder(name: str, source: Path, model: Path, temporary: pytest.TempPathFactory) -> Path:
    folder = temporary.mktemp(name) / "library"
    built_library(name, sorted(p for p in source.iterdir() if p.is_file()), model, folder)
    return folder
