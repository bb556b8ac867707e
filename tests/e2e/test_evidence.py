"""Evidence of the story's records: exported from the node alone, verified by a process that has no network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest_asyncio

from chain.deploy import Deployment
from chain.indexer.events import LogEvent
from chain.indexer.node_source import NodeSource
from chain.rpc import JsonRpc
from tests.e2e.commands import SECONDS, quay
from tests.e2e.conftest import Told

OFFLINE = """
import sys
def refuse(event, arguments):
    if event.startswith(("socket.connect", "socket.bind", "socket.getaddrinfo", "sqlite3.", "subprocess.")):
        raise SystemExit(f"this process went beyond itself: {event}")
sys.addaudithook(refuse)
from scripts.quay.main import main
main()
"""
"""`quay` in a process that ends at the first step to a network, a database or another program."""


def _offline(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", OFFLINE, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "200"},
    )


def _content(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return content


def _write(file: Path, content: dict[str, Any]) -> None:
    file.write_text(json.dumps(content), "utf-8")


@pytest_asyncio.fixture(scope="module")
async def history(told: Told) -> list[LogEvent]:
    deployment = _deployment(told)
    async with JsonRpc(told.ledger.rpc_url) as rpc:
        source = NodeSource(rpc, deployment.addresses)
        return list(await source.events(0, await rpc.block_number()))


def _deployment(told: Told) -> Deployment:
    found = Deployment.load(told.ledger.plan.data_dir / "deployment.json")
    assert found is not None
    return found


def _lives(history: list[LogEvent], contract: str) -> dict[str, list[str]]:
    lives: dict[str, list[str]] = {}
    for event in history:
        if event.contract == contract:
            lives.setdefault(event.record_id, []).append(event.name)
    return lives


async def _verified(told: Told, record: str, file: Path) -> dict[str, Any]:
    consortium = _deployment(told).addresses["Consortium"]
    node = ("--rpc-url", told.ledger.rpc_url, "--consortium", consortium)
    exported = quay("evidence", "export", record, "-o", str(file), *node)
    assert exported.returncode == 0, exported.stderr
    block = _content(file)["state_block"]
    async with JsonRpc(told.ledger.rpc_url) as rpc:
        known = await rpc.block(block)
    assert known is not None
    trust = ("--block-hash", known["hash"], "--consortium", consortium)
    checked = _offline("verify", str(file), *trust, "--json")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    answer: dict[str, Any] = json.loads(checked.stdout)
    return answer


async def test_a_bill_that_was_pledged_endorsed_and_surrendered(
    told: Told, history: list[LogEvent], tmp_path: Path
) -> None:
    wanted = {"PledgeMade", "PledgeReleased", "BillEndorsed", "SurrenderAccepted"}
    lives = _lives(history, "BillOfLading")
    bill = next(record for record, names in lives.items() if wanted <= set(names))
    answer = await _verified(told, bill, tmp_path / "bill.json")

    assert answer["answer"] == "valid"
    assert [step["event"] for step in answer["history"]] == [
        name for name in lives[bill] if name != "Remarked"
    ]
    assert answer["facts"]["state"] == "SURRENDERED_FOR_DELIVERY"
    assert _content(tmp_path / "bill.json")["document"] is None


async def test_a_release_order_and_a_certificate(
    told: Told, history: list[LogEvent], tmp_path: Path
) -> None:
    orders = _lives(history, "ReleaseOrder")
    order = next(record for record, names in orders.items() if "ContainerGatedOut" in names)
    certificates = _lives(history, "TaxRefundCertificate")
    used = next(record for record, names in certificates.items() if "CertificateUsed" in names)
    for record in (order, used):
        assert (await _verified(told, record, tmp_path / "file.json"))["answer"] == "valid"


async def test_the_exit_status_is_the_answer(
    told: Told, history: list[LogEvent], tmp_path: Path
) -> None:
    bill, file = next(iter(_lives(history, "BillOfLading"))), tmp_path / "bill.json"
    data_dir = ("--data-dir", str(told.ledger.plan.data_dir), "--rpc-url", told.ledger.rpc_url)
    assert quay("evidence", "export", bill, "-o", str(file), *data_dir).returncode == 0

    untold = _offline("verify", str(file))
    assert untold.returncode == 2
    assert "CANNOT TELL" in untold.stdout
    assert "--block-hash" in untold.stdout
    _write(file, _content(file) | {"chain_id": 1})
    forged = _offline("verify", str(file))
    assert forged.returncode == 1
    assert "INVALID" in forged.stdout
    missing = _offline("verify", str(tmp_path / "none.json"))
    assert missing.returncode == 2
    assert "cannot be read" in missing.stderr
