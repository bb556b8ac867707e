"""Scenario files against a real node and gateway: what ships passes, and a defect is told with its line."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from scripts.quay.scenario import files_in
from scripts.scenario.check import checked
from scripts.scenario.embedded import embedded_ledger
from scripts.scenario.load import load
from scripts.scenario.results import RunResult
from scripts.scenario.run import Ground, Pool, jobs_of
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


async def run(ground: Ground, *paths: Path) -> list[RunResult]:
    loaded = [checked(load(path)) for path in files_in(paths)]
    return await Pool(ground, 12, Silent()).run(jobs_of(loaded, 1, SEED))


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
