"""`quay bench`: a port's day at a live gateway, and figures that agree with what the ledger holds."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from eth_utils.crypto import keccak

from api.client import QuayClient
from scripts.bench.cast import WALLETS, genesis
from scripts.load.crew import PARTS
from scripts.quay.supervise import Plan, Supervisor
from tests.e2e.commands import quay
from wallets import keystore

PASSWORD = "for a test"
RAW = 4


@dataclass(frozen=True)
class Port:
    """A ledger and the folder with its parts' wallets."""

    url: str
    rpc_url: str
    wallets: Path

    async def bench(self, *arguments: object) -> tuple[int, str, str]:
        where = ("--url", self.url, "--wallets", str(self.wallets))
        given = ("bench", *where, *(str(one) for one in arguments))
        done = await asyncio.to_thread(quay, *given, QUAY_WALLET_PASSWORD=PASSWORD)
        return done.returncode, done.stdout, done.stderr

    async def bills(self) -> int:
        async with QuayClient(self.url, WALLETS["carrier"]) as client:
            return len(await client.everything("/v1/bills"))


@pytest.fixture(scope="module")
async def port(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Port]:
    home = tmp_path_factory.mktemp("load")
    for part in PARTS:
        key = keccak(text=f"quayledger benchmark: {part}")
        keystore.create(home, part, PASSWORD, key=key, light=True)
    async with Supervisor(Plan(home / "ledger", port=0, node_port=0)) as ledger:
        await ledger.start(genesis())
        yield Port(ledger.url, ledger.rpc_url, home)


def figures(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


async def test_its_figures_are_what_the_ledger_holds(port: Port, tmp_path: Path) -> None:
    before = await port.bills()
    report, chart = tmp_path / "load.json", tmp_path / "load.svg"
    given = ("--seconds", 4, "--workers", 4, "--json", report, "--chart", chart)
    status, told, errors = await port.bench(*given, "--raw", RAW, "--rpc-url", port.rpc_url)
    assert status == 0, (told, errors)
    found = figures(report)
    load = found["load"]
    issued = load["actions"]["IssueBill"]
    assert issued["count"] + RAW == await port.bills() - before
    assert set(load["actions"]) >= {
        "Endorse",
        "SurrenderForDelivery",
        "IssueReleaseOrder",
        "GateOut",
    }
    assert 0 < issued["p50"] <= issued["p95"] <= issued["p99"]
    assert issued["gas"] > 21_000 / 2, "a part of a transaction's gas"
    assert load["faults"] == {}
    assert found["raw_per_second"] > 0
    assert found["ratio_gateway_to_raw"] == round(
        load["actions_per_second"] / found["raw_per_second"], 2
    )
    assert ET.parse(chart).getroot().tag.endswith("svg")  # noqa: S314 - our own file
    for named in ("GateOut", "actions and", "raw transactions on the same node"):
        assert named in told


async def test_a_rate_is_kept(port: Port, tmp_path: Path) -> None:
    report = tmp_path / "load.json"
    given = ("--rate", 20, "--seconds", 2, "--raw", 0, "--json", report)
    status, told, errors = await port.bench(*given, "--chart", tmp_path / "load.png")
    assert status == 0, (told, errors)
    found = figures(report)
    assert found["raw_per_second"] is None
    assert 1 <= found["load"]["actions"]["IssueBill"]["count"] <= 5, "ten actions a consignment"
    assert (tmp_path / "load.png").read_bytes().startswith(b"\x89PNG")


async def test_what_fails_is_counted_by_its_name(port: Port, tmp_path: Path) -> None:
    wallets = tmp_path / "wallets"
    wallets.mkdir()
    for part in PARTS:
        shutil.copy(port.wallets / f"{part}.json", wallets)
    shutil.copy(port.wallets / "shipper.json", wallets / "terminal.json")
    wrong = Port(port.url, port.rpc_url, wallets)
    given = ("--seconds", 3, "--workers", 2, "--raw", 0, "--json", tmp_path / "load.json")
    status, told, _ = await wrong.bench(*given, "--chart", tmp_path / "load.svg")
    assert status == 1
    faults = figures(tmp_path / "load.json")["load"]["faults"]
    assert len(faults) == 1
    assert next(iter(faults)) in told
    assert "ReleaseOrder" in next(iter(faults)) or "Consortium" in next(iter(faults))


async def test_wallets_that_are_missing_are_named(port: Port, tmp_path: Path) -> None:
    shutil.copy(port.wallets / "carrier.json", tmp_path)
    status, told, errors = await Port(port.url, port.rpc_url, tmp_path).bench("--seconds", 1)
    assert (status, told) == (2, "")
    assert "has no shipper.json, bank.json" in errors
