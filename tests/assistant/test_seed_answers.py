"""Plain questions of fact, asked of the five seeds on the command line: the right sentence comes first, or none."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from assistant.commands.main import cli

ROOT = Path(__file__).resolve().parents[2]

# (question, words that the first statement must hold)
ANSWERED = (
    ("Who wrote the serious case review about Hamzah Khan?", "was written by Peter Maddocks"),
    (
        "How many significant themes for learning does the report on Hamzah Khan list?",
        "lists 19 “significant themes for learning”",
    ),
    ("Who was the independent chair of the Hamzah Khan review?", "Nancy Palmer, the independent chair of the review"),
    (
        "What did the council committee resolve about the child protection handbook?",
        "handbook be given to all Councillors",
    ),
    ("How many serious case reviews have to be completed every year?", "Around 200 have to be completed every year"),
    ("When will ContactPoint be switched off?", "6th August"),
    ("Who led the national panel on the deaths of Arthur Labinjo-Hughes and Star Hobson?", "led by Annie Hudson"),
    ("How many children in Britain have child protection plans?", "44,000 children with child protection plans"),
    ("How many children die following neglect each year?", "50-70 children die each year"),
    ("Which university does Ray Jones work for?", "Kingston University"),
    ("What did Nadhim Zahawi pledge?", "Nadhim Zahawi pledged to launch a ministerial group"),
    ("What was Bradford asked to develop?", "comprehensive early support offer"),
    ("How many serious case reviews is the Birmingham board dealing with?", "20 Serious Case Reviews"),
    ("What share of referrals were related to domestic violence?", "around 20% of referrals"),
    ("Who gave the presentation on learning from the case of Baby Peter?", "Sarah Peel"),
    ("When was the Khyra Ishaq serious case review published?", "was published today"),
    ("Of what was Amanda Hutton convicted?", "convicted of manslaughter"),
)

# (question, why nothing can be said)
ABSTAINED = (
    ("What did the serious case review about Victoria Climbié find?", "a review that is not held"),
    ("Who wrote the serious case review about Daniel Pelka?", "a review that is not held"),
    ("What did Lord Laming recommend?", "a person who is not mentioned"),
    ("Who chaired the Khyra Ishaq serious case review?", "an attribute that is not given"),
    ("When was Hamzah Khan born?", "an attribute that is not given"),
    ("How long was Amanda Hutton's prison sentence?", "an attribute that is not given"),
    ("What is Peter Maddocks's email address?", "an attribute that is not given"),
    ("What did the Solihull police commissioner say?", "a person who is not mentioned"),
    ("How much did ContactPoint cost to build?", "an attribute that is not given"),
    ("How do I bake sourdough bread?", "another subject altogether"),
)


def ask(question: str, library: Path) -> dict[str, Any]:
    """The answer to ``question`` as ``reviews ask --json`` prints it."""
    done = CliRunner().invoke(cli, ["ask", question, "--json", "--library", str(library)])
    assert done.exit_code == 0, done.output
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize(("question", "words"), ANSWERED)
def test_the_right_sentence_comes_first(question: str, words: str, seed_folder: Path) -> None:
    answer = ask(question, seed_folder)
    assert answer["outcome"] == "answered", answer["reason"]
    assert words in answer["statements"][0]["text"]


@pytest.mark.parametrize(("question", "why"), ABSTAINED)
def test_it_abstains_and_says_what_was_searched(question: str, why: str, seed_folder: Path) -> None:
    answer = ask(question, seed_folder)
    assert answer["outcome"] == "abstained", f"{why}, yet it said: {[s['text'] for s in answer['statements']]}"
    assert answer["statements"] == answer["citations"] == []
    assert answer["reason"]
    assert answer["searched"]["documents"] == 5


def test_the_same_from_a_shell(seed_folder: Path) -> None:
    argv = [sys.executable, "-c", "from assistant.commands.main import cli; cli()", "ask", ANSWERED[0][0], "--json"]
    env = {**os.environ, "REVIEWS_LIBRARY": str(seed_folder), "PYTHONWARNINGS": "error"}
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120, env=env)
    assert done.returncode == 0, done.stderr
    assert ANSWERED[0][1] in json.loads(done.stdout)["statements"][0]["text"]
    assert done.stderr == ""


def test_a_quote_from_a_press_report_is_said_to_be_no_reviews_own(seed_folder: Path) -> None:
    answer = ask("How many children in Britain have child protection plans?", seed_folder)
    assert {c["source_kind"] for c in answer["citations"]}.isdisjoint({"review", "inquiry"})
    assert answer["notices"]
