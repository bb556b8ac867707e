"""`python -m scripts.dev.mutation --sample 40 --seed 1` runs a sample of the mutants, into `build/mutants.json`.

A mutant is killed if an invariant breaks on its code, or an action is never accepted any more; it is invalid if it does
not compile; else it survives. It is compiled without the IR pipeline, which takes seconds instead of a minute; the law
is the same.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from chain.compile import DEPLOYED, ROOT, compiler, solc_executable, sources
from scripts.dev.forge import Verdict, run_forge
from scripts.dev.mutation.operators import Mutant, mutants

REPORT: Final = ROOT / "build" / "mutants.json"
SETTINGS: Final = {
    "optimizer": {"enabled": False},
    "viaIR": False,
    "outputSelection": {"*": {"*": ["evm.bytecode.object"]}},
}
NOT_MUTATED: Final = (
    "contracts/ActionTypes.sol",
    "contracts/interfaces/",
    "contracts/types/Actions.sol",
)
OFTEN: Final = 5
"""How often the sound contracts accept an action for its absence to tell."""

CAMPAIGNS: Final = {"FOUNDRY_INVARIANT_RUNS": "2", "FOUNDRY_INVARIANT_DEPTH": "400"}


def compile_mutant(mutant: Mutant, all_sources: dict[str, str]) -> dict[str, str] | None:
    """The creation code of every deployed contract with the fault; None if it does not compile."""
    import solcx  # noqa: PLC0415 - takes long to import

    changed = all_sources | {mutant.path: mutant.apply(all_sources[mutant.path])}
    settings = {"evmVersion": compiler()["settings"]["evmVersion"]} | SETTINGS
    try:
        output: Any = solcx.compile_standard(
            {
                "language": "Solidity",
                "sources": {path: {"content": text} for path, text in changed.items()},
                "settings": settings,
            },
            solc_binary=solc_executable(),
        )
    except solcx.exceptions.SolcError:
        return None
    return {
        name: contract["evm"]["bytecode"]["object"]
        for path, contracts in output["contracts"].items()
        for name, contract in contracts.items()
        if name in DEPLOYED and path == f"contracts/{name}.sol"
    }


def run(code: dict[str, str], folder: Path) -> Verdict:
    """What the Forge tests say of this code."""
    for name, text in code.items():
        (folder / f"{name}.hex").write_text("0x" + text, "ascii")
    # What breaks one mutant must not be replayed on the next.
    failures = folder / "failures"
    shutil.rmtree(failures, ignore_errors=True)
    places = {
        "QUAY_FORGE_CODE": str(folder),
        "FOUNDRY_INVARIANT_FAILURE_PERSIST_DIR": str(failures),
    }
    return run_forge((), CAMPAIGNS | places)


def judge(verdict: Verdict, sound: Verdict) -> list[str]:
    """What gives a mutant away: a broken invariant, or a lawful action that is not accepted any more."""
    gone = [
        f"{name}: never accepted"
        for name, action in sorted(sound.actions.items())
        if action.accepted >= OFTEN
        and name in verdict.actions
        and not verdict.actions[name].accepted
    ]
    return verdict.failures + gone


def _first_line(all_sources: dict[str, str]) -> str:
    return all_sources["contracts/Batch.sol"].split("\n")[0]


def main(arguments: list[str]) -> int:
    """Runs the sample; the exit status is 1 if a mutant survived."""
    parser = argparse.ArgumentParser(prog="python -m scripts.dev.mutation")
    parser.add_argument("--sample", type=int, default=40, help="how many mutants to run; 0 for all")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    all_sources = sources()
    every = [
        mutant
        for path, text in sorted(all_sources.items())
        if path.startswith("contracts/") and not path.startswith(NOT_MUTATED)
        for mutant in mutants(path, text)
    ]
    chosen = every
    if options.sample:
        # The sample must be the same everywhere; nothing here is a secret.
        chosen = random.Random(options.seed).sample(every, min(options.sample, len(every)))  # noqa: S311
    results = []
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as folder:
        unchanged = Mutant("contracts/Batch.sol", "none", 1, "", _first_line(all_sources))
        code = compile_mutant(unchanged, all_sources)
        if code is None:
            raise RuntimeError("the contracts do not compile without the IR pipeline")
        sound = run(code, Path(folder))
        for mutant in chosen:
            began = time.monotonic()
            code = compile_mutant(mutant, all_sources)
            found = [] if code is None else judge(run(code, Path(folder)), sound)
            verdict = "invalid" if code is None else "killed" if found else "survived"
            results.append(asdict(mutant) | {"verdict": verdict, "by": found[:1]})
            print(
                f"{verdict:9} {mutant.path}:{mutant.line} {mutant.operator} ({time.monotonic() - began:.0f} s)"
            )
            REPORT.write_text(json.dumps({"of": len(every), "mutants": results}, indent=2), "utf-8")
    counts = {v: sum(r["verdict"] == v for r in results) for v in ("killed", "survived", "invalid")}
    print(f"{len(results)} of {len(every)} mutants: {counts}")
    return int(counts["survived"] != 0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
