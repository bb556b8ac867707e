"""`quay scenario` at a live gateway, as a terminal runs it: members are admitted, and what they did is recorded."""

from __future__ import annotations

import asyncio
import secrets
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from tests.e2e.commands import quay
from tests.e2e.founded import founded
from wallets import keystore

PASSWORD = "not a secret"
LIVE = """\
scenario: a new carrier issues a bill, and its holder hands it on
organisations:
  carrier: {roles: CARRIER, key_env: TEST_CARRIER_KEY}
  shipper: {roles: SHIPPER, key_env: TEST_SHIPPER_KEY}
  bank: {roles: BANK, key_env: TEST_BANK_KEY}
steps:
  - do: IssueBill
    by: carrier
    with: {kind: ToOrder, holder: shipper, titleHolder: shipper}
    save: bill
  - do: Endorse
    by: shipper
    on: bill
    with: {endorsement: ToOrder, endorsee: bank, deliverTo: bank}
"""


async def test_a_governor_admits_and_what_was_done_is_recorded(tmp_path: Path) -> None:
    names = ("TEST_CARRIER_KEY", "TEST_SHIPPER_KEY", "TEST_BANK_KEY")
    keys = {name: secrets.token_bytes(32) for name in names}
    environment = {name: "0x" + key.hex() for name, key in keys.items()}
    live, mine = tmp_path / "live.yaml", tmp_path / "mine.yaml"
    live.write_text(LIVE, "utf-8")

    async def scenario(*arguments: Any, status: int = 0) -> CompletedProcess[str]:
        words = map(str, arguments)
        given = {"QUAY_WALLET_PASSWORD": PASSWORD, **environment}
        done = await asyncio.to_thread(quay, "scenario", *words, **given)
        assert done.returncode == status, done.stdout + done.stderr
        return done

    async with founded(tmp_path / "ledger") as ledger:
        governor, carrier = (
            keystore.create(tmp_path, name, PASSWORD, key=key, light=True).path
            for name, key in (
                ("governor", ledger.keys["carrier"]),
                ("mine", keys["TEST_CARRIER_KEY"]),
            )
        )
        refused = await scenario("run", live, "--url", ledger.url, status=1)
        assert "is not enrolled" in refused.stderr
        await scenario("run", live, "--url", ledger.url, "--governor", governor)
        told = await scenario("record", mine, "--wallet", carrier, "--url", ledger.url)
        assert f"{mine} has" in told.stdout
        again = await scenario("record", mine, "--wallet", carrier, "--url", ledger.url, status=1)
        assert "exists: name another file" in again.stderr
    text = mine.read_text("utf-8")
    assert (text.count("do: IssueBill"), text.count("do: Endorse")) == (1, 1)
    assert "1 passed" in (await scenario("run", mine)).stdout
