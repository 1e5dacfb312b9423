"""The files for deployment can be read, name only settings, commands and folders that there are, and hold no secret."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from assistant.commands.main import cli
from assistant.settings import Settings
from tests.libraries import ROOT

DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
KUBERNETES: list[dict[str, Any]] = list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text(encoding="utf-8")))
OTHERS = {"HF_HUB_OFFLINE", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "DATABASE_URL", "CHROMA_URL"}


def variables() -> Iterator[str]:
    """Every variable that the files set for the product."""
    for line in DOCKERFILE.splitlines():
        if line.startswith("ENV "):
            yield from re.findall(r"(\w+)=", line)
    for name in ("api", "ingest"):
        yield from COMPOSE["services"][name]["environment"]
    for part in KUBERNETES:
        yield from part.get("data", {})
        for container in containers(part):
            yield from (item["name"] for item in container.get("env", []))


def containers(part: dict[str, Any]) -> list[dict[str, Any]]:
    """The containers of one part of the Kubernetes file; none for a part that runs nothing."""
    spec = part.get("spec", {})
    found: list[dict[str, Any]] = spec.get("template", {}).get("spec", {}).get("containers", [])
    return found


@pytest.mark.parametrize("name", sorted(set(variables())))
def test_every_setting_that_a_file_names_exists(name: str) -> None:
    known = {f"REVIEWS_{field.upper()}" for field in Settings.model_fields} | OTHERS
    assert name in known


def test_every_command_that_a_file_runs_exists() -> None:
    run = [re.search(r'CMD \["(\w+)"\]', DOCKERFILE), *COMPOSE["services"]["ingest"]["command"]]
    names = {match.group(1) if isinstance(match, re.Match) else str(match) for match in run}
    ours = [c for part in KUBERNETES for c in containers(part) if "review-assistant" in c["image"]]
    names |= {argument for container in ours for argument in container["args"]}
    assert names == {"serve", "work"} <= cli.commands.keys()


def test_what_the_image_copies_is_there_and_is_all_that_is_installed() -> None:
    copied = [name for line in DOCKERFILE.splitlines() if line.startswith("COPY ") for name in line.split()[1:-1]]
    assert all((ROOT / name).exists() for name in copied)
    assert {"assistant", "ingest", "eval", "prompts"} <= set(copied)


def test_no_file_holds_a_password_and_no_container_runs_as_root() -> None:
    for path in DEPLOY.iterdir():
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"://\w+:(?!\$\{|PASSWORD)[^@\s]+@", text), path.name
    assert re.search(r"^USER reviews$", DOCKERFILE, re.MULTILINE)
    ours = [part for part in KUBERNETES for c in containers(part) if "review-assistant" in c["image"]]
    assert all(part["spec"]["template"]["spec"]["securityContext"]["runAsNonRoot"] for part in ours)


def test_stopping_waits_longer_than_requests_may_take() -> None:
    allowed = Settings.model_fields["stop_seconds"].default
    assert int(COMPOSE["services"]["api"]["stop_grace_period"].removesuffix("s")) > allowed
    ours = [part for part in KUBERNETES if any("review-assistant" in c["image"] for c in containers(part))]
    assert all(part["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] > allowed for part in ours)


def test_each_selector_finds_the_pods_that_it_means() -> None:
    labels = [part["spec"]["template"]["metadata"]["labels"] for part in KUBERNETES if containers(part)]
    selectors = [part["spec"]["selector"] for part in KUBERNETES if part["kind"] == "Service"]
    assert all(selector in labels for selector in selectors)
