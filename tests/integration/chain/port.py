"""A ledger with its personas: builds, signs and submits actions the way a gateway does."""

import asyncio
import itertools
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_typing import HexStr

from chain.abi import encode_action
from chain.actions import ActionRecord
from chain.deploy import Deployment, FoundingMember, deploy, load_or_create_key
from chain.ledger import Ledger
from chain.rpc import JsonRpc
from chain.settings import ChainSettings
from contracts.bindings import actions, enums
from tests.support.personas import Persona, personas, secret_of
from tests.support.storage import settings_of
from wallets.typed_action import TypedAction, parse_action

WAIT_SECONDS = 30.0
_ids = itertools.count(1)


def new_id() -> str:
    """A fresh record id."""
    return f"0x{time.time_ns():048x}{next(_ids):016x}"


@dataclass(frozen=True)
class Signed:
    """An action and its signatures."""

    action: TypedAction
    signatures: bytes


@dataclass
class Port:
    """The personas and where their actions go."""

    deployment: Deployment
    settings: ChainSettings
    members: dict[str, Persona] = field(default_factory=lambda: personas(dict(enums()["Roles"])))

    def no(self, persona: str) -> int:
        """A persona's member number."""
        return self.members[persona].member

    def sign(self, name: str, by: str, *, beside: str = "", **fields: Any) -> Signed:
        """An action signed by a persona, and by one `beside` it; `actor` is the persona, what is not said is 0."""
        message: dict[str, object] = {
            spec.name: "0x" + "00" * 32 if spec.type == "bytes32" else 0
            for spec in actions()[name].fields
        }
        if "actor" in message:
            message["actor"] = self.no(by)
        action = parse_action(name, message | fields)
        domain = self.deployment.domain(action.spec.contract)
        signers = [self.members[key].signer for key in (by, beside) if key]
        return Signed(action, b"".join(one.sign_action(action, domain) for one in signers))

    def issue_bill(self, bill_id: str, **fields: Any) -> Signed:
        """A to-order bill to the shipper."""
        shipper = self.no("shipper")
        given = {"billId": bill_id, "kind": 1, "holder": shipper, "titleHolder": shipper}
        return self.sign("IssueBill", "carrier", **(given | fields))

    def endorse(self, bill_id: str, version: int, by: str, to: str) -> Signed:
        """Endorses to order with delivery."""
        return self.sign(
            "Endorse",
            by,
            billId=bill_id,
            version=version,
            endorsee=self.no(to),
            deliverTo=self.no(to),
        )

    def to_gate(
        self, bill_id: str, order_id: str, containers: int, *, flow: int = 0
    ) -> list[Signed]:
        """A whole bill's life up to an active release order for a forwarder."""
        later = int(time.time()) + 86_400
        of_bill, of_order = {"billId": bill_id}, {"orderId": order_id}
        return [
            self.issue_bill(bill_id),
            self.endorse(bill_id, 1, "shipper", "bank"),
            self.endorse(bill_id, 2, "bank", "consignee"),
            self.sign(
                "SurrenderForDelivery",
                "consignee",
                **of_bill,
                version=3,
                releaseTo=self.no("consignee"),
            ),
            self.sign("AcceptSurrender", "carrier", **of_bill, version=4),
            self.sign(
                "IssueReleaseOrder",
                "carrier",
                **of_order,
                **of_bill,
                terminal=self.no("terminal"),
                releaseTo=self.no("consignee"),
                containers=containers,
                validUntil=later,
                flow=flow,
            ),
            self.sign("SetHold", "customs", **of_order, version=1, authority=0, containers=0b1),
            self.sign("ClearHold", "customs", **of_order, version=2, authority=0, containers=0b1),
            self.sign(
                "DelegateCollection",
                "consignee",
                **of_order,
                version=3,
                delegate=self.no("forwarder"),
            ),
            self.sign("AcceptDelegation", "forwarder", **of_order, version=4),
        ]

    def gate_out(self, order_id: str, container: int, version: int = 5) -> Signed:
        """The terminal confirms that a container left with the forwarder."""
        return self.sign(
            "GateOut",
            "terminal",
            orderId=order_id,
            version=version,
            container=container,
            collector=self.no("forwarder"),
        )


async def deploy_for_personas(rpc: JsonRpc, settings: ChainSettings) -> Deployment:
    """Deploys with every persona as a founding member, two governors' signatures needed."""
    founders = [
        FoundingMember("0x" + p.identity.hex(), p.key, p.roles, p.signer.address)
        for p in personas(dict(enums()["Roles"])).values()
    ]
    key = load_or_create_key(settings.relayer_key_path)
    deployment = await deploy(rpc, key, founders, 2)
    deployment.save(settings.deployment_path)
    return deployment


async def send_directly(rpc: JsonRpc, port: Port, signed: Signed) -> str:
    """Relays an action as somebody else: a transaction of its own, mined; returns its hash."""
    stranger: LocalAccount = Account.from_key(secret_of("another relayer"))
    contract = port.deployment.addresses[signed.action.spec.contract]
    raw = stranger.sign_transaction(
        {
            "type": 2,
            "chainId": port.deployment.chain_id,
            "nonce": await rpc.nonce(stranger.address),
            "to": HexStr(contract),
            "value": 0,
            "gas": 1_000_000,
            "maxFeePerGas": 0,
            "maxPriorityFeePerGas": 0,
            "data": encode_action(signed.action, signed.signatures),
        }
    ).raw_transaction
    transaction_hash = await rpc.send_raw_transaction(bytes(raw))
    deadline = time.monotonic() + WAIT_SECONDS
    while (receipt := await rpc.receipt(transaction_hash)) is None:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)
    assert int(receipt["status"], 16) == 1
    return transaction_hash


def settings_for(data_dir: Path, url: str, chain_id: int) -> ChainSettings:
    """Settings of a ledger in this directory, or in the database that stands for it."""
    return settings_of(data_dir, rpc_url=url, chain_id=chain_id, batch_linger_ms=5)


async def submit(ledger: Ledger, signed: Signed) -> ActionRecord:
    """Submits and waits until it is settled."""
    record = await ledger.submit(signed.action, signed.signatures)
    return await ledger.wait(record.action_id, WAIT_SECONDS)
