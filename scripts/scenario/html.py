"""A report in one HTML file: what was run, what went wrong and where, and when; nothing is loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Final

from scripts.scenario.results import NOT_REACHED, RunResult, StepResult
from scripts.scenario.view import verdict

_WIDTH: Final = 1000
_ROW: Final = 20
_LABEL: Final = 330
_TICKS: Final = 5

_STYLE: Final = """
:root{color-scheme:light dark;--page:#fff;--text:#1b2530;--soft:#5b6875;--line:#d8dee4;--good:#1f7a4d;--bad:#b3261e;
--rest:#8a94a0;--card:#f6f8fa}
@media (prefers-color-scheme:dark){:root{--page:#12181f;--text:#e4e9ee;--soft:#9aa7b4;--line:#2d3742;--good:#57c98a;
--bad:#ff8a80;--rest:#66717d;--card:#1a222b}}
body{background:var(--page);color:var(--text);font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;
padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin:0}p{color:var(--soft)}
table{border-collapse:collapse;width:100%;font-size:14px}td,th{border-top:1px solid var(--line);
padding:.3rem .5rem;text-align:left;vertical-align:top}td.n{text-align:right;font-variant-numeric:tabular-nums}
.good{color:var(--good)}.bad{color:var(--bad)}.rest{color:var(--rest)}
details{background:var(--card);border:1px solid var(--line);border-radius:8px;margin:.6rem 0;padding:.6rem 1rem}
summary{cursor:pointer}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--page);
border-left:3px solid var(--bad);padding:.5rem .8rem}svg{width:100%;height:auto}
svg text{fill:var(--text);font:11px system-ui,sans-serif}
svg .axis{stroke:var(--line)}svg rect.good{fill:var(--good)}svg rect.bad{fill:var(--bad)}svg rect.rest{fill:var(--rest)}
"""


def write_html(results: Sequence[RunResult], path: Path) -> None:
    """Writes the report."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(_page(results)) + "\n", "utf-8")


def _page(results: Sequence[RunResult]) -> Iterator[str]:
    failed = sum(not result.ok for result in results)
    when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    yield '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{'Failed' if failed else 'Passed'}: quay scenario</title>"
    yield f"<style>{_STYLE}</style></head><body>"
    mark = '<span class="bad">failed</span>' if failed else '<span class="good">passed</span>'
    yield f"<h1>Scenarios: {mark}</h1><p>{escape(verdict(results))}; {when}</p>"
    yield "<h2>Timeline</h2>"
    yield from _timeline([(r.title, r.began, r.seconds, _class(r)) for r in results])
    for result in results:
        yield from _run(result)
    yield "</body></html>"


def _run(result: RunResult) -> Iterator[str]:
    opened = "" if result.ok else " open"
    yield f"<details{opened}><summary><strong>{escape(result.title)}</strong> "
    yield f'<span class="{_class(result)}">{_word(result)}</span> '
    yield f'<span class="rest">{result.seconds:.2f} s</span></summary>'
    yield f"<p>{escape(result.file)}, seed {result.seed}</p>"
    for failure in result.failures:
        yield f"<pre>{escape(failure)}</pre>"
    if result.steps:
        bars = [
            (f"{n} {s.name}", s.began, s.seconds, _class(s)) for n, s in enumerate(result.steps)
        ]
        yield from _timeline(bars)
        yield "<table><thead><tr><th>#</th><th>by</th><th>step</th><th>outcome</th><th>ms</th>"
        yield "<th>line</th></tr></thead><tbody>"
        for number, step in enumerate(result.steps):
            yield _row(number, step)
        yield "</tbody></table>"
    yield "</details>"


def _row(number: int, step: StepResult) -> str:
    cells = (
        f'<td class="n">{number}</td><td>{escape(step.by)}</td><td>{escape(step.name)}</td>'
        f'<td class="{_class(step)}">{escape(step.outcome)}</td>'
        f'<td class="n">{step.seconds * 1000:.0f}</td><td class="n">{step.place.line}</td>'
    )
    return f"<tr>{cells}</tr>"


def _timeline(bars: Sequence[tuple[str, float, float, str]]) -> Iterator[str]:
    """Bars on a common axis of seconds, one below the other."""
    if not bars:
        return
    total = max(began + took for _, began, took, _ in bars) or 1.0
    scale = (_WIDTH - _LABEL) / total
    height = _ROW * (len(bars) + 1)
    yield f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="Timeline in seconds">'
    for tick in range(_TICKS + 1):
        x = _LABEL + (_WIDTH - _LABEL) * tick / _TICKS
        anchor = "end" if tick == _TICKS else "middle"
        yield f'<line class="axis" x1="{x:.1f}" x2="{x:.1f}" y1="{_ROW}" y2="{height}"/>'
        yield f'<text x="{x:.1f}" y="13" text-anchor="{anchor}">{total * tick / _TICKS:.2f} s</text>'
    for place, (label, began, took, kind) in enumerate(bars, 1):
        y = place * _ROW
        x, width = _LABEL + began * scale, max(took * scale, 1.5)
        yield f"<g><title>{escape(label)}: {took:.3f} s</title>"
        yield f'<text x="0" y="{y + 14}">{escape(_short(label))}</text>'
        yield f'<rect class="{kind}" x="{x:.1f}" y="{y + 4}" width="{width:.1f}" height="12" rx="2"/></g>'
    yield "</svg>"


_SHORT: Final = 52


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"


def _class(result: RunResult | StepResult) -> str:
    skipped = isinstance(result, RunResult) and result.skipped is not None
    if skipped or (isinstance(result, StepResult) and result.outcome == NOT_REACHED):
        return "rest"
    return "good" if result.ok else "bad"


def _word(result: RunResult) -> str:
    if result.skipped:
        return f"skipped: {escape(result.skipped)}"
    return "passed" if result.ok else "failed"
