"""`python -m scripts.dev.mutation` runs every mutant of the contracts, and fails if one survives that nobody explained.

The whole run writes `build/mutants.json` and the page `docs/mutants.md`. `--only Batch.sol` runs the mutants of the
sources so named, `--sample 100 --seed 1` a sample; neither writes the page. `--show` prints every survivor.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence

from chain.compile import compile_contracts, sources
from scripts.dev.mutation.judge import Trial, compile_schema, judge, read_rules, try_rules
from scripts.dev.mutation.operators import Operators
from scripts.dev.mutation.report import (
    PAGE,
    Result,
    explain,
    miscounted,
    page,
    read_explanations,
    unexplained,
    write_report,
)
from scripts.dev.mutation.syntax import Mutant, Program


def all_mutants() -> Operators:
    """Every mutant of the contracts as they are."""
    texts = {path: text.encode() for path, text in sources().items()}
    return Operators(Program(compile_contracts().syntax_trees, texts))


def run(operators: Operators, chosen: Sequence[Mutant]) -> tuple[list[Result], int]:
    """The fates of these mutants, and how many rules judged them.

    Raises:
        RuntimeError: a rule does not hold while no fault is awake.
    """
    invalid = compile_schema(sources(), operators.sites)
    code, rules = read_rules()
    trials = try_rules(code, rules)
    broken = [
        f"{rule.suite}.{rule.name}"
        for rule, trial in zip(rules, trials, strict=True)
        if not trial.holds
    ]
    if broken:
        raise RuntimeError(f"without any fault, these rules do not hold: {', '.join(broken)}")
    valid = [mutant for mutant in chosen if mutant.number not in invalid]
    found = judge(code, rules, _passed_by(valid, trials))
    results = [
        Result(mutant, "invalid")
        if mutant.number in invalid
        else Result(
            mutant, "killed" if found.get(mutant.number) else "survived", found.get(mutant.number)
        )
        for mutant in chosen
    ]
    return results, len(rules)


def _passed_by(mutants: Sequence[Mutant], trials: Sequence[Trial]) -> dict[int, list[int]]:
    """The rules that pass each mutant's place, the cheapest first; without those that none passes."""
    order = sorted(range(len(trials)), key=lambda place: trials[place].gas)
    passed = {
        mutant.number: [place for place in order if mutant.number in trials[place].reached]
        for mutant in mutants
    }
    return {number: places for number, places in passed.items() if places}


def main(arguments: list[str]) -> int:
    """Prints the score; the exit status is 1 if a survivor has no explanation, or an explanation not its survivors."""
    parser = argparse.ArgumentParser(prog="python -m scripts.dev.mutation")
    parser.add_argument("--only", default="", help="a part of the path of the sources to mutate")
    parser.add_argument("--sample", type=int, default=0, help="how many mutants to run; 0 for all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print every survivor")
    options = parser.parse_args(arguments)
    began = time.monotonic()
    operators = all_mutants()
    chosen = [mutant for mutant in operators.mutants if options.only in mutant.path]
    if options.sample:
        # The sample must be the same everywhere; nothing here is a secret.
        chosen = random.Random(options.seed).sample(chosen, min(options.sample, len(chosen)))  # noqa: S311
    explanations = read_explanations()
    judged, rules = run(operators, chosen)
    results = explain(judged, explanations)
    write_report(results)
    gaps = unexplained(results)
    if options.show:
        gaps = [result.mutant for result in results if result.verdict == "survived"]
    for mutant in gaps:
        print(f"{mutant.path}:{mutant.line} {mutant.place} [{mutant.operator}]")
        print(f"    {mutant.before}\n -> {mutant.after or '(nothing)'}")
    whole = not options.only and not options.sample
    wrong = miscounted(results, explanations) if whole else []
    for explanation, count in wrong:
        print(f"explains {explanation.count} survivors, and there are {count}: {explanation}")
    if whole and not unexplained(results) and not wrong:
        PAGE.write_text(page(results, rules), "utf-8")
    counts = Counter(result.verdict for result in results)
    print(
        f"{len(results):,} mutants: {counts['killed']:,} killed, {counts['survived']:,} survived "
        f"({len(unexplained(results)):,} unexplained), {counts['invalid']:,} do not compile; "
        f"{rules} rules, {time.monotonic() - began:.0f} s"
    )
    return int(bool(unexplained(results) or wrong))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
