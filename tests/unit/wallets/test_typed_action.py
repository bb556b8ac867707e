"""An action's digest is EIP-712's, and no field passes that its type cannot carry."""

from __future__ import annotations

import json
from typing import Any

import pytest
from eth_account.messages import _hash_eip191_message, encode_typed_data
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak
from hypothesis import given
from hypothesis import strategies as st

from contracts.bindings import actions
from tests.unit.wallets.messages import (
    ACTION_NAMES,
    DOMAIN,
    domains,
    messages,
    plain_message,
    typed_actions,
)
from wallets.errors import ActionFieldError
from wallets.typed_action import (
    Domain,
    TypedAction,
    action_id,
    digest,
    parse_action,
    typed_data,
)

WIDTHS = sorted(
    {int(f.type[4:]) for s in actions().values() for f in s.fields if f.type[4:].isdecimal()}
)


def eth_account_digest(data: dict[str, Any]) -> bytes:
    return _hash_eip191_message(encode_typed_data(full_message=data))


def field_of_width(bits: int) -> tuple[str, str]:
    return next(
        (spec.name, field.name)
        for spec in actions().values()
        for field in spec.fields
        if field.type == f"uint{bits}"
    )


@pytest.mark.parametrize("name", ACTION_NAMES)
@given(data=st.data())
def test_the_digest_is_eth_accounts(name: str, data: st.DataObject) -> None:
    action = parse_action(name, data.draw(messages(name)))
    domain = data.draw(domains)
    assert digest(action, domain) == eth_account_digest(typed_data(action, domain))


@given(typed_actions())
def test_the_digest_survives_json(action: TypedAction) -> None:
    data = json.loads(json.dumps(typed_data(action, DOMAIN)))
    assert parse_action(action.name, data["message"]) == action
    numbers = [value for value in data["message"].values() if isinstance(value, int)]
    assert all(number < 2**53 for number in numbers)


@given(typed_actions(), domains, domains)
def test_another_domain_is_another_digest(action: TypedAction, one: Domain, other: Domain) -> None:
    same = (one.chain_id, one.verifying_contract) == (other.chain_id, other.verifying_contract)
    assert (digest(action, one) == digest(action, other)) == same


def test_the_action_id_is_the_digest_in_hex() -> None:
    action = parse_action("Endorse", plain_message("Endorse"))
    assert action_id(action, DOMAIN) == "0x" + digest(action, DOMAIN).hex()


def test_the_type_hash_is_that_of_the_type_string() -> None:
    for spec in actions().values():
        listed = ",".join(f"{field.type} {field.name}" for field in spec.fields)
        assert spec.type_hash == keccak(text=f"{spec.name}({listed})")


@pytest.mark.parametrize("bits", WIDTHS)
def test_an_integer_reaches_to_the_end_of_its_width(bits: int) -> None:
    name, field = field_of_width(bits)
    for value in (0, 2**bits - 1):
        parsed = parse_action(name, {**plain_message(name), field: value})
        assert parsed.message[field] == value
        assert digest(parsed, DOMAIN) == eth_account_digest(typed_data(parsed, DOMAIN))


@pytest.mark.parametrize("bits", WIDTHS)
@pytest.mark.parametrize("beyond", [-1, 0])
def test_an_integer_reaches_no_further(bits: int, beyond: int) -> None:
    name, field = field_of_width(bits)
    value = -1 if beyond else 2**bits
    with pytest.raises(ActionFieldError, match=rf"2\^{bits} - 1") as caught:
        parse_action(name, {**plain_message(name), field: value})
    assert (caught.value.action, caught.value.field) == (name, field)
    with pytest.raises(ActionFieldError):
        parse_action(name, {**plain_message(name), field: str(value)})


def test_integers_may_come_as_decimal_strings() -> None:
    message = {**plain_message("Endorse"), "version": "4294967295"}
    assert parse_action("Endorse", message).message["version"] == 2**32 - 1


@pytest.mark.parametrize(
    "value", ["", "01", "+1", " 1", "1_0", "0x10", "1e3", "١", True, 1.0, None]
)
def test_nothing_else_is_an_integer(value: object) -> None:
    with pytest.raises(ActionFieldError, match=r"Endorse\.version: must be an integer"):
        parse_action("Endorse", {**plain_message("Endorse"), "version": value})


@pytest.mark.parametrize("value", ["0x", "ab" * 32, "0x" + "ab" * 31, "0x" + "zz" * 32, b"", 0])
def test_a_bytes32_is_64_hex_digits(value: object) -> None:
    with pytest.raises(ActionFieldError, match=r"Endorse\.billId: must be 0x and 64 hex digits"):
        parse_action("Endorse", {**plain_message("Endorse"), "billId": value})


def test_a_bytes32_becomes_lower_case() -> None:
    message = {**plain_message("Endorse"), "billId": "0x" + "AB" * 32}
    assert parse_action("Endorse", message).message["billId"] == "0x" + "ab" * 32


@pytest.mark.parametrize("spelling", [str.lower, lambda text: "0x" + text[2:].upper(), str])
def test_an_address_gets_its_checksum(spelling: Any) -> None:
    message = {**plain_message("RevokeWallet"), "wallet": spelling(DOMAIN.verifying_contract)}
    parsed = parse_action("RevokeWallet", message)
    assert parsed.message["wallet"] == to_checksum_address(DOMAIN.verifying_contract)


def test_a_wrong_checksum_is_told() -> None:
    wrong = DOMAIN.verifying_contract.replace("F", "f", 1)
    with pytest.raises(ActionFieldError, match=r"RevokeWallet\.wallet: has a wrong checksum"):
        parse_action("RevokeWallet", {**plain_message("RevokeWallet"), "wallet": wrong})


@pytest.mark.parametrize(("value", "rule"), [(7, "a string"), ("\ud800", "UTF-8")])
def test_a_string_is_text(value: object, rule: str) -> None:
    with pytest.raises(ActionFieldError, match=f"AdmitMember.name: .*{rule}"):
        parse_action("AdmitMember", {**plain_message("AdmitMember"), "name": value})


def test_a_missing_field_is_named_with_its_meaning() -> None:
    message = plain_message("Endorse")
    del message["endorsee"]
    with pytest.raises(ActionFieldError, match=r"Endorse\.endorsee: is missing .*gets title"):
        parse_action("Endorse", message)


def test_an_unknown_field_is_named() -> None:
    with pytest.raises(ActionFieldError, match=r"Endorse\.holder: is no field"):
        parse_action("Endorse", {**plain_message("Endorse"), "holder": 1})


def test_an_unknown_action_is_told_with_those_that_there_are() -> None:
    with pytest.raises(ActionFieldError, match=r"Steal: .*Endorse") as caught:
        parse_action("Steal", {})
    assert caught.value.field == ""


def test_a_list_is_canonical_item_by_item() -> None:
    message = plain_message("SplitBill") | {"children": ("0x" + "AB" * 32,)}
    assert parse_action("SplitBill", message).message["children"] == ["0x" + "ab" * 32]
    versions = plain_message("CombineBills") | {"versions": ["7", 8]}
    assert parse_action("CombineBills", versions).message["versions"] == [7, 8]


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("0x" + "ab" * 32, "must be a list of bytes32"),
        (None, "must be a list of bytes32"),
        (["0x" + "ab" * 32, "0xab"], "item 1 must be 0x and 64 hex digits (bytes32)"),
    ],
)
def test_a_bad_list_names_the_item(value: object, rule: str) -> None:
    with pytest.raises(ActionFieldError) as refused:
        parse_action("SplitBill", plain_message("SplitBill") | {"children": value})
    assert (refused.value.field, refused.value.rule) == ("children", rule)
