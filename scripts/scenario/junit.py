"""JUnit XML: a suite for each run, a case for each step."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from junitparser import Failure, JUnitXml, Skipped, TestCase, TestSuite

from scripts.scenario.results import NOT_REACHED, RunResult

_NO_XML: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot have, whichever way they are written."""


def write_junit(results: Sequence[RunResult], path: Path) -> None:
    """Writes the results where a CI system reads them."""
    report = JUnitXml("quay scenario")
    for result in results:
        report.add_testsuite(_suite(result))
    report.update_statistics()  # type: ignore[no-untyped-call]
    path.parent.mkdir(parents=True, exist_ok=True)
    report.write(str(path), pretty=True)


def _suite(result: RunResult) -> TestSuite:
    suite = TestSuite(_shown(result.title))
    suite.add_property("file", result.file)
    suite.add_property("seed", str(result.seed))
    for number, step in enumerate(result.steps):
        case = TestCase(f"{number:02d} {_shown(step.name)}", result.file, step.seconds)
        if step.failure is not None:
            case.result = [Failure(_shown(step.failure), "expectation")]
        elif step.outcome == NOT_REACHED:
            case.result = [Skipped(NOT_REACHED)]
        suite.add_testcase(case)
    if result.skipped is not None:
        case = TestCase("the scenario", result.file, 0.0)
        case.result = [Skipped(result.skipped)]
        suite.add_testcase(case)
    suite.update_statistics()  # type: ignore[no-untyped-call]
    return suite


def _shown(text: str) -> str:
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
