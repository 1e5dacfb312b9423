"""Where to turn when a child is at risk now: the committed text, or the file that an operator named."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from ingest.errors import SetupError

COMMITTED = Path(__file__).with_name("signposts.yaml")
_KEYS = {"opening", "lines", "to_a_child", "closing"}
_REMEDY = "compare it with assistant/signposts.yaml, or leave the setting 'signposts' out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signposts:
    """The words that stand before anything else when a child may be at risk now."""

    opening: str
    lines: tuple[str, ...]
    to_a_child: str
    closing: str

    def text(self, *, to_a_child: bool = False) -> str:
        """The signposts, one a line; to a child the words meant for children come first."""
        first = self.to_a_child if to_a_child else self.opening
        return "\n".join((first, *(f"• {line}" for line in self.lines), self.closing))

    @property
    def short(self) -> str:
        """All signposts in one paragraph without opening and closing."""
        return " ".join(self.lines)


@lru_cache(maxsize=8)
def load_signposts(path: Path = COMMITTED) -> Signposts:
    """The signposts written in the file ``path``.

    Raises SetupError when it cannot be read, a key is missing or unknown, a text is empty, or no line
    names 999.
    """
    try:
        entry = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SetupError(f"the signposts cannot be read: {error}", thing=str(path), remedy=_REMEDY) from error
    if not isinstance(entry, dict) or set(entry) != _KEYS or not isinstance(entry["lines"], list):
        raise SetupError(f"signposts have just {', '.join(sorted(_KEYS))}", thing=str(path), remedy=_REMEDY)
    lines = tuple(str(line).strip() for line in entry["lines"] if line)
    opening, to_a_child, closing = (str(entry[key] or "").strip() for key in ("opening", "to_a_child", "closing"))
    if not (opening and to_a_child and closing) or not any("999" in line for line in lines):
        raise SetupError("signposts need every text, and a line with 999", thing=str(path), remedy=_REMEDY)
    return Signposts(opening=opening, lines=lines, to_a_child=to_a_child, closing=closing)
