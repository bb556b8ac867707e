"""`quay doctor` on a ledger of real processes: all is well; then one thing after another is not."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from chain.deploy import load_or_create_key
from chain.rpc import JsonRpc
from chain.store.engine import open_engine
from chain.store.place import Store
from scripts.demos.consignments import load_story
from scripts.quay import doctor
from scripts.quay.supervise import Plan, Supervisor
from tests.e2e.ledgers import wallets_for
from tests.support.storage import database_environment, settings_of


class Patient:
    """A deployment and what the doctor says of it."""

    def __init__(self, data_dir: Path, rpc_url: str, url: str, capsys: Any) -> None:
        self.data_dir, self.rpc_url, self.url = data_dir, rpc_url, url
        self._capsys = capsys

    def wrong(self, rpc_url: str | None = None, url: str | None = None) -> dict[str, str]:
        """The checks that failed, with what is to be done."""
        self._capsys.readouterr()
        status = doctor.run(self.data_dir, rpc_url or self.rpc_url, url or self.url, as_json=True)
        findings = json.loads(self._capsys.readouterr().out)
        wrong = {f["check"]: f["remedy"] for f in findings if not f["ok"]}
        assert status == (1 if wrong else 0)
        assert all(wrong.values())
        return wrong


@pytest.mark.usefixtures("storage")
async def test_the_doctor_finds_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in database_environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    wallets = wallets_for(load_story())
    async with Supervisor(Plan(tmp_path, port=0, node_port=0)) as ledger:
        await ledger.start(wallets.genesis)
        patient = Patient(tmp_path, ledger.rpc_url, ledger.url, capsys)
        notary = load_or_create_key(tmp_path / "notary.key")
        assert patient.wrong() == {}
        (tmp_path / "notary.key").chmod(0o640)
        assert patient.wrong()["secret"].startswith("chmod 600")
        (tmp_path / "notary.key").chmod(0o600)

        (tmp_path / "relayer.key").chmod(0o644)
        nowhere = "http://127.0.0.1:9"
        wrong = patient.wrong(rpc_url=nowhere, url=nowhere)
        assert wrong.keys() == {"secret", "node", "gateway"}
        assert wrong["secret"].startswith("chmod 600")
        (tmp_path / "relayer.key").chmod(0o600)
        wrong = patient.wrong(rpc_url=f"{nowhere},{ledger.rpc_url}")
        assert wrong.keys() == {"node 1 of 2"}

        (tmp_path / "files").write_bytes(b"in the way")
        assert patient.wrong().keys() == {"files"}
        (tmp_path / "files").unlink()

        record = tmp_path / "deployment.json"
        recorded = record.read_text("utf-8")
        moved = json.loads(recorded)
        moved["addresses"]["Batch"] = "0x" + "11" * 20
        record.write_text(json.dumps(moved), "utf-8")
        assert patient.wrong().keys() == {"contracts"}
        record.write_text("{", "utf-8")

        engine = open_engine(settings_of(tmp_path).place(Store.JOURNAL), durable=True)
        async with engine.begin() as connection:
            await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        await engine.dispose()
        assert patient.wrong().keys() == {"deployment", "the journal"}
        record.write_text(recorded, "utf-8")

        async with JsonRpc(ledger.rpc_url) as rpc:
            await rpc.raw("anvil_setNextBlockBaseFeePerGas", hex(10**9))
            await rpc.raw("evm_setNextBlockTimestamp", int(time.time()) + 3600)
            await rpc.raw("evm_mine")
            gas = {"relayer's gas", "notary's gas"}
            assert patient.wrong().keys() == {"the journal", "clock", *gas}
            fee = max((await rpc.fees()).values())
            await rpc.raw("anvil_setBalance", notary.address, hex(30 * 60_000 * fee))
            assert patient.wrong().keys() == {"the journal", "clock", "relayer's gas"}

        monkeypatch.setenv("QUAY_CHAIN_BATCH_SIZE", "0")
        assert patient.wrong().keys() == {"settings"}
