"""Many actions handed in at once: each has the outcome that it would have had alone."""

from pathlib import Path

import pytest

from chain.actions import ActionRecord, ActionStatus, SignedAction
from chain.errors import BacklogFullError, ContractRefusal
from chain.ledger import Ledger
from chain.relayer import node_wire
from chain.rpc import JsonRpc
from chain.together import AT_ONCE
from tests.integration.chain.port import WAIT_SECONDS, Port, new_id, settings_for, submit
from wallets.action_set import set_digest
from wallets.typed_action import TypedAction


def _set(ledger: Ledger, port: Port, actions: list[TypedAction]) -> list[SignedAction]:
    """The actions under one signature of the carrier."""
    signer = port.members["carrier"].signer
    digest = set_digest(actions, ledger.domain(actions[0].spec.contract))
    return ledger.signed_set(actions, [signer.sign_digest(digest)])


def _issues(port: Port, count: int) -> list[TypedAction]:
    return [port.issue_bill(new_id()).action for _ in range(count)]


async def _require_final(ledger: Ledger, found: list[ActionRecord | BaseException]) -> None:
    for each in found:
        assert isinstance(each, ActionRecord)
        settled = await ledger.wait(each.action_id, WAIT_SECONDS)
        assert settled.status is ActionStatus.FINAL, settled.error
        assert settled == await ledger.action(each.action_id)


async def test_each_action_of_many_is_durable_and_becomes_final(ledger: Ledger, port: Port) -> None:
    actions = _set(ledger, port, _issues(port, AT_ONCE + 5))
    found = await ledger.submit_all(actions)
    assert [r.action_id for r in found if isinstance(r, ActionRecord)] == [
        action.action_id for action in actions
    ]
    for record in found:
        assert isinstance(record, ActionRecord)
        kept = await ledger.action(record.action_id)
        assert kept is not None
        assert (kept.message, kept.signatures) == (record.message, record.signatures)
    await _require_final(ledger, found)
    for action in actions:
        assert (bill := await ledger.read.bill(action.record_id)) is not None
        assert bill.version == 1
    again = await ledger.submit_all(actions)
    assert {r.status for r in again if isinstance(r, ActionRecord)} == {ActionStatus.FINAL}
    assert len(again) == len(actions)


async def test_one_that_is_refused_holds_up_no_other(ledger: Ledger, port: Port) -> None:
    taken = port.issue_bill(new_id())
    await submit(ledger, taken)
    bank = {"holder": port.no("bank"), "titleHolder": port.no("bank")}
    rival = port.issue_bill(str(taken.action.message["billId"]), **bank).action
    [first, third] = _issues(port, 2)
    twice = port.issue_bill(str(third.message["billId"]), **bank).action
    rows = [first, rival, third, twice]
    found = await ledger.submit_all(_set(ledger, port, rows))
    assert [isinstance(each, ContractRefusal) for each in found] == [False, True, False, True]
    await _require_final(ledger, [found[0], found[2]])


async def test_where_a_node_does_not_try_many_each_is_tried_alone(
    ledger: Ledger, port: Port, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(node_wire, "TRANSACTION_LIMIT", 30_000)
    await _require_final(ledger, await ledger.submit_all(_set(ledger, port, _issues(port, 3))))


async def test_as_many_as_there_are_places_are_taken(
    port: Port, rpc: JsonRpc, tmp_path: Path
) -> None:
    settings = settings_for(tmp_path, str(port.settings.rpc_url), port.deployment.chain_id)
    narrow = settings.model_copy(update={"max_waiting": 4})
    ledger = await Ledger.open(narrow, port.deployment)
    await rpc.raw("evm_setAutomine", False)
    try:
        found = await ledger.submit_all(_set(ledger, port, _issues(port, 6)))
    finally:
        await rpc.raw("evm_setAutomine", True)
        await rpc.raw("evm_mine")
    turned_away = [isinstance(each, BacklogFullError) for each in found]
    assert turned_away == [False] * 4 + [True] * 2
    await _require_final(ledger, found[:4])
    await ledger.close()
