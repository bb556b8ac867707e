"""Nasty values in every place of every example: an answer below 500, and a problem if it is a refusal."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from api.actions.examples import PREPARE as ACTION_INTENTS
from api.actions.examples import SUBMIT
from api.appointments.examples import PREPARE as APPOINTMENT
from api.bills.examples import PREPARE as BILL
from api.certificates.examples import PREPARE as CERTIFICATE
from api.claims.examples import PREPARE as CLAIM
from api.documents.examples import PREPARE as DOCUMENT
from api.documents.examples import RECEIPT
from api.inspections.examples import PREPARE as INSPECTION
from api.milestones.examples import PREPARE as MILESTONES
from api.releases.examples import PREPARE as RELEASE
from api.verify.examples import MILESTONE
from tests.integration.api.gateway import Gateway

Path = tuple[str | int, ...]


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


NASTY: list[Any] = [
    None,
    True,
    -1,
    0,
    1 << 40,
    (1 << 40) - 1,
    1 << 256,
    -0.5,
    1e308,
    "",
    " ",
    "x" * 5000,
    "\0",
    "提单😀",
    "0x",
    "0x" + "0" * 64,
    "9" * 300,
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59",
    "{0.__class__}",
    [],
    {},
    {"0": 1},
    nested(80),
    nested(700),
]
EXAMPLES = [
    ("carrier", "/v1/bills/prepare", BILL),
    ("carrier", "/v1/releases/prepare", RELEASE | {"flow": "YARD"}),
    ("shipper", "/v1/appointments/prepare", APPOINTMENT),
    ("customs", "/v1/inspections/prepare", INSPECTION),
    ("customs", "/v1/documents/prepare", DOCUMENT | {"subject_kind": None, "consumer": 5}),
    ("terminal", "/v1/documents/prepare", RECEIPT),
    ("terminal", "/v1/milestones/prepare", MILESTONES | {"subject_kind": "BILL"}),
    ("shipper", "/v1/certificates/prepare", CERTIFICATE),
    ("shipper", "/v1/claims/prepare", CLAIM),
    *(("shipper", "/v1/actions/prepare", e["value"]) for e in ACTION_INTENTS.values()),
    *(("shipper", "/v1/actions", e["value"]) for e in SUBMIT.values()),
    ("", "/v1/verify", {"document": BILL["document"], "salt": BILL["salt"], "kind": "bill"}),
    ("", "/v1/verify/milestone", MILESTONE),
    ("", "/v1/auth/nonce", {"wallet": "0x" + "1" * 40}),
    ("", "/v1/auth/session", {"message": "m", "signature": "0x" + "1" * 130}),
    ("shipper", "/v1/api-keys", {"label": "desk"}),
]


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every place of a value, itself first."""
    yield path
    parts: Any = ()
    if isinstance(value, dict):
        parts = value.items()
    elif isinstance(value, list):
        parts = enumerate(value)
    for key, part in parts:
        yield from places(part, (*path, key))


def with_nasty(value: Any, path: Path, nasty: Any) -> Any:
    """A copy with another value at a place."""
    if not path:
        return nasty
    changed = copy.deepcopy(value)
    at = changed
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = nasty
    return changed


@pytest.mark.parametrize(
    ("caller", "path", "example"),
    EXAMPLES,
    ids=[f"{c}{p}{i}" for i, (c, p, _) in enumerate(EXAMPLES)],
)
async def test_no_value_anywhere_is_a_fault_of_ours(
    gateway: Gateway, caller: str, path: str, example: Any
) -> None:
    spots = list(places(example))
    # Large documents take their turns: each place meets some of the values, each value many places.
    stride = max(1, len(spots) * len(NASTY) // 400)
    tried = [(spot, nasty) for spot in spots for nasty in NASTY][::stride]
    for spot, nasty in tried:
        body = with_nasty(example, spot, nasty)
        if caller:
            answer = await gateway.call(caller, "POST", path, json=body)
        else:
            answer = await gateway.http.post(path, json=body)
        assert answer.status_code < 500, (spot, str(nasty)[:80], answer.text)
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["detail_zh"]
