"""Runs the rules of `tests/contracts/forge/rules` on the contracts with one fault awake at a time, all in one Forge."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from eth_abi.abi import decode, encode

from chain.compile import DEPLOYED, ROOT, CompileError, compiler, solc_executable
from scripts.dev.forge import forge_binary
from scripts.dev.mutation.schema import culprits, schema
from scripts.dev.mutation.syntax import Site

BUILD: Final = ROOT / "build" / "mutants"
RULES: Final = ROOT / "build" / "forge" / "out"
ROUNDS: Final = 5
"""How often faults that do not compile are left out, until the rest does."""

_PLAN: Final = "(bytes[],(uint256,bytes4)[],uint256[],uint16[][])"
_FORGE: Final = {
    "FOUNDRY_DISABLE_NIGHTLY_WARNING": "true",
    "FOUNDRY_PROFILE": "mutants",
    "QUAY_FORGE_CODE": str(BUILD),
}


@dataclass(frozen=True)
class Rule:
    """One test of one suite."""

    suite: str
    name: str
    selector: bytes


def compile_schema(sources: dict[str, str], sites: dict[str, list[Site]]) -> set[int]:
    """Writes the code with all faults where Forge reads it; returns the faults that do not compile.

    Without optimizer and IR pipeline: seconds instead of minutes, and the law is the same.

    Raises:
        CompileError: the sources with the faults do not compile, and no fault can be blamed for it.
    """
    left_out: set[int] = set()
    for _ in range(ROUNDS):
        written = schema(sources, sites, left_out)
        output = _solc(written)
        faults = [fault for fault in output.get("errors", []) if fault["severity"] == "error"]
        if not faults:
            _write_code(output["contracts"])
            return left_out
        found: set[int] = set()
        for fault in faults:
            place = fault.get("sourceLocation") or {}
            if place.get("start", -1) >= 0:
                found |= culprits(written[place["file"]], place["start"], place["end"])
        if not found - left_out:
            raise CompileError(faults[0]["formattedMessage"])
        left_out |= found
    raise CompileError("too many faults do not compile")


def _solc(sources: Mapping[str, str]) -> dict[str, Any]:
    question = {
        "language": "Solidity",
        "sources": {path: {"content": text} for path, text in sources.items()},
        "settings": {
            "evmVersion": compiler()["settings"]["evmVersion"],
            "optimizer": {"enabled": False},
            "viaIR": False,
            "outputSelection": {"*": {"*": ["evm.bytecode.object"]}},
        },
    }
    done = subprocess.run(
        [solc_executable(), "--standard-json"],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _write_code(contracts: dict[str, Any]) -> None:
    BUILD.mkdir(parents=True, exist_ok=True)
    for name in DEPLOYED:
        code = contracts[f"contracts/{name}.sol"][name]["evm"]["bytecode"]["object"]
        (BUILD / f"{name}.hex").write_text("0x" + code, "ascii")


def read_rules() -> tuple[dict[str, bytes], list[Rule]]:
    """The suites' creation code by name, and their rules, as Forge compiled them."""
    _forge(["build"], {"FOUNDRY_PROFILE": "default"})
    code: dict[str, bytes] = {}
    rules = []
    for file in sorted((ROOT / "tests" / "contracts" / "forge" / "rules").glob("*.t.sol")):
        suite = file.name.removesuffix(".t.sol") + "Rules"
        made = json.loads((RULES / file.name / f"{suite}.json").read_text("utf-8"))
        code[suite] = bytes.fromhex(made["bytecode"]["object"].removeprefix("0x"))
        rules += [
            Rule(suite, signature.removesuffix("()"), bytes.fromhex(selector))
            for signature, selector in sorted(made["methodIdentifiers"].items())
            if signature.startswith("test")
        ]
    return code, rules


@dataclass(frozen=True)
class Trial:
    """How a rule went on the contracts with all faults asleep."""

    holds: bool
    gas: int
    reached: set[int]


def try_rules(code: dict[str, bytes], rules: Sequence[Rule]) -> list[Trial]:
    """Whether each rule holds while no fault is awake, what it costs, and which faults' places it passes."""
    answer = decode(["bool[]", "uint256[]", "uint256[][]"], _ask("test_reach", code, rules, {}))
    return [Trial(holds, gas, set(reached)) for holds, gas, reached in zip(*answer, strict=True)]


def judge(
    code: dict[str, bytes], rules: Sequence[Rule], passed_by: dict[int, list[int]]
) -> dict[int, Rule | None]:
    """By which rule each fault is found out; None for one that survives."""
    (found,) = decode(["uint256[]"], _ask("test_judge", code, rules, passed_by))
    return {
        fault: rules[place - 1] if place else None
        for fault, place in zip(passed_by, found, strict=True)
    }


def _ask(
    test: str, code: dict[str, bytes], rules: Sequence[Rule], passed_by: dict[int, list[int]]
) -> bytes:
    suites = list(code)
    plan = (
        list(code.values()),
        [(suites.index(rule.suite), rule.selector) for rule in rules],
        list(passed_by),
        list(passed_by.values()),
    )
    BUILD.mkdir(parents=True, exist_ok=True)
    (BUILD / "plan.hex").write_text("0x" + encode([_PLAN], [plan]).hex(), "ascii")
    answer = BUILD / "verdicts.hex"
    answer.unlink(missing_ok=True)
    said = _forge(["test", "--match-test", f"^{test}\\("], {})
    if not answer.exists():
        raise RuntimeError(said)
    return bytes.fromhex(answer.read_text("ascii").removeprefix("0x"))


def _forge(arguments: list[str], environment: dict[str, str]) -> str:
    solc_executable()
    done = subprocess.run(
        [forge_binary(), *arguments],
        cwd=ROOT,
        env=os.environ | _FORGE | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout[-4000:] + done.stderr[-4000:]
    if done.returncode and arguments[0] == "build":
        raise RuntimeError(said)
    return said
