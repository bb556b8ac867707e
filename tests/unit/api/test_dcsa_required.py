"""What DCSA's schema requires of a transport document beyond the trade's rules."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from api.bills.examples import DOCUMENT
from api.kit.content import validated
from api.kit.dcsa_required import findings
from api.kit.transport_document import TransportDocument

CODES = [{"codeListProvider": "GLEIF", "partyCode": "529900DZC0HKN0VMP780"}]
CONTACT = {"name": "Desk", "email": "desk@carrier.example"}


def complete() -> dict[str, Any]:
    """A document with all that DCSA requires."""
    document: dict[str, Any] = json.loads(json.dumps(DOCUMENT))  # no two parts are one object
    return document | {
        "transportDocumentStatus": "ISSUED",
        "invoicePayableAt": {"UNLocationCode": "DEHAM"},
        "partyContactDetails": [dict(CONTACT)],
        "termsAndConditions": "As on the carrier's page.",
        "receiptTypeAtOrigin": "CY",
        "deliveryTypeAtDestination": "CY",
        "cargoMovementTypeAtOrigin": "FCL",
        "cargoMovementTypeAtDestination": "FCL",
    }


def told(document: dict[str, Any]) -> set[tuple[str, str]]:
    return {(problem.field, problem.rule) for problem in findings(document)}


def test_a_complete_document_lacks_nothing_and_keeps_the_trades_rules_too() -> None:
    assert told(complete()) == set()
    validated(TransportDocument, complete())


def test_the_example_of_the_ledger_lacks_what_only_platforms_need() -> None:
    lacks = {field for field, rule in told(DOCUMENT) if rule == "dcsa_required"}
    assert "document.termsAndConditions" in lacks
    assert "document.partyContactDetails" in lacks
    assert all(field.count(".") == 1 for field in lacks)


def without_street(document: dict[str, Any]) -> None:
    del document["documentParties"]["shipper"]["address"]["street"]


def without_codes(document: dict[str, Any]) -> None:
    document["documentParties"]["endorsee"] = {"partyName": "Bank"}


def without_seal_number(document: dict[str, Any]) -> None:
    document["utilizedTransportEquipments"][0]["seals"].append({"source": "CAR"})


def without_phone_or_mail(document: dict[str, Any]) -> None:
    document["partyContactDetails"].append({"name": "Nobody"})


def payable_twice(document: dict[str, Any]) -> None:
    document["invoicePayableAt"]["freeText"] = "Hamburg"


def another_type(document: dict[str, Any]) -> None:
    document["receiptTypeAtOrigin"] = "DOOR"


def dangerous(document: dict[str, Any]) -> None:
    packaging = document["consignmentItems"][0]["cargoItems"][0]["outerPackaging"]
    packaging["dangerousGoods"] = [{"UNNumber": "1263", "imoClass": "3"}]


PACKAGING = "document.consignmentItems[0].cargoItems[0].outerPackaging"


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        (without_street, ("document.documentParties.shipper.address.street", "dcsa_required")),
        (
            without_codes,
            ("document.documentParties.endorsee.identifyingCodes", "dcsa_required"),
        ),
        (
            without_seal_number,
            ("document.utilizedTransportEquipments[0].seals[1].number", "dcsa_required"),
        ),
        (without_phone_or_mail, ("document.partyContactDetails[1]", "dcsa_choice")),
        (payable_twice, ("document.invoicePayableAt", "dcsa_choice")),
        (another_type, ("document.receiptTypeAtOrigin", "dcsa_code")),
        (dangerous, (f"{PACKAGING}.dangerousGoods[0].properShippingName", "dcsa_required")),
    ],
)
def test_what_is_missing_is_told_by_its_path(
    fault: Callable[[dict[str, Any]], None], found: tuple[str, str]
) -> None:
    document = complete()
    fault(document)
    assert told(document) == {found}
