"""The figures of a load: rates, percentiles, faults and gas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import quantiles
from typing import Any, Final

from scripts.load.drive import Sample

_CUTS: Final = {"p50": 49, "p95": 94, "p99": 98}


def summary(samples: Sequence[Sample], seconds: float) -> dict[str, Any]:
    """All figures of a load that lasted so many seconds; times in milliseconds."""
    acted = [sample for sample in samples if sample.is_action]
    looked = [sample for sample in samples if not sample.is_action]
    return {
        "seconds": round(seconds, 1),
        "actions_per_second": round(sum(not sample.fault for sample in acted) / seconds, 1),
        "reads_per_second": round(sum(not sample.fault for sample in looked) / seconds, 1),
        "actions": {name: _row(group) for name, group in _by_name(acted)},
        "reads": {name: _row(group) for name, group in _by_name(looked)},
        "faults": Counter(sample.fault for sample in samples if sample.fault),
        "per_second": _per_second(acted, seconds),
    }


def _by_name(samples: Iterable[Sample]) -> list[tuple[str, list[Sample]]]:
    groups: dict[str, list[Sample]] = {}
    for sample in samples:
        groups.setdefault(sample.name, []).append(sample)
    return list(groups.items())


def _row(samples: Sequence[Sample]) -> dict[str, Any]:
    good = [sample for sample in samples if not sample.fault]
    gas = [sample.gas for sample in good if sample.gas]
    row: dict[str, Any] = {"count": len(good), "faults": len(samples) - len(good)}
    row |= _percentiles([1000 * sample.seconds for sample in good])
    return row | ({"gas": round(sum(gas) / len(gas))} if gas else {})


def _percentiles(values: Sequence[float]) -> dict[str, float]:
    if not values:
        return {}
    cuts = quantiles(values, n=100, method="inclusive") if len(values) > 1 else [values[0]] * 99
    return {name: round(cuts[place], 1) for name, place in _CUTS.items()}


def _per_second(samples: Iterable[Sample], seconds: float) -> list[int]:
    """How many actions ended well in each second."""
    counted = Counter(int(sample.ended) for sample in samples if not sample.fault)
    return [counted[second] for second in range(int(seconds))]
