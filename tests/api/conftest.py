"""The application over a small library of three example files, and over copies of it that a test may change."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import make_app
from assistant.settings import Settings
from ingest.library import Library
from tests.api.serving import Served, serving
from tests.libraries import EXAMPLES, built_library

FILES = ("dunmarrow-2016-baby-l.pdf", "linfold-2018-opinion.md", "tolverton-2012-press.pdf")


@pytest.fixture(scope="session")
def small_folder(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library folder of a review, a press report and an opinion piece without pages. Read it only."""
    folder = tmp_path_factory.mktemp("small") / "library"
    built_library("small", [EXAMPLES / name for name in FILES], model, folder)
    return folder


@pytest.fixture(scope="session")
def client(small_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of the application over the small library; what is asked is kept in a copy of it."""
    library = Path(shutil.copytree(small_folder, tmp_path_factory.mktemp("asked") / "library"))
    with TestClient(make_app(Settings(library=library))) as client:
        yield client


@pytest.fixture(scope="session")
def small_library(small_folder: Path) -> Iterator[Library]:
    """The small library itself, to compare with what the application says."""
    library = Library(small_folder)
    yield library
    library.close()


@pytest.fixture
def own_client(small_folder: Path, tmp_path: Path) -> Iterator[TestClient]:
    """A client of an application over a copy of the small library, which the test may change."""
    shutil.copytree(small_folder, tmp_path / "library")
    with TestClient(make_app(Settings(library=tmp_path / "library", workers=1))) as client:
        yield client


@pytest.fixture(scope="session")
def ids(small_library: Library) -> dict[str, str]:
    """The id of each file of the small library."""
    return {held.file: held.id for held in small_library.catalogue.documents()}


@pytest.fixture(scope="session")
def served(small_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A real server on loopback over a copy of the small library."""
    library = tmp_path_factory.mktemp("served") / "library"
    shutil.copytree(small_folder, library)
    with serving(Settings(library=library)) as running:
        yield running
