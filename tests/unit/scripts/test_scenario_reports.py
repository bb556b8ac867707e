"""What a run leaves: JUnit XML, one HTML file, and the file that `new` writes."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

from typer.testing import CliRunner

from scripts.quay.main import app
from scripts.scenario.html import write_html
from scripts.scenario.junit import write_junit
from scripts.scenario.problems import Place
from scripts.scenario.results import NOT_REACHED, RunResult, StepResult

HERE = Place("bill.yaml", 12, 21)
STEPS = (
    StepResult("IssueBill", "carrier", HERE, 0.0, 0.25, "final"),
    StepResult("a <b> & 'c'", "bank", HERE, 0.25, 0.5, "failed", "state: expected A, found <B>"),
    StepResult("the rest", "bank", HERE, 0.75, 0.0, NOT_REACHED),
)
RESULTS = (
    RunResult("all is well", "good.yaml", 0.0, 0.3, 7, STEPS[:1]),
    RunResult("something is not", "bill.yaml", 0.3, 0.8, 8, STEPS),
    RunResult("not here", "clock.yaml", 1.0, 0.0, 9, (), skipped="it advances the clock"),
)


def test_junit_counts_and_names_the_failure(tmp_path: Path) -> None:
    write_junit(RESULTS, tmp_path / "deep" / "report.xml")
    root = ET.parse(tmp_path / "deep" / "report.xml").getroot()  # noqa: S314 - it is our own
    assert (root.get("tests"), root.get("failures"), root.get("skipped")) == ("5", "1", "2")
    (failure,) = root.iter("failure")
    assert failure.get("message") == "bill.yaml:12:21: a <b> & 'c': state: expected A, found <B>"


def test_junit_can_be_read_whatever_a_gateway_answered(tmp_path: Path) -> None:
    told = "expected A, found B\x00\x1b[31m\ufffe"
    step = StepResult("read\x07", "bank", HERE, 0.0, 0.5, "failed", told)
    write_junit([RunResult("odd\x01", "bill.yaml", 0.0, 0.5, 8, [step])], tmp_path / "report.xml")
    root = ET.parse(tmp_path / "report.xml").getroot()  # noqa: S314 - it is our own
    (failure,) = root.iter("failure")
    assert str(failure.get("message")).endswith("found B\ufffd\ufffd[31m\ufffd")


def test_the_html_report_stands_alone_and_escapes_what_it_shows(tmp_path: Path) -> None:
    write_html(RESULTS, tmp_path / "report.html")
    text = (tmp_path / "report.html").read_text("utf-8")
    assert (
        "bill.yaml:12:21: a &lt;b&gt; &amp; &#x27;c&#x27;: state: expected A, found &lt;B&gt;"
        in text
    )
    assert "<b>" not in text
    assert not re.search(r"https?://|src=|@import|<script|<link", text)
    assert text.count("<svg") == 1 + 2
    assert "prefers-color-scheme:dark" in text
    assert "1 passed, 1 failed, 1 skipped" in text
    for svg in re.findall(r"<svg.*?</svg>", text, re.DOTALL):
        ET.fromstring(svg)  # noqa: S314 - it is our own


def test_a_new_file_is_valid_and_is_not_written_over(tmp_path: Path) -> None:
    runner, path = CliRunner(), tmp_path / "first.yaml"
    assert runner.invoke(app, ["scenario", "new", str(path)]).exit_code == 0
    assert path.read_text("utf-8").startswith(
        "# yaml-language-server: $schema=scenario.schema.json\n"
    )
    assert (tmp_path / "scenario.schema.json").exists()
    valid = runner.invoke(app, ["scenario", "validate", str(path)])
    assert (valid.exit_code, valid.stdout.startswith("1 valid")) == (0, True)
    assert runner.invoke(app, ["scenario", "new", str(path)]).exit_code != 0


def test_validate_tells_mistakes_and_the_status(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("scenario: x\n", "utf-8")
    result = CliRunner().invoke(app, ["scenario", "validate", str(path)])
    assert result.exception is not None
    assert getattr(result.exception, "status", None) == 2
    assert "expected 'steps', which is missing here" in str(result.exception)
