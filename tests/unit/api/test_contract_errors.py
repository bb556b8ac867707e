"""Every custom error of the contracts has an entry, in both languages, that its arguments fill."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from api.contract_errors import CATALOGUE
from api.contract_errors.fields import FIELDS, field_of
from api.refusals import contract_refusal, snake
from chain import abi
from contracts.bindings import ErrorSpec, actions, errors

ALL = sorted({spec.name: spec for spec in errors().values()}.items())
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_WITHOUT_FIELD = {
    "ActionFieldOutOfRange",  # It tells its field itself.
    "BatchOutOfGas",
    "BatchSetSize",
    "ConsortiumThreshold",
    "InvalidShortString",
    "SecondHalfMissing",
    "StringTooLong",
}


def sample(spec: ErrorSpec) -> dict[str, object]:
    """Arguments of the right kinds."""
    kinds = {"bytes32": "0x" + "ab" * 32, "address": "0x" + "1" * 40, "string": "text"}
    return {given.name: kinds.get(given.type, 1) for given in spec.inputs}


@pytest.mark.parametrize(("name", "spec"), ALL, ids=[name for name, _ in ALL])
def test_every_custom_error_is_told_in_both_languages(name: str, spec: ErrorSpec) -> None:
    entry = CATALOGUE[name]
    assert entry.status in {403, 409, 422}
    told = entry.told(sample(spec))
    assert told.en.endswith(".")
    assert _CHINESE.search(told.zh)
    assert entry.remedy.en
    assert _CHINESE.search(entry.remedy.zh)


@pytest.mark.parametrize(("name", "spec"), ALL, ids=[name for name, _ in ALL])
def test_both_languages_tell_the_same_arguments(name: str, spec: ErrorSpec) -> None:
    entry = CATALOGUE[name]
    en, zh = (
        {field for _, field, _, _ in Formatter().parse(text) if field}
        for text in (entry.detail.en, entry.detail.zh)
    )
    assert en == zh <= {given.name for given in spec.inputs}


def test_no_entry_is_of_an_error_that_does_not_exist() -> None:
    assert set(CATALOGUE) == {name for name, _ in ALL}


def test_every_error_names_a_field_of_some_action() -> None:
    known = {field.name for spec in actions().values() for field in spec.fields} | {"signatures"}
    assert set(FIELDS) | _WITHOUT_FIELD == {name for name, _ in ALL}
    assert {field for fields in FIELDS.values() for field in fields} <= known


def test_the_member_that_is_refused_is_found_among_the_fields() -> None:
    message: dict[str, int | str] = {"actor": 3, "version": 7, "terminal": 7}
    assert field_of("ConsortiumMemberLacksRole", {"member": 7}, message) == "message.terminal"
    assert field_of("ConsortiumMemberLacksRole", {"member": 3}, message) == "message.actor"


def test_arguments_are_told_in_words() -> None:
    refused = contract_refusal(
        "BillUnexpectedState", {"billId": "0x" + "ab" * 32, "current": 3, "allowed": 0b110}
    )
    assert refused.detail.en == (
        "The bill is SURRENDERED_FOR_DELIVERY; this needs ISSUED / PENDING_SURRENDER_FOR_DELIVERY."
    )
    held = contract_refusal(
        "ReleaseOrderHeld", {"orderId": "0x" + "ab" * 32, "container": 4, "authorities": 0b1001}
    )
    assert held.detail.en.endswith(" is held by CUSTOMS, TERMINAL.")
    assert held.detail.en.startswith("Container 4 of release order 0xabab")


@pytest.mark.parametrize("name", sorted(actions()))
def test_a_field_out_of_range_is_told_by_its_name(name: str) -> None:
    spec = actions()[name]
    selector = "0x" + abi.function(spec.contract, spec.function).selector.hex()
    message: dict[str, int | str] = {}
    for place, field in enumerate(spec.fields):
        if field.type in {"bytes32", "string", "bytes32[]", "uint256"}:
            continue
        args = {"selector": selector, "field": place}
        refused = contract_refusal("ActionFieldOutOfRange", args, message)
        assert refused.status == 422
        assert f"field {field.name} is" in refused.detail.en
        assert f"字段 {field.name} " in refused.detail.zh
        assert [problem.field for problem in refused.errors] == [f"message.{field.name}"]


def test_a_field_out_of_range_of_no_action_is_told_by_its_place() -> None:
    refused = contract_refusal("ActionFieldOutOfRange", {"selector": "0x00000000", "field": 3})
    assert "field 3 is" in refused.detail.en


def test_an_error_that_nobody_knows_is_told_as_such() -> None:
    refused = contract_refusal("", {})
    assert (refused.status, refused.contract_error) != (500, None)
    assert refused.contract_error is not None
    assert refused.contract_error.name == "Unknown"
    stale = contract_refusal("BillStaleVersion", {"other": 1})
    assert stale.status == 409


def test_a_custom_error_is_a_stable_word() -> None:
    assert snake("ReleaseOrderHoldOfAnother") == "release_order_hold_of_another"
