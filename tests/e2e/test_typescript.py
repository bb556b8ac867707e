"""A client generated from our OpenAPI description works: TypeScript, signing with viem, against a real gateway."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from chain.compile import node_binary
from tests.e2e.founded import founded
from tests.integration.api.documents import bill_document

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "scripts" / "examples" / "typescript"
MODULES = ROOT / "node_modules"
SECONDS = 120


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with the client that was generated from docs/openapi.json."""
    path = tmp_path_factory.mktemp("typescript")
    shutil.copytree(EXAMPLE, path, dirs_exist_ok=True)
    (path / "node_modules").symlink_to(MODULES)
    node(path, MODULES / "@hey-api" / "openapi-ts" / "bin" / "run.js", "--no-log-file")
    return path


@pytest_asyncio.fixture(scope="module")
async def gateway(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, str]]:
    """A ledger of real processes; what the example takes from its environment."""
    async with founded(tmp_path_factory.mktemp("ledger")) as ledger:
        keys = {f"{name.upper()}_KEY": "0x" + key.hex() for name, key in ledger.keys.items()}
        yield {"QUAY_URL": ledger.url, **keys}


def node(where: Path, *command: str | Path, **environment: str) -> str:
    """Runs a program of Node; fails with what it said."""
    openapi = str(ROOT / "docs" / "openapi.json")
    done = subprocess.run(
        [node_binary(), *command],
        cwd=where,
        env={**os.environ, "QUAY_OPENAPI": openapi, "NO_COLOR": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_example_asks_for_the_packages_that_it_is_tested_with() -> None:
    ours, its = (json.loads((path / "package.json").read_text()) for path in (ROOT, EXAMPLE))
    asked = its["dependencies"] | its["devDependencies"]
    assert asked == {name: ours["devDependencies"][name] for name in asked}


def test_the_generated_client_is_well_typed(example: Path) -> None:
    node(example, MODULES / "typescript" / "bin" / "tsc", "--project", ".")


def test_a_wrong_use_of_the_generated_client_is_found_by_its_types(example: Path) -> None:
    wrong = example / "wrong.ts"
    wrong.write_text(
        'import type { BillRead } from "./client/types.gen.ts";\n'
        'export const ended = (bill: BillRead) => bill.state === "SURRENDERED";\n'
    )
    try:
        with pytest.raises(AssertionError, match="no overlap"):
            node(example, MODULES / "typescript" / "bin" / "tsc", "--project", ".")
    finally:
        wrong.unlink()


async def test_a_bill_is_issued_endorsed_and_a_wrong_hand_refused(
    example: Path, gateway: dict[str, str]
) -> None:
    (example / "bill.json").write_text(json.dumps(bill_document(), ensure_ascii=False), "utf-8")
    told = node(example, "first-bill.ts", "bill.json", **gateway).splitlines()
    assert [line.split()[0] for line in told] == [
        "issued",
        "endorsed",
        "the",
        "refused:",
        "remedy:",
    ]
    assert "TransferPossession" in told[2]
    assert told[3].startswith("refused: BillNotHolder")
