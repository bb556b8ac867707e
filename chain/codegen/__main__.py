"""Writes the bindings and the generated contracts; with `--check` fails if a committed file is not current."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

from chain.codegen import action_fields, action_types
from chain.codegen.actions import CodegenError, actions
from chain.codegen.interfaces import interface
from chain.codegen.tables import enums, errors, events, storage
from chain.compile import DEPLOYED, ROOT, Compilation, CompileError, compile_contracts

BINDINGS: Final = ROOT / "contracts" / "bindings"


def render(compilation: Compilation) -> dict[str, str]:
    """Every generated file's text by its name under `contracts/bindings`."""
    tables = enums(compilation)
    files: dict[str, Any] = {
        "actions.json": _actions(compilation),
        "enums.json": tables,
        "errors.json": errors(compilation),
        "events.json": events(compilation),
        "storage.json": storage(compilation),
    }
    for name in DEPLOYED:
        artifact = compilation.artifacts[name]
        files[f"abi/{name}.json"] = interface(compilation, name)
        files[f"bytecode/{name}.json"] = {
            "bytecode": artifact.bytecode,
            "source_hash": compilation.source_hash,
        }
    return {
        name: json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        for name, content in files.items()
    }


def _actions(compilation: Compilation) -> dict[str, Any]:
    return actions(compilation, set(enums(compilation)))


def stale(files: dict[str, str], folder: Path = BINDINGS) -> list[str]:
    """The names of the files that are missing or differ, and of JSON files that should not be there."""
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*.json")}
    different = {
        name
        for name, text in files.items()
        if name not in present or (folder / name).read_text("utf-8") != text
    }
    return sorted(different | (present - set(files)))


def _is(target: Path, text: str) -> bool:
    return target.exists() and target.read_text("utf-8") == text


def main(arguments: list[str]) -> int:
    """Writes or checks; the exit status is 1 if the contracts are faulty or the bindings not current."""
    check = "--check" in arguments
    try:
        checks = action_fields.source()
        checked = _is(action_fields.TARGET, checks)
        if not checked and not check:
            action_fields.TARGET.write_text(checks, "utf-8")
        compilation = compile_contracts()
        types = action_types.render(_actions(compilation))
        spelt = _is(action_types.TARGET, types)
        if not spelt and not check:
            action_types.TARGET.write_text(types, "utf-8")
            compilation = compile_contracts()
        files = render(compilation)
    except (CompileError, CodegenError) as error:
        print(error, file=sys.stderr)
        return 1
    outdated = stale(files)
    if check:
        if not spelt:
            outdated.append("../ActionTypes.sol")
        if not checked:
            outdated.append("../libraries/ActionFields.sol")
        for name in outdated:
            print(f"contracts/bindings/{name} is not current: run `make fix`", file=sys.stderr)
        return int(bool(outdated))
    for name in outdated:
        target = BINDINGS / name
        if name not in files:
            target.unlink()
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(files[name], "utf-8")
    print(f"contracts/bindings: {len(outdated)} of {len(files)} files written")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
