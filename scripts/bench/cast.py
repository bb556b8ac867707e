"""The members of a benchmark's ledger, founders all, and the actions that they sign."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any, Final

from eth_utils.crypto import keccak

from chain.deploy import Deployment
from contracts.bindings import actions
from scripts.quay.supervise import Founder, Genesis
from wallets.signer import LocalSigner
from wallets.typed_action import TypedAction, parse_action

ROLES: Final = {
    "governor": ("GOVERNOR",),
    "carrier": ("CARRIER",),
    "shipper": ("SHIPPER",),
    "bank": ("BANK",),
    "consignee": ("CONSIGNEE",),
    "forwarder": ("FORWARDER",),
    "terminal": ("TERMINAL",),
    "customs": ("CUSTOMS",),
    "tax_authority": ("TAX_AUTHORITY",),
    "court": ("COURT",),
    "haulier": ("HAULIER",),
}
MEMBER: Final = {key: number for number, key in enumerate(ROLES, start=1)}
WALLETS: Final = {
    key: LocalSigner.from_key(keccak(text=f"quayledger benchmark: {key}")) for key in ROLES
}
ZERO: Final = "0x" + "00" * 32
_serial = itertools.count(1)


@dataclass(frozen=True)
class Signed:
    """An action and its signature."""

    action: TypedAction
    signature: bytes


def genesis() -> Genesis:
    """The founders: every member of the benchmark."""
    founders = tuple(
        Founder(
            f"Benchmark {key}",
            "0x" + keccak(text=f"identity of {key}").hex(),
            wallet.address,
            ROLES[key],
        )
        for key, wallet in WALLETS.items()
    )
    return Genesis(founders, threshold=1)


def new_id() -> str:
    """A record id that nobody has used."""
    return "0x" + keccak(text=f"benchmark record {next(_serial)}").hex()


def sign(deployment: Deployment, name: str, by: str, **fields: Any) -> Signed:
    """An action signed by a member's wallet; fields that are not given are empty."""
    spec = actions()[name]
    empty = {given.name: ZERO if given.type == "bytes32" else 0 for given in spec.fields}
    action = parse_action(name, empty | {"actor": MEMBER[by]} | fields)
    return Signed(action, WALLETS[by].sign_action(action, deployment.domain(spec.contract)))


def issue(deployment: Deployment, bill_id: str) -> Signed:
    """The issue of a bill to order to the shipper."""
    shipper = MEMBER["shipper"]
    return sign(
        deployment,
        "IssueBill",
        "carrier",
        billId=bill_id,
        kind=1,
        holder=shipper,
        titleHolder=shipper,
    )
