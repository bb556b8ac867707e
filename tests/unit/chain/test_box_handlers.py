"""The projection of shared containers, what they wait for and what follows on them, on rows in memory."""

from dataclasses import replace
from typing import Any

import pytest

from chain.indexer import handlers
from chain.indexer.events import LogEvent
from chain.indexer.projection import IndexerGapError, MemoryRows
from chain.next_actions import bill_actions, box_actions, order_actions
from chain.read_model import OrderView
from chain.sharing import Lack, Sharer, lacks_of
from chain.sharing_reads import BoxView, SlotView
from chain.states import BillState, BoxState, ReleaseFlow, ReleaseOrderState
from chain.store.rows import (
    Bill,
    OrderContainer,
    RecordParty,
    ReleaseOrder,
    SharedContainer,
    SharedSlot,
)
from tests.unit.chain.story import BILL, CARRIER, CONSIGNEE, ORDER, TERMINAL, ZERO, bill_life, event

BOX = "0x" + "b0" * 32
OTHER_BILL = "0x" + "b2" * 32

assert handlers.__all__  # importing the package registered the handlers


def _told(*events: LogEvent) -> MemoryRows:
    rows = MemoryRows()
    for one in (*bill_life()[:5], *events):
        rows.apply(one)
    return rows


def _box(block: int, name: str, version: int, **args: Any) -> LogEvent:
    return event(block, "ReleaseOrder", name, boxId=BOX, version=version, **args)


DECLARED = _box(
    20,
    "SharedContainerDeclared",
    1,
    actor=CARRIER,
    billIds=[BILL, OTHER_BILL],
    containers=[0, 255],
)


def _found(rows: MemoryRows) -> SharedContainer:
    found = rows.get(SharedContainer, BOX)
    assert found is not None
    return found


def test_a_shared_container_is_the_carrier_s_and_names_its_bills() -> None:
    rows = _told(DECLARED)
    assert _found(rows) == SharedContainer(BOX, BoxState.SHARED, 1, CARRIER, 1020, 1020)
    assert sorted(rows.all(SharedSlot), key=lambda slot: slot.place) == [
        SharedSlot(BOX, 0, BILL, 0),
        SharedSlot(BOX, 1, OTHER_BILL, 255),
    ]
    parties = [row.member for row in rows.all(RecordParty) if row.record_id == BOX]
    assert parties == [CARRIER]


def test_an_order_s_version_follows_its_sharing() -> None:
    of_order = {"orderId": ORDER, "boxId": BOX, "actor": CARRIER, "container": 0}
    shared = event(21, "ReleaseOrder", "ContainerShared", version=2, **of_order)
    unshared = event(22, "ReleaseOrder", "ContainerUnshared", version=3, **of_order)
    rows = _told(DECLARED, shared, unshared)
    order = rows.get(ReleaseOrder, ORDER)
    assert order is not None
    assert (order.version, order.updated_at) == (3, 1022)
    with pytest.raises(IndexerGapError):
        _told(DECLARED, unshared)


def test_it_leaves_comes_back_and_is_shared_no_more() -> None:
    left = _box(21, "SharedContainerLeft", 1, actor=TERMINAL, collector=CONSIGNEE, pickup=ZERO)
    back = _box(22, "SharedContainerReturned", 1, actor=TERMINAL, carrier=CARRIER)
    dissolved = _box(23, "SharedContainerDissolved", 2, actor=CARRIER)
    assert _found(_told(DECLARED, left)).state == BoxState.OUT
    assert _found(_told(DECLARED, left, back)).state == BoxState.SHARED
    rows = _told(DECLARED, left, back, dissolved)
    assert _found(rows) == SharedContainer(BOX, BoxState.DISSOLVED, 2, CARRIER, 1020, 1023)
    with pytest.raises(IndexerGapError):
        _told(DECLARED, _box(21, "SharedContainerDissolved", 3, actor=CARRIER))


def test_a_remark_belongs_to_whichever_record_has_the_id() -> None:
    remark = {"representedParty": 9, "remark": ZERO, "version": 1}
    rows = _told(DECLARED, event(21, "ReleaseOrder", "Remarked", recordId=BOX, **remark))
    assert {row.member for row in rows.all(RecordParty) if row.record_id == BOX} == {CARRIER, 9}
    with pytest.raises(IndexerGapError):
        _told(DECLARED, event(21, "ReleaseOrder", "Remarked", recordId=ZERO, **remark))


def _sharer(**changes: Any) -> Sharer:
    rows = _told()
    order = rows.get(ReleaseOrder, ORDER)
    container = rows.get(OrderContainer, ORDER, 0)
    assert order is not None
    assert container is not None
    held_by = changes.pop("held_by", 0)
    return Sharer(replace(order, **changes), replace(container, held_by=held_by))


@pytest.mark.parametrize(
    ("other", "lacks", "together"),
    [
        (_sharer(), None, ()),
        (Sharer(None, None), Lack.NO_ORDER, (Lack.NO_ORDER,)),
        (_sharer(valid_until=1999), Lack.EXPIRED, (Lack.EXPIRED,)),
        (_sharer(valid_until=2000), None, ()),
        (_sharer(order_holds=1), Lack.HELD, (Lack.HELD,)),
        (_sharer(held_by=1), Lack.HELD, (Lack.HELD,)),
        (_sharer(held_containers=2), None, ()),
        (_sharer(terminal=99), None, (Lack.TERMINALS_DIFFER,)),
        (_sharer(first_delegate=98), None, (Lack.COLLECTORS_DIFFER,)),
    ],
)
def test_what_a_shared_container_waits_for(
    other: Sharer, lacks: Lack | None, together: tuple[Lack, ...]
) -> None:
    assert lacks_of([_sharer(), other], 2000) == ((None, lacks), together)


def _view(waits_for: tuple[Lack, ...], state: BoxState = BoxState.SHARED) -> BoxView:
    box = SharedContainer(BOX, state, 1, CARRIER, 1020, 1020)
    slot = SlotView(SharedSlot(BOX, 0, BILL, 0), ORDER, None)
    return BoxView(box, (slot,), waits_for)


def _gates(waits_for: tuple[Lack, ...]) -> bool:
    """Whether a gate-out is offered on an order of one container, which is shared."""
    sharer = _sharer(containers=1)
    assert sharer.order is not None
    assert sharer.container is not None
    view = OrderView(
        sharer.order,
        ReleaseOrderState.ACTIVE,
        ReleaseFlow.YARD,
        (sharer.container,),
        (),
        {},
        {0: _view(waits_for)},
    )
    return "GateOut" in {action.action for action in order_actions(view, 2000)}


def test_no_gate_out_is_offered_of_what_waits_for_another_bill() -> None:
    assert _gates(())
    assert not _gates((Lack.NO_ORDER,))


def test_what_follows_on_a_shared_container() -> None:
    offered = [(action.action, action.members) for action in box_actions(_view(()))]
    assert offered == [("UnshareContainer", (CARRIER,))]
    for state in (BoxState.OUT, BoxState.DISSOLVED):
        assert box_actions(_view((), state)) == []


def test_nothing_ends_a_bill_that_shares_or_a_waybill_that_is_released() -> None:
    rows = MemoryRows()
    rows.apply(bill_life()[0])
    bill = rows.get(Bill, BILL)
    assert bill is not None
    young = replace(bill, circulated=False)
    for live, shares, may in ((None, False, True), (ORDER, False, False), (None, True, False)):
        offered = {action.action for action in bill_actions(young, live, shares=shares)}
        assert ("VoidBill" in offered) is may
    given_up = replace(bill, state=BillState.SURRENDERED_FOR_AMENDMENT)
    for shares in (False, True):
        offered = {action.action for action in bill_actions(given_up, None, shares=shares)}
        assert ("Reissue" in offered) is not shares
