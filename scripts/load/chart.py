"""The picture of a load: actions by second, and how long each kind of step took."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

_LATENCIES = (("p99", "#d9e2ec"), ("p95", "#829ab1"), ("p50", "#243b53"))
"""Drawn over one another, the longest first."""


def draw(report: Mapping[str, Any], path: Path) -> None:
    """Writes the picture; the ending of its name says as what: .svg, .png or .pdf.

    Raises:
        OSError: It cannot be written.
        ValueError: There are no pictures with such an ending.
    """
    # A second of imports, for those who ask for a picture.
    from matplotlib.figure import Figure  # noqa: PLC0415

    load = report["load"]
    kinds = {**load["actions"], **load["reads"]}
    figure = Figure(figsize=(9, 4 + len(kinds) * 0.32), layout="constrained")
    above, below = figure.subplots(2, 1, height_ratios=[1, max(1.0, len(kinds) * 0.16)])

    above.step(range(len(load["per_second"])), load["per_second"], where="mid", color="#243b53")
    above.set(xlabel="seconds", ylabel="actions a second")
    above.set_title(
        f"{load['actions_per_second']} actions a second through the gateway", loc="left"
    )
    if (raw := report.get("raw_per_second")) is not None:
        above.axhline(raw, color="#d64545", linestyle="--", label=f"raw transactions: {raw}")
        above.legend(loc="lower right", frameon=False)
    above.set_ylim(bottom=0)

    names = list(kinds)
    for cut, colour in _LATENCIES:
        below.barh(names, [kinds[name].get(cut, 0) for name in names], color=colour, label=cut)
    below.invert_yaxis()
    below.set(xlabel="milliseconds: actions until final, reads until answered")
    below.legend(loc="lower right", frameon=False)
    for axes in (above, below):
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path)
