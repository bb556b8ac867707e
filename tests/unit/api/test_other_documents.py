"""Release orders and certificate applications: checked before they are committed to."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from api.kit.certificate_document import CertificateDocument, CertificateType
from api.kit.release_document import ReleaseDocument
from api.kit.rules import json_path

CONTRACTS = Path(__file__).parents[3] / "contracts"


def _release() -> dict[str, Any]:
    return {
        "billId": "0x" + "ab" * 32,
        "terminal": {
            "facilityCode": "YDT4",
            "facilityCodeListProvider": "SMDG",
            "UNLocationCode": "CNYSA",
        },
        "containerNumbers": ["MSKU9070323", "CSQU3054383"],
        "validUntil": "2026-12-08T15:59:59Z",
    }


def _certificate() -> dict[str, Any]:
    return {
        "certificateType": 1,
        "declarationItem": "222520260000067890001",
        "applicantUSCC": "91110000600037341L",
        "counterpartUSCC": "91512081MA62K0260E",
        "goodsCode": "8471300000",
        "quantity": "1250.500",
        "declaredQuantity": "2000",
        "unit": "001",
        "FOBAmount": "86400.00",
        "FOBCurrency": "USD",
        "billOfLadingNumber": "COSU6312345670",
    }


def _error_of(model: Any, document: dict[str, Any]) -> tuple[str, str]:
    with pytest.raises(ValidationError) as refusal:
        model.model_validate(document)
    (error,) = refusal.value.errors()
    return json_path(error["loc"]), error["type"]


def test_container_order_is_kept() -> None:
    read = ReleaseDocument.model_validate(_release())
    assert read.container_numbers == ["MSKU9070323", "CSQU3054383"]
    assert read.valid_until.isoformat() == "2026-12-08T15:59:59+00:00"


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"billId": "0x12"}, "billId", "string_pattern_mismatch"),
        ({"containerNumbers": []}, "containerNumbers", "too_short"),
        (
            {"containerNumbers": ["MSKU9070323", "msku 9070323"]},
            "containerNumbers[1]",
            "container_repeated",
        ),
        ({"containerNumbers": ["MSKU9070324"]}, "containerNumbers[0]", "container_check_digit"),
        ({"validUntil": "2026-12-08T15:59:59"}, "validUntil", "time_format"),
        (
            {"terminal": _release()["terminal"] | {"UNLocationCode": "CNZZ9"}},
            "terminal.UNLocationCode",
            "unlocode_unknown",
        ),
        (
            {"terminal": {"facilityCode": "YDT4", "facilityCodeListProvider": "SMDG"}},
            "terminal.UNLocationCode",
            "missing",
        ),
    ],
)
def test_release_order_names_what_is_wrong(change: dict[str, Any], path: str, code: str) -> None:
    assert _error_of(ReleaseDocument, _release() | change) == (path, code)


def test_quantities_are_exact_thousandths() -> None:
    read = CertificateDocument.model_validate(_certificate())
    assert read.quantity == Decimal("1250.500")
    assert read.quantity_thousandths == 1_250_500
    assert read.declared_quantity_thousandths == 2_000_000
    assert read.certificate_type is CertificateType.AGENCY_EXPORT
    most = {"quantity": "18446744073709551.615", "declaredQuantity": "18446744073709551.615"}
    read = CertificateDocument.model_validate(_certificate() | most)
    assert read.quantity_thousandths == 2**64 - 1


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"certificateType": 0}, "certificateType", "enum"),
        ({"certificateType": 10}, "certificateType", "enum"),
        ({"certificateType": 3}, "declarationItem", "certificate_declaration_direction"),
        ({"declarationItem": "222520260000067890"}, "declarationItem", "declaration_item_format"),
        (
            {"declarationItem": "222520261000067890001"},
            "declarationItem",
            "certificate_declaration_direction",
        ),
        ({"quantity": "2000.001"}, "quantity", "certificate_quantity"),
        ({"quantity": "0"}, "quantity", "greater_than"),
        ({"quantity": "0.0001"}, "quantity", "decimal_max_places"),
        ({"quantity": 1250.5}, "quantity", "decimal_text"),
        ({"quantity": "NaN"}, "quantity", "finite_number"),
        ({"declaredQuantity": "18446744073709551.616"}, "declaredQuantity", "less_than_equal"),
        ({"counterpartUSCC": "91110000600037341L"}, "counterpartUSCC", "certificate_parties_equal"),
        ({"goodsCode": "847130"}, "goodsCode", "goods_code_length"),
        ({"unit": "台"}, "unit", "string_pattern_mismatch"),
        ({"FOBCurrency": "EUR"}, "FOBCurrency", "literal_error"),
        ({"FOBAmount": "1.005"}, "FOBAmount", "decimal_max_places"),
        ({"billOfLadingNumber": "X" * 21}, "billOfLadingNumber", "bill_number_length"),
    ],
)
def test_certificate_names_what_is_wrong(change: dict[str, Any], path: str, code: str) -> None:
    assert _error_of(CertificateDocument, _certificate() | change) == (path, code)


def test_bill_number_is_optional_and_own_goods_have_one_party() -> None:
    document = _certificate() | {"certificateType": 5, "counterpartUSCC": "91110000600037341L"}
    del document["billOfLadingNumber"]
    assert CertificateDocument.model_validate(document).bill_of_lading_number is None


def test_types_are_numbered_as_in_the_contracts() -> None:
    source = (CONTRACTS / "types" / "CertificateWord.sol").read_text(encoding="utf-8")
    body = re.sub(r"//.*", "", source.split("enum CertificateType {")[1].split("}")[0])
    names = [name.strip().upper() for name in body.split(",")]
    assert names[0] == "NONE"
    assert [kind.name.replace("_", "") for kind in CertificateType] == names[1:]
