"""Whoever signs reads every field, in both languages; nobody's name can pose as more than a name."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from contracts.bindings import actions, enums
from tests.unit.wallets.messages import (
    ACTION_NAMES,
    field_values,
    messages,
    plain_message,
    plain_value,
    typed_actions,
)
from wallets.typed_action import TypedAction, parse_action
from wallets.vocabulary import BIT_WORDS, ENUM_WORDS
from wallets.words import Words, describe

NO_ID = "0x" + "00" * 32
FIELDS = [(name, field.name) for name in ACTION_NAMES for field in actions()[name].fields]


def words_of(name: str, /, **changes: object) -> Words:
    return describe(parse_action(name, {**plain_message(name), **changes}))


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


@pytest.mark.parametrize("name", ACTION_NAMES)
def test_every_action_has_words_in_both_languages(name: str) -> None:
    en, zh = words_of(name)
    assert en.endswith(".")
    assert not is_chinese(en)
    assert zh.endswith("。")
    assert is_chinese(zh)


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_changing_a_field_changes_the_words(name: str, field: str) -> None:
    spec = next(given for given in actions()[name].fields if given.name == field)
    before = words_of(name, **{field: plain_value(spec, 1)})
    after = words_of(name, **{field: plain_value(spec, 2)})
    assert before.en != after.en
    assert before.zh != after.zh


@pytest.mark.parametrize(("name", "field"), FIELDS)
@given(data=st.data())
def test_changing_a_field_to_anything_changes_the_words(
    name: str, field: str, data: st.DataObject
) -> None:
    spec = next(given for given in actions()[name].fields if given.name == field)
    message = data.draw(messages(name))
    one = parse_action(name, message)
    other = parse_action(name, {**message, field: data.draw(field_values(spec))})
    assume(one.message[field] != other.message[field])
    if spec.type.startswith("bytes32"):
        # An id shows its ends only.
        assume(shown_of(one, field) != shown_of(other, field))
    assert describe(one).en != describe(other).en
    assert describe(one).zh != describe(other).zh


def shown_of(action: TypedAction, field: str) -> list[tuple[str, str]]:
    value = action.message[field]
    shown = [str(item) for item in (value if isinstance(value, list) else [value])]
    return [(item[:6], item[-4:]) for item in shown]


@given(typed_actions())
def test_words_are_one_line(action: TypedAction) -> None:
    for text in describe(action):
        assert text.isprintable()
        assert "\n" not in text


def test_every_value_of_an_enum_has_words() -> None:
    carried = {field.enum for spec in actions().values() for field in spec.fields if field.enum}
    assert carried == set(ENUM_WORDS) | set(BIT_WORDS)
    for enum, words in ENUM_WORDS.items():
        assert set(words) == set(enums()[enum])
        assert len(set(words.values())) == len(words)
    for table, words in BIT_WORDS.items():
        assert set(words) == set(enums()[table]) - {"ALL"}
        assert len(set(words.values())) == len(words)


def test_an_endorsement_reads_well() -> None:
    en, zh = words_of("Endorse", endorsement=0, representedParty=0, remark=NO_ID)
    assert en == (
        "Member 3 endorses bill 0x0101…0101 at version 2 to member 5 to order, so that it may be endorsed on, "
        "and delivers it to member 6."
    )
    assert (
        zh == "成员 3 将提单 0x0101…0101(第 2 版)背书给成员 5(指示背书,可再背书),并交付给成员 6。"
    )


def test_a_blank_endorsement_names_nobody() -> None:
    en, zh = words_of("Endorse", endorsement=2, endorsee=0, deliverTo=0)
    assert "at version 2 in blank, so that title follows possession, and keeps possession" in en
    assert "背书(空白背书,权利随占有转移),占有不变" in zh


def test_members_are_named_and_numbered() -> None:
    action = parse_action("TransferPossession", plain_message("TransferPossession"))
    en, zh = describe(action, {3: "COSCO", 4: "中国银行"})
    assert "COSCO (member 3)" in en
    assert "to 中国银行 (member 4)" in en
    assert "COSCO(成员 3)" in zh
    assert "转移给中国银行(成员 4)" in zh
    assert "on behalf of member 5" in en


@pytest.mark.parametrize(
    "name", ["a\nb", "a\u202eb", "a\u200bb", "a\x1b[2Jb", "a” as nothing “b", "a\u2028b"]
)
def test_a_name_cannot_hide_or_reorder_the_sentence(name: str) -> None:
    en, zh = describe(
        parse_action("AdmitMember", {**plain_message("AdmitMember"), "name": name}), {}
    )
    for text in (en, zh):
        assert text.isprintable()
        assert text.count("“") == text.count("”") == 1
    transfer = parse_action("TransferPossession", plain_message("TransferPossession"))
    assert all(text.isprintable() for text in describe(transfer, {3: name}))


@pytest.mark.parametrize(
    ("bits", "en", "zh"),
    [
        (1, "containers 0 (counted", "第 0 号箱"),
        (0b11, "containers 0, 1 (counted", "第 0, 1 号箱"),
        (0b111, "containers 0–2 (counted", "第 0–2 号箱"),
        (0b1101110001, "containers 0, 4–6, 8, 9 (counted", "第 0, 4–6, 8, 9 号箱"),
        (2**256 - 1, "containers 0–255 (counted", "第 0–255 号箱"),
        (2**255, "containers 255 (counted", "第 255 号箱"),
        (0, "the whole of release order", "全部货物"),
    ],
)
@pytest.mark.parametrize("name", ["SetHold", "ClearHold"])
def test_containers_are_listed_by_place(name: str, bits: int, en: str, zh: str) -> None:
    words = words_of(name, containers=bits)
    assert en in words.en
    assert zh in words.zh


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (1_795_500_000, "2026-11-24 06:00:00 UTC"),
        (1, "1970-01-01 00:00:01 UTC"),
        (253_402_300_799, "9999-12-31 23:59:59 UTC"),
        (253_402_300_800, "253402300800"),
        (2**40 - 1, "1099511627775"),
    ],
)
def test_times_are_utc(seconds: int, shown: str) -> None:
    for text in words_of("IssueReleaseOrder", validUntil=seconds):
        assert shown in text
    for text in words_of("EnrolWallet", expiresAt=seconds):
        assert shown in text


def test_a_wallet_may_never_end() -> None:
    en, zh = words_of("EnrolWallet", expiresAt=0)
    assert "they never end" in en
    assert "长期有效" in zh


@pytest.mark.parametrize(
    ("thousandths", "shown"), [(1, "0.001"), (1000, "1"), (12_340, "12.34"), (100_000, "100")]
)
def test_quantities_are_in_units(thousandths: int, shown: str) -> None:
    en, zh = words_of("ApplyCertificate", quantity=thousandths, declaredQuantity=500_000)
    assert f" {shown} of 500 declared units" in en
    assert f"500 中的 {shown}," in zh


def test_powers_are_listed_and_unknown_ones_told() -> None:
    powers = enums()["Powers"]
    en, zh = words_of("EnrolWallet", powers=powers["TRANSFER"] | powers["GATE"] | 1 << 31)
    assert "powers: transfer, gate-out, unknown bit 31;" in en
    assert "权限:流转、出闸、未知位 31;" in zh
    assert "none at all" in words_of("EnrolWallet", powers=0).en


def test_an_unknown_enum_value_is_told() -> None:
    en, zh = words_of("IssueBill", kind=9)
    assert "(unknown value 9)" in en
    assert "(未知值 9)" in zh
