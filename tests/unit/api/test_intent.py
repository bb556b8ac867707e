"""From an intent in the trade's words to a message in the contract's values."""

from __future__ import annotations

from typing import Any

import pytest

from api.actions.intent import EMPTY, message_of
from api.errors import InvalidInput
from contracts.bindings import actions
from wallets.typed_action import parse_action

BILL = "0x" + "ab" * 32


def message(action: str, version: int | None = 4, **intent: Any) -> dict[str, object]:
    return message_of(actions()[action], intent, member=3, version=version)


def test_what_the_caller_need_not_say_is_filled_in() -> None:
    assert message("Endorse", billId=BILL, endorsement="IN_BLANK") == {
        "billId": BILL,
        "version": 4,
        "actor": 3,
        "endorsement": 2,
        "endorsee": 0,
        "deliverTo": 0,
        "representedParty": 0,
        "remark": EMPTY,
    }


def test_every_filled_message_is_a_typed_action() -> None:
    intents: dict[str, dict[str, Any]] = {
        "Endorse": {"billId": BILL, "endorsement": 1, "endorsee": 7},
        "SetHold": {"orderId": BILL, "authority": "court"},
        "EnrolWallet": {"wallet": "0x" + "1" * 40, "powers": ["GATE"]},
        "IssueBill": {"billId": BILL, "kind": "Bearer", "holder": 5},
    }
    for name, intent in intents.items():
        assert parse_action(name, message(name, **intent)).name == name


def test_enums_and_bits_come_by_name_or_number() -> None:
    for kind in ("SeaWaybill", "SEA_WAYBILL", 3, "3"):
        told = message("IssueBill", billId=BILL, kind=kind, holder=5, titleHolder=5)["kind"]
        assert str(told) == "3"
    for powers in (["GATE", "hold"], 0x180):
        wallet = "0x" + "1" * 40
        assert message("EnrolWallet", wallet=wallet, powers=powers)["powers"] == 0x180
    assert message("EnrolWallet", wallet=BILL, powers="ALL")["powers"] == (1 << 14) - 1


def test_containers_are_a_list_of_places_or_nothing_for_the_whole_order() -> None:
    assert message("SetHold", orderId=BILL, authority=0)["containers"] == 0
    held = message("SetHold", orderId=BILL, authority=0, containers=[0, 2, 255])["containers"]
    assert held == 1 | 1 << 2 | 1 << 255
    assert message("SetHold", orderId=BILL, authority=0, containers=5)["containers"] == 5


def test_a_count_of_containers_is_no_list_of_places() -> None:
    terms = {"orderId": BILL, "billId": BILL, "terminal": 4, "releaseTo": 5}
    order = message(
        "IssueReleaseOrder", None, **terms, containers=2, validUntil="2036-01-01T00:00:00Z"
    )
    assert order["containers"] == 2
    assert order["validUntil"] == 2_082_758_400


def test_the_caller_may_prepare_for_another_to_sign() -> None:
    assert message("Endorse", billId=BILL, endorsement=2, actor=9)["actor"] == 9


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(InvalidInput) as refused:
        message("Endorse", version=4, nonsense=1, endorsement="Sideways")
    assert {(e.field, e.rule) for e in refused.value.errors} == {
        ("intent.nonsense", "extra_forbidden"),
        ("intent.billId", "missing"),
        ("intent.endorsement", "enum"),
    }


def test_the_version_is_not_the_caller_s_to_say() -> None:
    with pytest.raises(InvalidInput) as refused:
        message_of(actions()["RejectTransfer"], {"billId": BILL, "version": 9}, member=3, version=4)
    assert [(e.field, e.rule) for e in refused.value.errors] == [
        ("intent.version", "extra_forbidden")
    ]


def test_a_field_that_must_be_named_has_no_default() -> None:
    for action, intent, field in (
        ("TransferPossession", {"billId": BILL}, "holder"),
        ("SurrenderForDelivery", {"billId": BILL}, "releaseTo"),
        ("GateOut", {"orderId": BILL, "container": 0}, "collector"),
        ("UseCertificate", {"certificateId": BILL}, "usedFor"),
    ):
        with pytest.raises(InvalidInput) as refused:
            message(action, **intent)
        assert [e.field for e in refused.value.errors] == [f"intent.{field}"]
