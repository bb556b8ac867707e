"""A ledger without a gateway: the contracts on a real node, spoken to directly, with the personas as members.

Every transaction is a stranger's, so that no test can lean on who the sender is.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self

from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_typing import HexStr
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from chain import abi
from chain.deploy import Deployment, FoundingMember, deploy
from chain.errors import ContractRefusal
from chain.rpc import JsonRpc
from contracts.bindings import actions, enums
from tests.support.personas import Persona, personas, secret_of
from wallets.action_set import SignedSet
from wallets.signer import LocalSigner
from wallets.typed_action import Domain, TypedAction, parse_action

GAS: Final = 8_000_000
BATCH_GAS: Final = 1_000_000_000
THRESHOLD: Final = 2
ZERO: Final = "0x" + "00" * 32
_STATE_ENUMS: Final = {
    "BillOfLading": ("billOf", "BillState"),
    "ReleaseOrder": ("orderOf", "ReleaseOrderState"),
    "SharedContainer": ("boxOf", "BoxState"),
    "Appointments": ("appointmentOf", "AppointmentState"),
    "Inspections": ("inspectionOf", "InspectionState"),
    "TaxRefundCertificate": ("certificateOf", "CertificateState"),
    "RefundClaim": ("claimOf", "ClaimState"),
    "Documents": ("documentOf", "DocumentState"),
    "Milestones": ("batchOf", "MilestoneState"),
}
_OF_ANOTHER: Final = {"SharedContainer": "ReleaseOrder"}
"""Records that another record's contract keeps."""
_serial = itertools.count(1)


@dataclass(frozen=True)
class Intent:
    """What a persona wants to do: the action, who does it, and its fields."""

    name: str
    by: str
    fields: dict[str, Any] = field(default_factory=dict)
    cosigners: tuple[LocalSigner, ...] = ()
    """Who signs after the persona."""

    def but(self, **lies: Any) -> Intent:
        """The same intent with some fields changed."""
        return replace(self, fields=self.fields | lies)

    def signed_by(self, persona: str) -> Intent:
        """The same intent by another persona."""
        return replace(self, by=persona)


@dataclass(frozen=True)
class SignedAction:
    """An action and its signatures, ready for anyone to relay."""

    action: TypedAction
    signatures: bytes


def _state_over(bill: dict[str, Any]) -> str | None:
    """The state that lies over a bill's own in `contracts/state_tables.toml`, if one does."""
    if bill["frozen"]:
        return "Frozen"
    if bill["replaced"]:
        return "Replaced"
    if bill["pledgee"]:
        return "Pledged"
    return "AmendmentRequested" if bill["amendmentRequested"] else None


class World:
    """The deployed contracts, the personas, and a stranger who relays."""

    def __init__(self, rpc: JsonRpc, deployment: Deployment, cast: dict[str, Persona]) -> None:
        self.rpc = rpc
        self.deployment = deployment
        self._cast = cast
        self._relayer: LocalAccount = Account.from_key(secret_of(f"relayer {next(_serial)}"))

    @classmethod
    async def create(cls, url: str) -> Self:
        """Deploys the contracts with the personas as founding members."""
        cast = personas(dict(enums()["Roles"]))
        founders = [
            FoundingMember("0x" + p.identity.hex(), p.key, p.roles, p.signer.address)
            for p in cast.values()
        ]
        rpc = JsonRpc(url)
        deployer: LocalAccount = Account.from_key(secret_of(f"deployer {next(_serial)}"))
        return cls(rpc, await deploy(rpc, deployer, founders, THRESHOLD), cast)

    @property
    def relayer(self) -> str:
        """The address that sends every transaction."""
        return str(self._relayer.address)

    def member(self, persona: str) -> int:
        """The persona's member number."""
        return self._cast[persona].member

    def signer(self, persona: str) -> LocalSigner:
        """The persona's first wallet."""
        return self._cast[persona].signer

    def enlist(self, key: str, member: int, signer: LocalSigner) -> None:
        """Adds a persona that the test made itself."""
        self._cast[key] = Persona(key, member, 0, signer)

    def address(self, contract: str) -> str:
        """Where a contract is."""
        return self.deployment.addresses[contract]

    def domain(self, contract: str) -> Domain:
        """A contract's EIP-712 domain."""
        return self.deployment.domain(contract)

    def new_id(self) -> str:
        """A record id that nobody has used."""
        return "0x" + keccak(text=f"record {next(_serial)} of {self._relayer.address}").hex()

    async def roles_of(self, persona: str) -> int:
        """The persona's roles as bits."""
        return int((await self.read("Consortium", "memberOf", self.member(persona)))["roles"])

    async def now(self) -> int:
        """The chain's time: the newest block's, in seconds."""
        block = await self.rpc.block("latest")
        assert block is not None
        return int(block["timestamp"], 16)

    async def set_time(self, time: int) -> None:
        """Mines a block of this time."""
        await self.rpc.raw("evm_setNextBlockTimestamp", time)
        await self.rpc.raw("evm_mine")

    async def read(self, contract: str, name: str, *args: object) -> Any:
        """A view of a contract; bytes32 arguments as 0x-hex."""
        plain = [
            bytes.fromhex(a[2:]) if isinstance(a, str) and len(a) == len(ZERO) else a for a in args
        ]
        return await self.rpc.ask(contract, self.address(contract), name, *plain)

    async def state(self, contract: str, record_id: str) -> str:
        """A record's state by name; a member's or a wallet's, too."""
        if contract == "Member":
            return await self._member_state(int(record_id))
        if contract == "Wallet":
            return await self._wallet_state(record_id)
        view, enum = _STATE_ENUMS[contract]
        found = await self.read(_OF_ANOTHER.get(contract, contract), view, record_id)
        over = _state_over(found) if contract == "BillOfLading" else None
        return over or {number: name for name, number in enums()[enum].items()}[found["state"]]

    async def _member_state(self, member: int) -> str:
        found = await self.read("Consortium", "memberOf", member)
        if found["version"] == 0:
            return "None"
        return "Active" if found["active"] else "Suspended"

    async def _wallet_state(self, address: str) -> str:
        found = await self.read("Consortium", "walletOf", address)
        if found["member"] == 0:
            return "None"
        if found["revoked"]:
            return "Revoked"
        ended = found["expiresAt"] != 0 and found["expiresAt"] < await self.now()
        return "Expired" if ended else "Enrolled"

    async def issued_bill(self) -> str:
        """A bill to order in the shipper's hands, at version 1."""
        bill_id, shipper = self.new_id(), self.member("shipper")
        fields = {"billId": bill_id, "kind": 1, "holder": shipper, "titleHolder": shipper}
        await self.act(Intent("IssueBill", "carrier", fields))
        return bill_id

    async def signed(
        self,
        intent: Intent,
        *,
        signers: Sequence[LocalSigner] | None = None,
        domain: Domain | None = None,
    ) -> SignedAction:
        """The intent as its persona's wallet (or the given ones) signs it."""
        spec = actions()[intent.name]
        known = {
            "actor": self.member(intent.by),
            "representedParty": 0,
            "remark": ZERO,
        } | intent.fields
        names = {given.name for given in spec.fields}
        action = parse_action(
            intent.name, {key: value for key, value in known.items() if key in names}
        )
        where = domain or self.domain(spec.contract)
        wallets = signers or [self.signer(intent.by), *intent.cosigners]
        return SignedAction(
            action, b"".join(wallet.sign_action(action, where) for wallet in wallets)
        )

    async def act(
        self, intent: Intent, *, signers: Sequence[LocalSigner] | None = None
    ) -> list[abi.Event]:
        """Signs and relays; returns the events. Raises the refusal, should the contract refuse."""
        return await self.send(await self.signed(intent, signers=signers))

    async def send(self, sent: SignedAction) -> list[abi.Event]:
        """Relays a signed action in a transaction of its own."""
        contract = sent.action.spec.contract
        receipt = await self.transact(contract, abi.encode_action(sent.action, sent.signatures))
        found = [abi.decode_log(contract, log["topics"], log["data"]) for log in receipt["logs"]]
        return [event for event in found if event is not None]

    async def refusal(
        self, intent: Intent, *, signers: Sequence[LocalSigner] | None = None
    ) -> str | None:
        """The named error that the contract answers with; None if it would accept."""
        return await self.refusal_of(await self.signed(intent, signers=signers))

    async def refusal_of(self, sent: SignedAction, **block: Any) -> str | None:
        """The named error for a signed action as it stands."""
        contract = sent.action.spec.contract
        data = abi.encode_action(sent.action, sent.signatures)
        params: list[Any] = [{"to": self.address(contract), "data": "0x" + data.hex()}, "latest"]
        if block:
            params += [{}, block]
        try:
            await self.rpc.read("eth_call", *params)
        except ContractRefusal as refusal:
            return refusal.name
        return None

    async def refusal_at(
        self, intent: Intent, time: int, *, signers: Sequence[LocalSigner] | None = None
    ) -> str | None:
        """The named error, were the next block of this time."""
        return await self.refusal_of(await self.signed(intent, signers=signers), time=hex(time))

    async def deploy_code(self, runtime: str) -> str:
        """An address with this code (hex), as a development node can place it."""
        address = to_checksum_address(self.new_id()[:42])
        await self.set_code(address, runtime)
        return address

    async def set_code(self, address: str, runtime: str) -> None:
        """Puts other code (hex) at an address."""
        await self.rpc.raw("anvil_setCode", address, "0x" + runtime)

    async def batch_calls(
        self, contract: str, calls: Sequence[bytes], *, gas_limit: int
    ) -> list[str | None]:
        """Makes calls to one contract in one batch; for each its error's name, or None."""
        return await self.mixed_batch(
            [(contract, call) for call in calls], gas_limit=20 * gas_limit
        )

    async def mixed_batch(
        self, calls: Sequence[tuple[str, bytes]], *, gas_limit: int
    ) -> list[str | None]:
        """Makes calls to several contracts in one batch; for each its error's name, or None."""
        data = abi.encode_batch([(self.address(name), gas_limit, call) for name, call in calls])
        return await self._outcomes(data, len(calls))

    async def execute_set(self, signed: SignedSet, *, gas_limit: int) -> list[str | None]:
        """Relays a set under its one signature; for each action its error's name, or None."""
        data = self.set_data(signed, gas_limit=gas_limit)
        return await self._outcomes(data, len(signed.actions))

    def set_data(self, signed: SignedSet, *, gas_limit: int) -> bytes:
        """The calldata that relays a set."""
        target = self.address(signed.actions[0].spec.contract)
        return abi.encode_set(target, gas_limit, signed.actions, signed.signature)

    async def batch(self, sent: Sequence[SignedAction], *, gas_limit: int) -> list[str | None]:
        """Relays actions in one batch; for each its error's name, or None."""
        return await self._outcomes(self._batch_data(sent, gas_limit), len(sent))

    async def _outcomes(self, data: bytes, count: int) -> list[str | None]:
        receipt = await self.transact("Batch", data, gas=BATCH_GAS)
        outcome: list[str | None] = [None] * count
        for log in receipt["logs"]:
            if log["address"].lower() != self.address("Batch").lower():
                continue
            event = abi.decode_log("Batch", log["topics"], log["data"])
            assert event is not None
            outcome[event.args["index"]] = abi.decode_error(event.args["reason"]).name
        return outcome

    async def batch_refusal(
        self, sent: Sequence[SignedAction], *, gas_limit: int, transaction_gas: int
    ) -> str | None:
        """The error with which a whole batch reverts, given this much gas; None if it does not."""
        data = self._batch_data(sent, gas_limit)
        try:
            await self.rpc.call(self.address("Batch"), data, gas=hex(transaction_gas))
        except ContractRefusal as refusal:
            return refusal.name
        return None

    async def transact(self, contract: str, data: bytes, *, gas: int = GAS) -> dict[str, Any]:
        """Sends a transaction by the stranger; raises the refusal with which it reverts."""
        sent = self._relayer.sign_transaction(
            {
                "chainId": self.deployment.chain_id,
                "nonce": await self.rpc.nonce(self._relayer.address),
                "to": HexStr(self.address(contract)),
                "gas": gas,
                "maxFeePerGas": 0,
                "maxPriorityFeePerGas": 0,
                "value": 0,
                "data": data,
            }
        )
        transaction_hash = await self.rpc.send_raw_transaction(bytes(sent.raw_transaction))
        receipt = await self.rpc.mined(transaction_hash)
        if int(receipt["status"], 16) != 1:
            await self.rpc.call(self.address(contract), data, gas=hex(gas))
            message = f"{contract} reverted, and does not any more"
            raise AssertionError(message)
        return receipt

    def _batch_data(self, sent: Sequence[SignedAction], gas_limit: int) -> bytes:
        calls = [
            (
                self.address(s.action.spec.contract),
                gas_limit,
                abi.encode_action(s.action, s.signatures),
            )
            for s in sent
        ]
        return abi.encode_batch(calls)
