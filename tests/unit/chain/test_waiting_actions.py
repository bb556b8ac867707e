"""The waiting actions in memory: by record and contract, in order, and none that is settled."""

from dataclasses import replace

from chain.actions import ActionRecord, ActionStatus, moment
from chain.relayer.waiting import WaitingActions


def record(sequence: int, record_id: str = "0x01", contract: str = "BillOfLading") -> ActionRecord:
    return ActionRecord(
        action_id=f"0xa{sequence}",
        name="TransferPossession",
        contract=contract,
        record_id=record_id,
        message={},
        signatures="0x",
        signers=[],
        status=ActionStatus.ACCEPTED,
        accepted_at=moment(0),
        updated_at=moment(0),
        transaction_hash=None,
        batch_index=None,
        block_number=None,
        gas_used=None,
        error=None,
        attempts=0,
        sequence=sequence,
        owner="",
    )


def test_they_are_found_by_record_and_by_contract_in_the_order_of_acceptance() -> None:
    waiting = WaitingActions()
    third, first = record(3), record(1, "7", "Consortium")
    waiting.add([third, record(2, "0x02"), first])
    assert waiting.related("Consortium", ["0x01"]) == [first, third]
    assert waiting.related("Consortium", ["7", "0x01"]) == [first, third]
    assert waiting.related("Milestones", ["0x03"]) == []
    assert len(waiting) == 3


def test_what_is_settled_waits_no_more_and_is_told_as_it_ended() -> None:
    waiting = WaitingActions()
    action = record(1)
    waiting.add([action])
    final = replace(action, status=ActionStatus.FINAL)
    waiting.add([final])
    assert action.action_id not in waiting
    assert waiting.related("BillOfLading", ["0x01"]) == []
    assert waiting.settled(action.action_id) == final


def test_a_failed_one_that_is_tried_again_waits_again() -> None:
    waiting = WaitingActions()
    action = record(1)
    waiting.add([replace(action, status=ActionStatus.FAILED)])
    waiting.add([action])
    assert action.action_id in waiting
    assert waiting.settled(action.action_id) is None
