"""Each field type takes what its standard allows, stores it compact, and names a broken rule."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from stdnum import iso6346

from api.kit import fields
from api.kit.fields import CarrierCodeListProvider, check_carrier_code
from api.kit.reference_checks import is_import
from api.kit.rules import json_path

NEXT_YEAR = datetime.now(UTC).year + 2

VALID = [
    ("ContainerNumber", "CSQU3054383", "CSQU3054383"),
    ("ContainerNumber", "msku 907032-3", "MSKU9070323"),
    ("ContainerNumber", "CCLU4500120", "CCLU4500120"),  # remainder 10, written 0
    ("ContainerNumber", "TGHU1200000", "TGHU1200000"),
    ("SizeTypeCode", "22G1", "22G1"),
    ("SizeTypeCode", "45r1", "45R1"),
    ("SizeTypeCode", "L5G1", "L5G1"),
    ("SizeTypeCode", "22GP", "22GP"),
    ("SealNumber", " CN 4471902", "CN 4471902"),
    ("SealNumber", "DCSA-CTK-1234", "DCSA-CTK-1234"),
    ("ImoNumber", "9074729", "9074729"),
    ("ImoNumber", "9321483", "9321483"),
    ("ImoNumber", "IMO 9776171", "9776171"),
    ("UnLocationCode", "cn sha", "CNSHA"),
    ("UnLocationCode", "NLRTM", "NLRTM"),
    ("UnLocationCode", "SGSIN", "SGSIN"),
    ("PortCode", "CNYSA", "CNYSA"),
    ("PortCode", "CNSHG", "CNSHG"),
    ("PortCode", "DEHAM", "DEHAM"),
    ("PortCode", "USLAX", "USLAX"),
    ("Lei", "213800KUD8LAJWSQ9D15", "213800KUD8LAJWSQ9D15"),
    ("Lei", "hwupkr0mpou8fgxbt394", "HWUPKR0MPOU8FGXBT394"),
    ("Uscc", "91350100M000100Y43", "91350100M000100Y43"),
    ("Uscc", "91512081MA62K0260E", "91512081MA62K0260E"),
    ("Uscc", "91110000600037341L", "91110000600037341L"),
    ("Uscc", "N2310115MA1H8QUAY9", "N2310115MA1H8QUAY9"),  # starts with a letter
    ("ScacCode", "COSU", "COSU"),
    ("ScacCode", "oolu", "OOLU"),
    ("SmdgLinerCode", "MSK", "MSK"),
    ("TerminalCode", "SGHCT", "SGHCT"),
    ("BillNumber", "COSU6312345670", "COSU6312345670"),
    ("BillNumber", "HHL71800000", "HHL71800000"),
    ("BillNumber", "12345678901234567890", "12345678901234567890"),
    ("HsCode", "847130", "847130"),
    ("HsCode", "8471.30.0000", "8471300000"),
    ("HsCode", "970100", "970100"),
    ("GoodsCode", "8471300000", "8471300000"),
    ("DeclarationNumber", "224820261000012345", "224820261000012345"),
    ("DeclarationNumber", "222520260000067890", "222520260000067890"),
    ("DeclarationItem", "222520260000067890001", "222520260000067890001"),
    ("CalendarDay", "2026-11-24", date(2026, 11, 24)),
    ("UtcTime", "2026-12-08T15:59:59Z", datetime(2026, 12, 8, 15, 59, 59, tzinfo=UTC)),
    ("UtcTime", "2026-12-08T23:59:59+08:00", datetime(2026, 12, 8, 15, 59, 59, tzinfo=UTC)),
]

INVALID = [
    ("ContainerNumber", "CSQU3054384", "container_check_digit", "ISO 6346"),
    ("ContainerNumber", "COSU6200021", "container_check_digit", "ISO 6346"),
    ("ContainerNumber", "CSQX3054383", "container_format", "ISO 6346"),
    ("ContainerNumber", "MSKU907032", "container_length", "ISO 6346"),
    ("ContainerNumber", "MSKU9O70323", "container_format", "ISO 6346"),
    ("ContainerNumber", "MSKU907032\u0663", "container_format", "ISO 6346"),
    ("ContainerNumber", "\uff2dSKU9070323", "container_format", "ISO 6346"),
    ("ContainerNumber", "", "container_length", "ISO 6346"),
    ("SizeTypeCode", "20GP", "size_type_format", "ISO 6346"),
    ("SizeTypeCode", "40HQ", "size_type_format", "ISO 6346"),
    ("SizeTypeCode", "22G", "size_type_format", "ISO 6346"),
    ("SealNumber", "", "seal_format", "DCSA Seal.number"),
    ("SealNumber", "1234567890123456", "seal_format", "DCSA Seal.number"),
    ("SealNumber", "AB\n12", "seal_format", "DCSA Seal.number"),
    ("ImoNumber", "9074728", "imo_check_digit", "IMO Resolution A.1117(30)"),
    ("ImoNumber", "9321493", "imo_check_digit", "IMO Resolution A.1117(30)"),
    ("ImoNumber", "977617", "imo_length", "IMO Resolution A.1117(30)"),
    ("ImoNumber", "٩٧٧٦١٧١", "imo_length", "IMO Resolution A.1117(30)"),
    ("UnLocationCode", "CNSH", "unlocode_format", "UN/LOCODE, UN/ECE Recommendation 16"),
    ("UnLocationCode", "CN0HA", "unlocode_format", "UN/LOCODE, UN/ECE Recommendation 16"),
    ("UnLocationCode", "CNZZ9", "unlocode_unknown", "UN/LOCODE, UN/ECE Recommendation 16"),
    ("PortCode", "XXABC", "unlocode_unknown", "UN/LOCODE, UN/ECE Recommendation 16"),
    ("PortCode", "CNBJS", "unlocode_not_a_port", "UN/LOCODE, UN/ECE Recommendation 16"),
    ("PortCode", "CNPEK", "unlocode_not_a_port", "UN/LOCODE, UN/ECE Recommendation 16"),
    ("Lei", "213800KUD8LAJWSQ9D51", "lei_check_digits", "ISO 17442"),
    ("Lei", "HWUPKR0MPOU8FGXBT395", "lei_check_digits", "ISO 17442"),
    ("Lei", "213800KUD8LAJWSQ9D1", "lei_format", "ISO 17442"),
    ("Lei", "213800KUD8LAJWSQ9D1Z", "lei_format", "ISO 17442"),
    ("Uscc", "91350100M000100Y4Z", "uscc_format", "GB 32100-2015"),
    ("Uscc", "91350100M000100Y34", "uscc_check_digit", "GB 32100-2015"),
    ("Uscc", "91512081MA62K0206E", "uscc_check_digit", "GB 32100-2015"),
    ("Uscc", "9135010OM000100Y43", "uscc_format", "GB 32100-2015"),
    ("Uscc", "91350100M000100Y4", "uscc_length", "GB 32100-2015"),
    ("ScacCode", "C0SU", "carrier_code_scac", "NMFTA Standard Carrier Alpha Code"),
    ("ScacCode", "COSCO", "carrier_code_scac", "NMFTA Standard Carrier Alpha Code"),
    ("SmdgLinerCode", "COSU", "carrier_code_smdg", "SMDG liner code list"),
    ("TerminalCode", "A", "terminal_code_format", "DCSA Facility.facilityCode"),
    (
        "BillNumber",
        "123456789012345678901",
        "bill_number_length",
        "DCSA transportDocumentReference",
    ),
    ("BillNumber", "", "bill_number_length", "DCSA transportDocumentReference"),
    ("BillNumber", " HHL71800000", "bill_number_format", "DCSA transportDocumentReference"),
    ("BillNumber", "HHL71\n00000", "bill_number_format", "DCSA transportDocumentReference"),
    ("HsCode", "770100", "hs_chapter", "WCO Harmonized System"),
    ("HsCode", "980100", "hs_chapter", "WCO Harmonized System"),
    ("HsCode", "000100", "hs_chapter", "WCO Harmonized System"),
    ("HsCode", "84713", "hs_format", "WCO Harmonized System"),
    ("HsCode", "84713000000", "hs_format", "WCO Harmonized System"),
    ("GoodsCode", "847130", "goods_code_length", "GACC import and export tariff"),
    ("DeclarationNumber", "22482026100001234", "declaration_format", "GACC declaration number"),
    ("DeclarationNumber", "224820262000012345", "declaration_direction", "GACC declaration number"),
    (
        "DeclarationNumber",
        f"2248{NEXT_YEAR}1000012345",
        "declaration_year",
        "GACC declaration number",
    ),
    (
        "DeclarationItem",
        "222520260000067890000",
        "declaration_item_format",
        "STA export refund filing",
    ),
    (
        "DeclarationItem",
        "222520260000067890101",
        "declaration_item_format",
        "STA export refund filing",
    ),
    (
        "DeclarationItem",
        "222520262000067890001",
        "declaration_direction",
        "GACC declaration number",
    ),
    ("CalendarDay", "24/11/2026", "date_format", "RFC 3339 full-date"),
    ("CalendarDay", 20261124, "date_format", "RFC 3339 full-date"),
    ("UtcTime", "2026-12-08T15:59:59", "time_format", "RFC 3339"),
    ("UtcTime", 1765209599, "time_format", "RFC 3339"),
]


def _adapter(field: str) -> TypeAdapter[Any]:
    return TypeAdapter(getattr(fields, field))


@pytest.mark.parametrize(("field", "text", "stored"), VALID)
def test_valid_value_is_stored_compact(field: str, text: str, stored: object) -> None:
    assert _adapter(field).validate_python(text) == stored


@pytest.mark.parametrize(("field", "value", "code", "rule"), INVALID)
def test_invalid_value_names_its_rule(field: str, value: object, code: str, rule: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        _adapter(field).validate_python(value)
    (error,) = refusal.value.errors()
    assert error["type"] == code
    assert error["ctx"]["rule"] == rule
    assert rule in error["msg"]
    assert re.search(r"[\u4e00-\u9fff]", error["ctx"]["message_zh"])
    assert "{" not in error["msg"] + error["ctx"]["message_zh"]


def test_every_field_type_has_valid_and_invalid_examples() -> None:
    types = {name for name, kind in vars(fields).items() if hasattr(kind, "__metadata__")}
    assert types == {field for field, *_ in VALID} == {field for field, *_ in INVALID}


def test_check_digit_errors_say_what_it_should_be() -> None:
    with pytest.raises(ValidationError) as refusal:
        _adapter("ContainerNumber").validate_python("CSQU3054384")
    (error,) = refusal.value.errors()
    assert error["ctx"]["expected"] == "3"
    assert error["msg"] == "the container number's check digit should be 3 (ISO 6346)"


def test_an_airport_code_is_refused_with_the_ports_of_its_name() -> None:
    with pytest.raises(ValidationError) as refusal:
        _adapter("PortCode").validate_python("CNPVG")
    (error,) = refusal.value.errors()
    assert "which is no port" in error["msg"]
    assert "CNSHG Shanghai Pt" in error["msg"]
    assert "CNSHG Shanghai Pt" in error["ctx"]["message_zh"]


@pytest.mark.parametrize("code", ["CNSHA", "CNNGB"])
def test_codes_that_the_trade_uses_for_ports_pass(code: str) -> None:
    """The official list gives them to airports; carriers' schedules do not follow it."""
    assert _adapter("PortCode").validate_python(code) == code


@pytest.mark.parametrize("field", [name for name, *_ in INVALID])
@pytest.mark.parametrize(
    "value", [None, 7.5, True, [], {}, "x" * 10_000, "\ud800", "\x00", "٣" * 18]
)
def test_strange_input_is_refused_and_never_crashes(field: str, value: object) -> None:
    with pytest.raises(ValidationError):
        _adapter(field).validate_python(value)


@given(serial=st.integers(0, 9_999_999), digit=st.sampled_from("0123456789"))
def test_one_check_digit_is_right_for_each_serial(serial: int, digit: str) -> None:
    number = f"TGHU{serial % 1_000_000:06d}{digit}"
    accepted = True
    try:
        _adapter("ContainerNumber").validate_python(number)
    except ValidationError:
        accepted = False
    assert accepted == (digit == iso6346.calc_check_digit(number[:-1]))


@given(text=st.text(max_size=24))
def test_any_text_is_accepted_or_refused_in_every_field(text: str) -> None:
    for field in sorted({name for name, *_ in VALID}):
        with suppress(ValidationError):  # any other error fails the test
            assert _adapter(field).validate_python(text) is not None


def test_carrier_code_follows_its_list() -> None:
    assert check_carrier_code("cosu", CarrierCodeListProvider.NMFTA) == "COSU"
    assert check_carrier_code("1AL", CarrierCodeListProvider.SMDG) == "1AL"
    for code, provider in (
        ("1AL", CarrierCodeListProvider.NMFTA),
        ("COSU", CarrierCodeListProvider.SMDG),
    ):
        with pytest.raises(ValueError, match="code"):
            check_carrier_code(code, provider)


def test_direction_of_a_declaration() -> None:
    assert is_import("224820261000012345")
    assert not is_import("222520260000067890001")


def test_json_path() -> None:
    assert json_path(("consignmentItems", 0, "HSCodes", 1)) == "consignmentItems[0].HSCodes[1]"
    assert json_path(()) == ""
