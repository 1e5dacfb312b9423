"""Prompts as validated files: each says which variables it takes, and is refused when it is not as it says."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from ingest.errors import SetupError

FOLDER = Path(__file__).resolve().parents[2] / "prompts"
_KEYS = {"name", "purpose", "variables", "system", "user"}
_SLOT = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """The words put to a model. ``version`` is the prompt's name with the beginning of its file's SHA-256."""

    name: str
    version: str
    variables: frozenset[str]
    system: str
    user: str

    def filled(self, **values: str) -> str:
        """The user's part with its variables filled in; what is filled in is never itself read as a prompt.

        Raises SetupError when a variable is missing, or is none of the prompt's.
        """
        wrong = sorted(self.variables ^ values.keys())
        if wrong:
            raise SetupError(
                "a prompt is not given the variables it declares", thing=f"{self.name}: {', '.join(wrong)}"
            )
        return _SLOT.sub(lambda slot: values[slot[1]], self.user)


def load_prompt(name: str, folder: Path = FOLDER) -> Prompt:
    """The prompt ``name`` of ``folder``.

    Raises SetupError when it is not there, has keys it should not have, or uses other variables than it declares.
    """
    path = folder / f"{name}.yaml"
    try:
        raw = path.read_bytes()
        read = yaml.safe_load(raw)
    except (OSError, yaml.YAMLError) as error:
        raise SetupError(f"a prompt cannot be read: {error}", thing=str(path), remedy="restore the file") from error
    if not isinstance(read, dict) or set(read) != _KEYS or not isinstance(read["variables"], list):
        raise SetupError("a prompt does not have just the keys it should", thing=str(path),
                         remedy=f"give it {', '.join(sorted(_KEYS))}")  # fmt: skip
    system, user = str(read["system"]), str(read["user"])
    declared, used = {str(v) for v in read["variables"]}, set(_SLOT.findall(user))
    if declared != used or _SLOT.search(system):
        raise SetupError("a prompt uses other variables than it declares", thing=f"{path}: {sorted(declared ^ used)}",
                         remedy="declare every variable of `user` under `variables`; `system` takes none")  # fmt: skip
    version = f"{name}@{hashlib.sha256(raw).hexdigest()[:12]}"
    return Prompt(name=name, version=version, variables=frozenset(declared), system=system, user=user)
