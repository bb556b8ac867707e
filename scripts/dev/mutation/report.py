"""What came of the mutants: `build/mutants.json`, the page `docs/mutants.md`, and why each survivor lives."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Final

from chain.compile import ROOT
from scripts.dev.mutation.judge import Rule
from scripts.dev.mutation.syntax import Mutant

EXPLANATIONS: Final = ROOT / "tests" / "contracts" / "mutants" / "survivors.toml"
PAGE: Final = ROOT / "docs" / "mutants.md"
REPORT: Final = ROOT / "build" / "mutants.json"

OPERATORS: Final = {
    "comparison": "`==` and `!=` exchanged; a bound shifted (`<` for `<=`); an order turned (`>=` for `<`)",
    "condition": "the condition of a branch, a loop or a returned truth forced to true, to false",
    "constant": "a number or a constant one more, one less, or 0",
    "deleted": "a statement left out: assignment, storage write, call, emit, revert, a variable's value",
    "negation": "`!` or `~` left out",
    "neighbour": "another function of the same word that takes and gives the same: `holder()` for `titleHolder()`",
    "operand": "one side of an operation alone: half of a condition, a field not packed, a mask not laid",
    "operator": "`+` `-`, `*` `/`, `&` `|`, `<<` `>>`, `&&` `||` exchanged; in assembly, too",
    "returned": "a value that is returned replaced by 0",
    "state": "another member of the enumeration: the next, the one before",
    "step": "one step of a chain left out: `bill.advanced()` is `bill`",
    "swap": "two neighbouring arguments of one type exchanged, in calls, events and errors",
}


_SHOWN: Final = 90
"""How much of a mutant's text the page shows."""


@dataclass(frozen=True)
class Explanation:
    """Why some survivors are no gap: those of whom all that is stated here is true."""

    why: str
    file: str
    place: str = ""
    operator: str = ""
    before: str = ""
    after: str = ""
    count: int = 1
    """How many survivors it speaks of: an entry for a place hides no new one."""

    def covers(self, mutant: Mutant) -> bool:
        """Whether it speaks of this one."""
        return (
            mutant.path == f"contracts/{self.file}"
            and self.place in {"", mutant.place}
            and self.operator in {"", mutant.operator}
            and self.before in {"", mutant.before}
            and self.after in {"", mutant.after or "(nothing)"}
        )


@dataclass(frozen=True)
class Result:
    """One mutant's fate: `killed` by a rule, `survived`, or `invalid` where it does not compile."""

    mutant: Mutant
    verdict: str
    by: Rule | None = None
    explained: Explanation | None = None


def read_explanations() -> list[Explanation]:
    """The explanations as they are committed."""
    read = tomllib.loads(EXPLANATIONS.read_text("utf-8"))
    return [Explanation(**entry) for entry in read["survivor"]]


def explain(results: Iterable[Result], explanations: Sequence[Explanation]) -> list[Result]:
    """The results, the survivors with the first explanation that covers them."""
    return [
        Result(
            result.mutant,
            result.verdict,
            explained=next((e for e in explanations if e.covers(result.mutant)), None),
        )
        if result.verdict == "survived"
        else result
        for result in results
    ]


def unexplained(results: Iterable[Result]) -> list[Mutant]:
    """The survivors that nobody has explained."""
    return [r.mutant for r in results if r.verdict == "survived" and r.explained is None]


def miscounted(
    results: Iterable[Result], explanations: Iterable[Explanation]
) -> list[tuple[Explanation, int]]:
    """The explanations that speak of more or of fewer survivors than there are, and how many there are."""
    used = Counter(id(result.explained) for result in results)
    return [(e, used[id(e)]) for e in explanations if used[id(e)] != e.count]


def write_report(results: Iterable[Result]) -> None:
    """Writes every mutant with its fate."""
    rows = [
        asdict(result.mutant)
        | {
            "verdict": result.verdict,
            "by": f"{result.by.suite}.{result.by.name}" if result.by else None,
            "why": result.explained.why if result.explained else None,
        }
        for result in results
    ]
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(json.dumps({"mutants": rows}, indent=1), "utf-8")


def page(results: Sequence[Result], rules: int) -> str:
    """The page of a whole run."""
    counts = Counter(result.verdict for result in results)
    of = counts["killed"] + counts["survived"]
    parts = [
        "# Mutants",
        "",
        "Written by `make mutants`: do not edit. For auditors: how well the rules in",
        "[`tests/contracts/forge/rules`](../tests/contracts/forge/rules) hold the contracts. A *mutant* is",
        "the contracts with one small fault; a rule that fails on it *kills* it. A survivor is a gap in the",
        "rules, or a fault that changes nothing that is promised: each one is explained below, from",
        "[`survivors.toml`](../tests/contracts/mutants/survivors.toml), or the run fails. How it is done is",
        "told in [proofs](proofs.md#mutants).",
        "",
        f"**{counts['killed']:,} of {of:,} mutants killed ({counts['killed'] / of:.1%}) by {rules} rules;",
        f"{counts['survived']:,} survivors are explained.** {counts['invalid']:,} more do not compile.",
        "Generated sources and declarations are not mutated.",
        "",
        "| contract or library | mutants | killed | survived | score |",
        "|---|---:|---:|---:|---:|",
        *_rows(results, lambda result: f"`{result.mutant.path.removeprefix('contracts/')}`"),
        "",
        "| operator | what it does | mutants | killed | survived | score |",
        "|---|---|---:|---:|---:|---:|",
        *_rows(results, lambda result: _operator(result.mutant.operator)),
        "",
        "## Survivors",
        "",
        "| where | what stands there | the mutant | why it lives |",
        "|---|---|---|---|",
    ]
    survivors = [result for result in results if result.explained]
    for result in sorted(survivors, key=lambda r: (r.mutant.path, r.mutant.number)):
        mutant = result.mutant
        why = result.explained.why if result.explained else ""
        parts.append(
            f"| `{mutant.place}` | {_code(mutant.before)} | {_code(mutant.after)} | {why} |"
        )
    return "\n".join(parts) + "\n"


def _rows(results: Sequence[Result], name: Callable[[Result], str]) -> list[str]:
    rows = []
    for title, group in groupby(sorted(results, key=name), key=name):
        counts = Counter(result.verdict for result in group)
        of = counts["killed"] + counts["survived"]
        score = f"{counts['killed'] / of:.1%}" if of else "–"
        rows.append(
            f"| {title} | {of:,} | {counts['killed']:,} | {counts['survived']:,} | {score} |"
        )
    return rows


def _operator(name: str) -> str:
    told = OPERATORS[name].replace("|", "\\|")
    return f"{name} | {told}"


def _code(text: str) -> str:
    short = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return f"`{short}`".replace("|", "\\|") if short else "(nothing)"
