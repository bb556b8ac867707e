"""Proves the core transitions symbolically with halmos, for every input and state: `python -m scripts.dev.prove`.

halmos pins other versions than the product's, so that it has an environment of its own in `build/prove`, locked by
`requirements-prove.lock`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from chain.compile import ROOT, solc_executable
from scripts.dev.forge import forge_binary

ENVIRONMENT: Final = ROOT / "build" / "prove"
LOCK: Final = ROOT / "requirements-prove.lock"
ARTIFACTS: Final = "build/forge/prove"
LOOPS: Final = 4
"""How often a loop is unrolled: signatures come in at most two pieces here."""


@dataclass(frozen=True)
class Group:
    """Contracts of proofs by a pattern of their names, and whether each proof must hold or must be refuted."""

    contracts: str
    holds: bool


GROUPS: Final = (
    Group("WordsProof|BillsProven|AbsenceProven|GatesProven|CertificatesProven", holds=True),
    Group("BillsReached|GatesReached|CertificatesReached", holds=False),
)


def install() -> Path:
    """Installs halmos by its lock, once; returns its executable."""
    halmos = ENVIRONMENT / "bin" / "halmos"
    if not halmos.exists():
        uv = str(Path(sys.prefix) / "bin" / "uv")
        python = str(ENVIRONMENT / "bin" / "python")
        subprocess.run(
            [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(ENVIRONMENT)],
            check=True,
        )
        command = [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", python, str(LOCK)]
        subprocess.run(command, check=True)
    return halmos


def prove(halmos: Path, group: Group) -> dict[str, bool]:
    """Runs a group's proofs; for each, whether it came out as it must."""
    report = ROOT / "build" / "prove.json"
    report.unlink(missing_ok=True)
    options = [] if group.holds else ["--early-exit"]
    subprocess.run(
        [
            halmos,
            *("--match-contract", group.contracts),
            *("--forge-build-out", ARTIFACTS),
            *("--loop", str(LOOPS)),
            *("--json-output", report),
            "--no-status",
            *options,
        ],
        cwd=ROOT,
        env=_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    found: dict[str, Any] = json.loads(report.read_text("utf-8"))["test_results"]
    # halmos says 0 for a proof and 1 for a counterexample; anything else is no answer.
    wanted = 0 if group.holds else 1
    return {
        f"{contract.split(':')[-1]}.{test['name'].split('(')[0]}": test["exitcode"] == wanted
        for contract, tests in found.items()
        for test in tests
    }


def _environment() -> dict[str, str]:
    path = f"{forge_binary().parent}{os.pathsep}{os.environ['PATH']}"
    return os.environ | {"FOUNDRY_PROFILE": "prove", "PATH": path}


def main() -> int:
    """Prints every proof; the exit status is 1 if one failed, or if a proof could not have failed."""
    solc_executable()
    halmos = install()
    subprocess.run([forge_binary(), "build", "--quiet"], cwd=ROOT, env=_environment(), check=True)
    failed = 0
    for group in GROUPS:
        for name, right in sorted(prove(halmos, group).items()):
            print(
                f"{'ok    ' if right else 'FAILED'} {name}{'' if group.holds else ' (must be refuted)'}"
            )
            failed += not right
    return int(failed != 0)


if __name__ == "__main__":
    raise SystemExit(main())
