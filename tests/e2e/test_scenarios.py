"""Scenario files against a real node and gateway: what ships passes, and a defect is told with its line."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from api.client import QuayClient
from scripts.quay.scenario import files_in
from scripts.scenario.cast import Cast
from scripts.scenario.check import checked
from scripts.scenario.embedded import embedded_ledger
from scripts.scenario.load import load
from scripts.scenario.record import recorded
from scripts.scenario.results import RunResult
from scripts.scenario.run import Ground, Pool, jobs_of, run_job
from scripts.scenario.starter import write_starter

SHIPPED = Path(__file__).parents[2] / "scripts" / "scenarios"
SEED = 20261125


class Silent:
    """Watches nothing."""

    def began(self, job: object) -> None:
        """A run begins."""

    def ended_step(self, job: object, step: object) -> None:
        """A step ended."""

    def ended(self, job: object, result: object) -> None:
        """The run ended."""


@pytest_asyncio.fixture(scope="module")
async def ground() -> AsyncIterator[Ground]:
    """One embedded ledger for all of this file."""
    async with embedded_ledger() as (here, _):
        yield here


async def run(ground: Ground, *paths: Path, seed: int = SEED) -> list[RunResult]:
    loaded = [checked(load(path)) for path in files_in(paths)]
    return await Pool(ground, 12, Silent()).run(jobs_of(loaded, 1, seed))


async def test_every_shipped_scenario_passes(ground: Ground, tmp_path: Path) -> None:
    write_starter(tmp_path / "new.yaml")
    results = await run(ground, SHIPPED, tmp_path / "new.yaml")
    assert [failure for result in results for failure in result.failures] == []
    assert all(result.steps for result in results)


DEFECTS = {
    "a wrong state": (
        "state: SURRENDERED_FOR_DELIVERY",
        "state: VOIDED",
        "expect.yaml:44:21: AcceptSurrender bill: state: expected VOIDED, found SURRENDERED_FOR_DELIVERY",
    ),
    "a wrong holder": (
        "expect: {holder: consignee}",
        "expect: {holder: bank}",
        "expect.yaml:33:22: Endorse bill: holder: expected bank, found consignee (member ",
    ),
    "a field that is not there": (
        "expect: {holder: consignee}",
        "expect: {holdr: consignee}",
        "the answer has no 'holdr': did you mean holder",
    ),
    "a refusal that does not come": (
        "with: {releaseTo: consignee}",
        "with: {releaseTo: consignee}\n    refused: BillNotHolder\n  - read: bill\n    by: carrier",
        "expect.yaml:39:14: SurrenderForDelivery bill: expected the refusal BillNotHolder, found success",
    ),
    "another refusal": (
        "refused: BillUnexpectedState",
        "refused: BillNotHolder",
        "expected the refusal BillNotHolder, found the refusal BillUnexpectedState at accept: ",
    ),
    "a refusal elsewhere": (
        "refused: BillUnexpectedState",
        "refused: {error: BillUnexpectedState, at: chain}",
        "expected the refusal at chain, found BillUnexpectedState at ",
    ),
    "a success that does not come": (
        "    direct: true # the gateway would not show the bill to the bank yet\n    refused: BillNotHolder\n",
        "    direct: true\n",
        "expected success, found the refusal BillNotHolder at accept: ",
    ),
}


async def test_planted_defects_fail_with_their_lines(ground: Ground, tmp_path: Path) -> None:
    text = (SHIPPED / "bill-to-order.yaml").read_text("utf-8")
    for name, (good, bad, _) in DEFECTS.items():
        assert text.count(good) == 1, "the defect must be planted once"
        folder = tmp_path / name
        folder.mkdir()
        (folder / "expect.yaml").write_text(text.replace(good, bad), "utf-8")
    paths = [tmp_path / name / "expect.yaml" for name in DEFECTS]
    results = await run(ground, *paths)
    told = {result.file.split("/")[-2]: result.failures for result in results}
    wrong = {
        name: told[name]
        for name, (_, _, words) in DEFECTS.items()
        if len(told[name]) != 1 or words not in told[name][0]
    }
    assert wrong == {}
    assert all(result.steps[-1].outcome in {"not reached", "failed"} for result in results)


RECORDED = {
    "bill-amendment": "carrier",
    "bill-endorsements": "carrier",
    "bill-paper": "carrier",
    "bill-pledge": "carrier",
    "bill-split": "carrier",
    "bill-void": "carrier",
    "certificate-voided": "shipper",
    "documents": "shipper",
    "refund-claim": "exporter",
    "release-appointment": "consignee",
    "release-correction": "carrier",
    "release-gate-out": "carrier",
    "release-inspection": "consignee",
    "release-partial": "carrier",
}
"""Scenarios that are recorded, and through whose eyes."""


async def _record(ground: Ground, name: str, who: str, folder: Path) -> Path:
    """Runs a shipped scenario, and records what one of its members saw of it."""
    (job,) = jobs_of([checked(load(SHIPPED / f"{name}.yaml"))], 1, SEED + 1)
    cast = Cast(ground.url, ground.governors)
    result = await run_job(job, ground, cast, 0.0, lambda _: None)
    assert result.failures == []
    async with QuayClient(ground.url, cast.player(who).main.signer) as client:
        text = await recorded(client, title=name)
    path = folder / f"{name}.yaml"
    path.write_text(text, "utf-8")
    return path


async def test_what_was_recorded_runs_again(ground: Ground, tmp_path: Path) -> None:
    jobs = [_record(ground, name, who, tmp_path) for name, who in RECORDED.items()]
    await asyncio.gather(*jobs)
    results = await run(ground, tmp_path, seed=SEED + 2)
    assert [failure for result in results for failure in result.failures] == []
    split = (tmp_path / "bill-split.yaml").read_text("utf-8")
    assert "children: [bill2, bill3]" in split
    assert "make: {containers: 2}" in split


AT_A_GATEWAY = """\
scenario: a member issues with a wallet of its own
organisations:
  carrier: {roles: CARRIER, key_env: TEST_CARRIER_KEY}
  shipper: {roles: SHIPPER, key_env: TEST_SHIPPER_KEY}
steps:
  - do: IssueBill
    by: carrier
    with: {kind: ToOrder, holder: shipper, titleHolder: shipper}
    save: bill
"""


async def test_at_a_live_gateway_members_bring_their_wallets(
    ground: Ground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "live.yaml"
    path.write_text(AT_A_GATEWAY, "utf-8")
    live = Ground(ground.url)
    (result,) = await run(live, path)
    assert "the environment has no TEST_CARRIER_KEY" in result.failures[0]
    for name in ("TEST_CARRIER_KEY", "TEST_SHIPPER_KEY"):
        monkeypatch.setenv(name, "0x" + secrets.token_bytes(32).hex())
    (result,) = await run(live, path)
    assert "is not enrolled" in result.failures[0]
    (result,) = await run(ground, path)  # the governors admit them
    assert result.failures == []
    (result,) = await run(live, path, seed=SEED + 2)
    assert result.failures == []
    path.write_text(AT_A_GATEWAY.replace("roles: CARRIER", "roles: [CARRIER, BANK]"), "utf-8")
    (result,) = await run(live, path)
    assert "carrier: expected a member with the role BANK; member " in result.failures[0]
    (clock,) = await run(live, SHIPPED / "documents-expire.yaml")
    assert clock.skipped == "it advances the clock, which only an embedded ledger allows"


async def test_a_member_s_own_encryption_key_is_not_replaced(
    ground: Ground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TEST_CARRIER_KEY", "TEST_SHIPPER_KEY"):
        monkeypatch.setenv(name, "0x" + secrets.token_bytes(32).hex())
    path = tmp_path / "sealed.yaml"
    path.write_text(AT_A_GATEWAY + "  - seal: bill\n    by: carrier\n", "utf-8")
    (result,) = await run(ground, path)
    assert result.failures == []
    (result,) = await run(ground, path, seed=SEED + 2)
    assert "carrier has published an encryption key" in result.failures[0]
