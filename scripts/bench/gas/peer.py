"""The same acts on a public peer's contracts: TradeTrust's token registry, from its npm package's own artifacts.

The peer authorises by the sender and needs no signature; ours checks one on chain. What is compared is what the relayer
of an act pays for.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from eth_abi.abi import encode
from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_typing import HexStr
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from chain.abi import canonical_type
from chain.compile import ROOT
from chain.deploy import created_address
from chain.rpc import JsonRpc

PACKAGE: Final = "@tradetrust-tt/token-registry"
OURS: Final = {
    "mint": "IssueBill",
    "transferHolder": "TransferPossession",
    "transferBeneficiary": "Endorse (title alone)",
    "transferOwners": "Endorse (title and possession)",
    "rejectTransferOwners": "RejectTransfer (both)",
    "returnToIssuer": "SurrenderForDelivery",
    "burn": "AcceptSurrender",
}
"""Which of our steps does what a function of the peer does."""

_ARTIFACTS: Final = ROOT / "node_modules" / PACKAGE / "dist" / "artifacts"
_NO_REMARK: Final = b""
_GAS: Final = 12_000_000


@dataclass(frozen=True)
class _Artifact:
    abi: list[dict[str, Any]]
    bytecode: bytes

    @classmethod
    def load(cls, name: str) -> _Artifact:
        text = (_ARTIFACTS / f"{name}.sol" / f"{name}.json").read_text("utf-8")
        artifact = json.loads(text)
        return cls(artifact["abi"], bytes.fromhex(artifact["bytecode"][2:]))

    def call(self, name: str, *args: object) -> bytes:
        entry = next(e for e in self.abi if e["type"] == "function" and e["name"] == name)
        types = [canonical_type(given) for given in entry["inputs"]]
        return keccak(text=f"{name}({','.join(types)})")[:4] + encode(types, args)


class Peer:
    """The peer's registry on a node, with its own parties."""

    def __init__(self, rpc: JsonRpc, chain_id: int) -> None:
        self._rpc = rpc
        self._chain_id = chain_id
        self._token = _Artifact.load("TradeTrustToken")
        self._escrow = _Artifact.load("TitleEscrow")
        self._factory = _Artifact.load("TitleEscrowFactory")

    async def measure(self) -> dict[str, int]:
        """What each of the peer's functions costs in a transaction of its own, by its name."""
        carrier, shipper, bank = (_account(name) for name in ("carrier", "shipper", "bank"))
        registry = await self._deploy(carrier)
        token = int.from_bytes(keccak(text="benchmark token"), "big")
        found: dict[str, int] = {}

        async def escrow(by: LocalAccount, name: str, *args: object) -> None:
            data = self._escrow.call(name, *args, _NO_REMARK)
            found.setdefault(name, await self._send(by, address, data))

        minted = self._token.call("mint", shipper.address, shipper.address, token, _NO_REMARK)
        found["mint"] = await self._send(carrier, registry, minted)
        address = await self._owner_of(registry, token)
        await escrow(shipper, "transferOwners", bank.address, bank.address)
        await escrow(bank, "rejectTransferOwners")
        await escrow(shipper, "transferHolder", bank.address)
        await escrow(shipper, "nominate", bank.address)
        await escrow(bank, "transferBeneficiary", bank.address)
        await escrow(bank, "transferOwners", shipper.address, shipper.address)
        await escrow(shipper, "returnToIssuer")
        found["burn"] = await self._send(
            carrier, registry, self._token.call("burn", token, _NO_REMARK)
        )
        return found

    async def _deploy(self, carrier: LocalAccount) -> str:
        """The factory, then the registry: its deployer may mint, restore and accept."""
        factory = created_address(carrier.address, await self._rpc.nonce(carrier.address))
        await self._send(carrier, None, self._factory.bytecode)
        registry = created_address(carrier.address, await self._rpc.nonce(carrier.address))
        arguments = encode(["string", "string", "address"], ["Benchmark", "BENCH", factory])
        await self._send(carrier, None, self._token.bytecode + arguments)
        return registry

    async def _owner_of(self, registry: str, token: int) -> str:
        answer = await self._rpc.call(registry, self._token.call("ownerOf", token))
        return to_checksum_address(answer[12:32])

    async def _send(self, by: LocalAccount, to: str | None, data: bytes) -> int:
        transaction: dict[str, Any] = {
            "chainId": self._chain_id,
            "nonce": await self._rpc.nonce(by.address),
            "gas": _GAS,
            "maxFeePerGas": 0,
            "maxPriorityFeePerGas": 0,
            "value": 0,
            "data": data,
        }
        if to is not None:
            transaction["to"] = HexStr(to)
        signed = by.sign_transaction(transaction)
        receipt = await self._rpc.mined(
            await self._rpc.send_raw_transaction(bytes(signed.raw_transaction))
        )
        if int(receipt["status"], 16) != 1:
            message = f"the peer's transaction reverted: 0x{data[:4].hex()}"
            raise RuntimeError(message)
        return int(receipt["gasUsed"], 16)


def _account(name: str) -> LocalAccount:
    account: LocalAccount = Account.from_key(keccak(text=f"benchmark peer's {name}"))
    return account
