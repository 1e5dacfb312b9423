"""What docs/clients.md shows works as it stands there."""

import re

import pytest

from tests.api.serving import Served
from tests.libraries import ROOT

TEXT = (ROOT / "docs" / "clients.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS)
def test_each_python_block_runs_and_prints_an_answer(
    served: Served, block: str, capsys: pytest.CaptureFixture[str]
) -> None:
    exec(block.replace("http://127.0.0.1:8000", served.url), {})
    assert "father" in capsys.readouterr().out.lower()
