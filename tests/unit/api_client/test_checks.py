"""What a term of an intent is in the message that gets signed."""

from __future__ import annotations

import pytest

from api.client.checks import meant_by
from contracts.bindings import FieldSpec, actions


def field(action: str, name: str) -> FieldSpec:
    return next(f for f in actions()[action].fields if f.name == name)


@pytest.mark.parametrize(
    ("action", "name", "asked", "meant"),
    [
        ("Endorse", "endorsement", "IN_BLANK", 2),
        ("Endorse", "endorsement", "inBlank", 2),
        ("Endorse", "endorsement", 1, 1),
        ("Endorse", "endorsement", "no such kind", None),
        ("Endorse", "endorsee", "7", 7),
        ("Endorse", "endorsee", True, None),
        ("Endorse", "billId", "0xAB", "0xab"),
        ("SetHold", "authority", "CUSTOMS", 0),
        ("SetHold", "containers", [0, 3], 0b1001),
        ("AdmitMember", "roles", ["CARRIER", "SHIPPER"], 3),
        ("AdmitMember", "roles", ["CARRIER", "PIRATE"], None),
        ("AdmitMember", "name", "Line 7", "Line 7"),
        ("EnrolWallet", "expiresAt", "1970-01-01T00:01:00Z", 60),
        ("EnrolWallet", "powers", {"GATE"}, None),
    ],
)
def test_terms_are_compared_as_the_contract_reads_them(
    action: str, name: str, asked: object, meant: object
) -> None:
    assert meant_by(field(action, name), asked) == meant
