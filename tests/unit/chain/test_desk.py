"""Lanes side by side: what is on one record keeps its order, and nothing else waits."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chain.actions import ActionRecord, ActionStatus
from chain.relayer.desk import Desk
from chain.relayer.pace import Pace

BILLS = [f"0x{number:064x}" for number in range(1, 300)]


def _action(
    sequence: int, record: str, contract: str = "BillOfLading", **named: str
) -> ActionRecord:
    return ActionRecord(
        action_id=f"0x{sequence:x}",
        name="Sign",
        contract=contract,
        record_id=record,
        message={"billId": record, **named},
        signatures="0x",
        signers=[],
        status=ActionStatus.ACCEPTED,
        accepted_at=datetime.now(UTC),
        updated_at=datetime.now(UTC),
        transaction_hash=None,
        batch_index=None,
        block_number=None,
        gas_used=None,
        error=None,
        attempts=0,
        sequence=sequence,
        owner="",
    )


class Waiting:
    """What waits, as the outbox would tell."""

    def __init__(self, *actions: ActionRecord) -> None:
        self.actions = list(actions)
        self.away_after = 1 << 30

    async def claim(self, limit: int, after: int = 0) -> list[ActionRecord]:
        self.away_after -= 1
        if self.away_after < 0:
            raise OSError("away")
        return [action for action in self.actions if action.sequence > after][:limit]


def _numbers(actions: list[ActionRecord]) -> list[int]:
    return [action.sequence for action in actions]


async def test_a_record_stays_with_its_lane_until_it_is_settled() -> None:
    waiting = Waiting(
        _action(1, BILLS[0]), _action(2, BILLS[0]), _action(3, BILLS[1]), _action(4, BILLS[0])
    )
    desk = Desk(waiting)
    first = await desk.take(0, 1)
    assert _numbers(first) == [1]
    assert _numbers(await desk.take(1, 9)) == [3]
    assert _numbers(await desk.take(0, 9)) == [2, 4]
    waiting.actions.append(_action(5, BILLS[0]))
    assert await desk.take(1, 9) == []
    desk.release(waiting.actions)
    waiting.actions = waiting.actions[-1:]
    assert _numbers(await desk.take(1, 9)) == [5]


async def test_what_names_records_of_two_lanes_waits_for_both() -> None:
    waiting = Waiting(
        _action(1, BILLS[0]), _action(2, BILLS[1]), _action(3, BILLS[2], orderId=BILLS[1])
    )
    waiting.actions[2].message["billId"] = BILLS[0]  # type: ignore[index]
    desk = Desk(waiting)
    one, two = await desk.take(0, 1), await desk.take(1, 1)
    assert (_numbers(one), _numbers(two)) == ([1], [2])
    assert await desk.take(0, 1) == []
    desk.release(two)
    waiting.actions.remove(two[0])
    assert await desk.take(1, 1) == []
    assert _numbers(await desk.take(0, 1)) == [3]


async def test_nothing_passes_what_waits_on_the_same_record() -> None:
    waiting = Waiting(
        _action(1, BILLS[0]), _action(2, BILLS[1], orderId=BILLS[0]), _action(3, BILLS[1])
    )
    desk = Desk(waiting)
    await desk.take(0, 1)
    assert await desk.take(1, 9) == []


async def test_what_is_about_members_waits_for_all_and_all_for_it() -> None:
    waiting = Waiting(_action(1, BILLS[0]), _action(2, "7", "Consortium"), _action(3, BILLS[1]))
    desk = Desk(waiting)
    first = await desk.take(0, 1)
    assert await desk.take(1, 9) == []
    desk.release(first)
    waiting.actions.remove(first[0])
    assert _numbers(await desk.take(1, 1)) == [2]
    assert await desk.take(0, 9) == []
    assert _numbers(await desk.take(1, 9)) == [3]


async def test_a_stuck_lane_with_much_before_it_leaves_the_rest_to_the_others() -> None:
    stuck = [_action(number, BILLS[0]) for number in range(1, 900)]
    desk = Desk(Waiting(*stuck, *(_action(1000 + n, bill) for n, bill in enumerate(BILLS[1:4]))))
    assert _numbers(await desk.take(0, 2)) == [1, 2]
    assert _numbers(await desk.take(1, 2)) == [1000, 1001]
    assert _numbers(await desk.take(2, 2)) == [1002]


async def test_what_was_in_a_transaction_before_is_held_by_its_lane() -> None:
    sent, next_ = _action(1, BILLS[0]), _action(2, BILLS[0])
    desk = Desk(Waiting(next_))
    desk.hold(1, [sent])
    desk.hold(0, [sent])
    assert await desk.take(0, 1) == []
    assert await desk.take(1, 1) == [next_]
    desk.release([sent, next_, sent])
    assert await desk.take(0, 1) == [next_]


async def test_what_was_taken_before_the_database_went_away_is_nobodys() -> None:
    actions = [_action(1, BILLS[0]), _action(2, BILLS[1], orderId=BILLS[2])]
    waiting, desk = Waiting(*actions), Desk(Waiting(*actions))
    assert await desk.take(1, 1) == actions[:1]
    desk._outbox = waiting
    waiting.away_after = 1
    with pytest.raises(OSError, match="away"):
        await desk.take(0, 2)
    desk.release(actions[:1])
    waiting.away_after = 9
    assert await desk.take(1, 9) == actions


async def test_a_lane_that_begins_anew_has_what_it_has_sent_and_nothing_else() -> None:
    waiting = Waiting(_action(1, BILLS[0]), _action(2, BILLS[1]), _action(3, BILLS[2]))
    desk = Desk(waiting)
    assert _numbers(await desk.take(0, 2)) == [1, 2]
    desk.hold(1, waiting.actions[2:])
    desk.only(0, waiting.actions[:1])
    assert _numbers(await desk.take(1, 9)) == [2]


async def test_what_comes_back_while_another_lane_reads_is_not_overtaken() -> None:
    first, second = _action(1, BILLS[0]), _action(2, BILLS[0])
    waiting = Waiting(second)
    desk = Desk(waiting)
    desk.hold(0, [first])

    async def claim(limit: int, after: int = 0) -> list[ActionRecord]:
        read = await Waiting(*waiting.actions).claim(limit, after)
        if first not in waiting.actions:  # As when its transaction is given up just now.
            waiting.actions.insert(0, first)
            desk.release([first])
        return read

    waiting.claim = claim  # type: ignore[method-assign]
    assert _numbers(await desk.take(1, 9)) == [1, 2]


def test_batches_grow_while_they_are_full_and_shrink_while_they_are_not() -> None:
    pace = Pace(10, 50, 0.05)
    sizes = []
    for actions in (3, 10, 20, 40, 50, 30, 25, 1, 1, 1):
        pace.sent(actions)
        sizes.append(pace.size)
    assert sizes == [10, 20, 40, 50, 50, 50, 25, 12, 10, 10]
    assert pace.linger < 0.05 / 4
    assert Pace(10, 5, 0.05).size == 5
