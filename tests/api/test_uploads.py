"""Files that strangers send get a safe name that is still their own."""

import os
import time
from pathlib import Path

import pytest

from assistant.api.uploads import clear_stale, safe_name


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Child G – overview report.pdf", "Child G – overview report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\Review.PDF", "Review.PDF"),
        (".hidden.pdf", "hidden.pdf"),
        ("..", "document"),
        ("", "document"),
        ("a\x00b\nc.pdf", "a_b_c.pdf"),
        ('what? "now"*.pdf', "what_ _now__.pdf"),
        ("evil\u202efdp.exe", "evil_fdp.exe"),
        ("e\u0301te.pdf", "\u00e9te.pdf"),
    ],
)
def test_a_name_keeps_what_is_safe_of_it(given: str, kept: str) -> None:
    assert safe_name(given) == kept


@pytest.mark.parametrize("name", ["x" * 500 + ".pdf", "\u00e9" * 300 + ".docx", "y" * 500, "z." + "q" * 500])
def test_a_long_name_is_cut_but_keeps_its_kind(name: str) -> None:
    kept = safe_name(name)
    assert len(kept.encode()) <= 200
    if name.endswith((".pdf", ".docx")):
        assert Path(kept).suffix == Path(name).suffix


def test_what_a_stopped_server_left_is_cleared_and_what_is_young_stays(tmp_path: Path) -> None:
    for name, age in (("old", 48 * 3600), ("young", 60)):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    clear_stale(tmp_path)
    assert [folder.name for folder in tmp_path.iterdir()] == ["young"]
    clear_stale(tmp_path / "nothing there")
