"""Runs Forge over the contracts' Solidity tests, on the code that is deployed.

`python -m scripts.dev.forge` runs the unit tests and the invariant campaigns (`--nightly`: the long ones) and tells how
many calls each action got and how many were accepted; `python -m scripts.dev.forge fmt` formats the tests.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from chain.compile import DEPLOYED, ROOT, Compilation, compile_contracts, solc_executable

CODE: Final = ROOT / "build" / "forge" / "code"
FORMATTED: Final = ("tests/contracts/forge", "tests/contracts/symbolic")
ORDINARY_CALLS: Final = 50_000
NIGHTLY_CALLS: Final = 1_000_000
ACCEPTED_SHARE: Final = 0.005
"""Of an action's calls, the least that the contracts must accept: else the campaigns tell nothing about it."""


@dataclass
class Action:
    """One handler's calls over all campaigns."""

    calls: int = 0
    accepted: int = 0


@dataclass
class Verdict:
    """What a run of Forge found."""

    passed: int = 0
    failures: list[str] = field(default_factory=list)
    calls: int = 0
    actions: dict[str, Action] = field(default_factory=dict)

    def idle(self) -> list[str]:
        """The actions that the contracts hardly ever accepted."""
        return sorted(
            name
            for name, action in self.actions.items()
            if action.accepted < ACCEPTED_SHARE * action.calls
        )


def forge_binary() -> Path:
    """Forge as npm installed it.

    Raises:
        FileNotFoundError: it is not there.
    """
    system = {"darwin": "darwin", "win32": "win32"}.get(sys.platform, "linux")
    machine = "arm64" if platform.machine() in {"arm64", "aarch64"} else "amd64"
    binary = ROOT / f"node_modules/@foundry-rs/forge-{system}-{machine}/bin/forge"
    if not binary.exists():
        message = f"{binary} is missing: run `make setup`"
        raise FileNotFoundError(message)
    return binary


def write_code(compilation: Compilation, folder: Path = CODE) -> None:
    """Writes the contracts' creation code where the tests read it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in DEPLOYED:
        (folder / f"{name}.hex").write_text(compilation.artifacts[name].bytecode, "ascii")


def run_tests(
    arguments: Sequence[str] = (), environment: Mapping[str, str] | None = None
) -> Verdict:
    """Runs `forge test` with these arguments on the current contracts.

    Raises:
        RuntimeError: Forge gave no verdict; the message is what it said.
    """
    write_code(compile_contracts())
    return run_forge(arguments, environment)


def run_forge(
    arguments: Sequence[str] = (), environment: Mapping[str, str] | None = None
) -> Verdict:
    """As `run_tests`, on whatever code `QUAY_FORGE_CODE` names."""
    solc_executable()
    done = subprocess.run(
        [forge_binary(), "test", "--json", *arguments],
        cwd=ROOT,
        env=os.environ | {"FOUNDRY_DISABLE_NIGHTLY_WARNING": "true"} | dict(environment or {}),
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        return _verdict(json.loads(done.stdout))
    except json.JSONDecodeError:
        raise RuntimeError(done.stdout[:2000] + done.stderr[-4000:]) from None


def _verdict(suites: dict[str, Any]) -> Verdict:
    verdict = Verdict()
    for suite, result in suites.items():
        for test, outcome in result["test_results"].items():
            if outcome["status"] == "Success":
                verdict.passed += 1
            else:
                verdict.failures.append(f"{suite.split(':')[-1]}.{test}: {outcome['reason']}")
            campaign = outcome["kind"].get("Invariant")
            if campaign:
                verdict.calls += campaign["calls"]
                _count(verdict.actions, campaign["metrics"])
    return verdict


def _count(actions: dict[str, Action], metrics: dict[str, dict[str, int]]) -> None:
    for name, metric in metrics.items():
        action = actions.setdefault(name.split(":")[-1], Action())
        made = metric["calls"] - metric["discards"]
        action.calls += made
        action.accepted += made - metric["reverts"]


def main(arguments: list[str]) -> int:
    """Prints the verdict; the exit status is 1 if a test failed or an action was hardly ever accepted."""
    if arguments[:1] == ["fmt"]:
        return subprocess.call([forge_binary(), *arguments, *FORMATTED], cwd=ROOT)
    nightly = "--nightly" in arguments
    verdict = run_tests(environment={"FOUNDRY_PROFILE": "nightly"} if nightly else None)
    for name, action in sorted(verdict.actions.items()):
        print(f"{name:45} {action.calls:9,} calls {action.accepted:9,} accepted")
    faults = verdict.failures + [f"{name}: hardly ever accepted" for name in verdict.idle()]
    least = NIGHTLY_CALLS if nightly else ORDINARY_CALLS
    if verdict.calls < least:
        faults.append(f"{verdict.calls:,} calls are fewer than {least:,}")
    for fault in faults:
        print(f"FAILED {fault}", file=sys.stderr)
    print(
        f"Forge: {verdict.passed} passed, {len(verdict.failures)} failed, {verdict.calls:,} calls in campaigns"
    )
    return int(bool(faults))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
