"""A voyage by the command line: from a file to bills, under one signature, through real processes."""

from __future__ import annotations

import asyncio
import json
import stat
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.client import QuayClient, UnexpectedAnswer
from api.client.bulk import Row, prepare, sign
from scripts.quay.main import app
from scripts.quay.supervise import Founder, Genesis, Plan, Supervisor
from tests.integration.api.documents import bill_document
from wallets import keystore
from wallets.commitment import commit

PASSWORD = "for a test"
CARRIER, HOLDER = 2, 1
ROWS = 120


@pytest.fixture(scope="module")
async def desk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Path, str]]:
    """A ledger with a carrier: the folder with its wallet, and the gateway."""
    home = tmp_path_factory.mktemp("voyage")
    for name in ("governor", "carrier"):
        keystore.create(home, name, PASSWORD, light=True)
    governor = keystore.open_(home, PASSWORD, "governor")
    plan = Plan(home / "ledger", port=0, node_port=0)
    async with Supervisor(plan) as ledger:
        await ledger.start(Genesis((Founder("Governor", "0x" + "11" * 32, governor.address),), 1))
        async with QuayClient(ledger.url, governor) as quay:
            wallet = keystore.open_(home, PASSWORD, "carrier").address
            identity = "0x" + "22" * 32
            await quay.act(
                "AdmitMember", identity=identity, name="Nordstern", roles=["CARRIER"], wallet=wallet
            )
        yield home, ledger.url


async def bulk(desk: tuple[Path, str], *arguments: object) -> Any:
    """`quay bulk …` at the carrier's desk."""
    home, url = desk
    given = [str(one) for one in arguments]
    where = ["--wallet", str(home / "carrier.json"), "--url", url]
    return await asyncio.to_thread(
        CliRunner().invoke,
        app,
        ["bulk", *given, *where],
        env={"QUAY_WALLET_PASSWORD": PASSWORD},
    )


def results(file: Path) -> list[dict[str, Any]]:
    path = file.with_name(file.name + ".result.ndjson")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


async def test_a_file_becomes_bills(desk: tuple[Path, str]) -> None:
    file = desk[0] / "voyage.ndjson"
    documents = [bill_document() for _ in range(ROWS)]
    lines = [json.dumps({"document": one, "holder": HOLDER}) for one in documents]
    file.write_text("\n".join(["", *lines]), "utf-8")
    done = await bulk(desk, "issue", file, "--yes", "--json")
    assert done.exit_code == 0, (done.output, done.exception)
    assert json.loads(done.stdout)["final"] == ROWS
    found = results(file)
    assert [one["line"] for one in found] == list(range(2, ROWS + 2))
    for one, document in zip(found, documents, strict=True):
        salt = bytes.fromhex(one["salt"][2:])
        assert one["bill_id"] == "0x" + commit(document, salt).root.hex()
        assert (one["number"], one["status"]) == (document["transportDocumentReference"], "final")
    again = await bulk(desk, "issue", file, "--yes", "--json")
    assert json.loads(again.stdout) == json.loads(done.stdout)
    async with QuayClient(desk[1], keystore.open_(desk[0], PASSWORD, "governor")) as holder:
        held = await holder.everything("/v1/bills", limit="200", carrier=str(CARRIER))
    assert {bill["bill_id"] for bill in held} == {one["bill_id"] for one in found}


async def test_csv_with_a_bad_row_is_told_and_left_out(desk: tuple[Path, str]) -> None:
    file = desk[0] / "voyage.csv"
    cells = dict(_cells(bill_document()))
    good = [cells | {_NUMBER: f"NSTCSV{place:06d}"} for place in range(3)]
    bad = good[0] | {_NUMBER: "NSTCSV9", "document.carrierCode": "toolong"}
    rows = [*good, bad]
    header = ",".join([*cells, "holder"])
    lines = [",".join([*(_quoted(one) for one in row.values()), str(HOLDER)]) for row in rows]
    file.write_text("\r\n".join([header, *lines]) + "\r\n", "utf-8")

    checked = await bulk(desk, "check", file)
    assert checked.exit_code == 1
    assert "line 5: document.carrierCode" in checked.stdout
    assert "3 of 4 rows can be issued" in checked.stdout
    stopped = await bulk(desk, "issue", file, "--yes")
    assert stopped.exit_code == 1
    assert "rows[5].document.carrierCode" in str(stopped.exception)
    done = await bulk(desk, "issue", file, "--yes", "--skip-bad")
    assert (done.exit_code, "1 bad, 3 final" in done.stdout) == (1, True), done.output
    assert [one["status"] for one in results(file)] == ["final"] * 3 + ["bad"]


async def test_nothing_is_signed_that_was_not_uploaded(desk: tuple[Path, str]) -> None:
    """Whatever the gateway prepared is held against one's own rows."""
    signer = keystore.open_(desk[0], PASSWORD, "carrier")
    rows = [Row.of(line, {"document": bill_document(), "holder": HOLDER}) for line in (1, 2)]
    async with QuayClient(desk[1], signer) as quay:
        prepared = await quay.run(prepare(quay.flows, rows))
        for others in (
            [rows[0], Row.of(2, {**rows[1].value, "holder": CARRIER})],
            [rows[0], Row.of(2, {**rows[1].value, "document": bill_document()})],
            rows[:1],
        ):
            with pytest.raises(UnexpectedAnswer):
                await quay.run(sign(quay.flows, prepared, others, [signer]))
        signed = await quay.run(sign(quay.flows, prepared, rows, [signer]))
    assert signed.status == "signed"


@pytest.mark.parametrize("command", ["check", "issue"])
def test_help_teaches(command: str) -> None:
    told = CliRunner().invoke(app, ["bulk", command, "--help"]).stdout
    assert f"quay bulk {command}" in told.partition("Example")[2]


_NUMBER = "document.transportDocumentReference"


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def _cells(value: Any, path: str = "document") -> Any:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _cells(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _cells(inner, f"{path}[{index}]")
    elif isinstance(value, str):
        yield path, value
    else:
        yield f"{path}:json", json.dumps(value)
