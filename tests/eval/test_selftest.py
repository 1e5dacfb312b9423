"""The harness is tested by what is planted: the reduced form here, the whole in `make bench`."""

from assistant.answering import Assistant
from assistant.settings import Settings
from eval.case_files import read_cases
from eval.defects import DEFECTS
from eval.harmless import HARMLESS
from eval.reingested import REINGESTED
from eval.selftest import run_selftest, selftest_lines, some
from eval.spoilt_systems import SYSTEM_DEFECTS


def test_every_planted_defect_is_caught_by_its_measure_and_nothing_harmless_raises_an_alarm(
    example_library: Assistant,
) -> None:
    settings = Settings(library=example_library.library.folder)
    trials = run_selftest(example_library, read_cases(), settings, reduced=True)
    assert [line for line in selftest_lines(trials) if "WRONG" in line] == []


def test_there_are_as_many_trials_as_promised() -> None:
    assert len(DEFECTS) + len(SYSTEM_DEFECTS) >= 25
    assert len(HARMLESS) + len(REINGESTED) >= 25
    names = [d.name for d in DEFECTS] + [d.name for d in SYSTEM_DEFECTS] + [n for n, _ in (*HARMLESS, *REINGESTED)]
    assert len(set(names)) == len(names)


def test_a_part_of_the_cases_has_some_of_every_kind() -> None:
    cases = read_cases()
    assert {c.kind for c in some(cases, 20)} == {c.kind for c in cases}
    assert some(cases, 20) == some(cases, 20)
