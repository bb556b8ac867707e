"""Deploys the contracts once and keeps a record of where they are.

The deployer is the relayer's key: it pays, and has no authority afterwards. Addresses follow from its nonces, so that
the directory in `Consortium` can name the contracts that are deployed after it.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import rlp
from coincurve import PrivateKey
from eth_abi.abi import encode
from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_utils.address import to_checksum_address

from chain.abi import canonical_type
from chain.errors import DeploymentError, WrongChainError
from chain.rpc import JsonRpc
from contracts.bindings import CONTRACTS, abi, bytecode, source_hash
from wallets.hashing import keccak
from wallets.typed_action import Domain

DEPLOY_GAS: Final = 8_000_000
MINED_SECONDS: Final = 60.0
RECOVERY_DELAY_SECONDS: Final = 7 * 24 * 3600
"""How long the recovery of a member's lost wallets waits for its veto."""


@dataclass(frozen=True)
class FoundingMember:
    """A member written at deployment, with its first wallet.

    Attributes:
        identity: The salted commitment of its legal identifier, 0x-hex.
        name: Its name, 1 to 64 bytes of UTF-8.
        roles: Its roles as bits (`contracts.bindings.enums()["Roles"]`).
        wallet: Its first wallet's address.
    """

    identity: str
    name: str
    roles: int
    wallet: str


@dataclass(frozen=True)
class Deployment:
    """Where the contracts are.

    Attributes:
        chain_id: The chain's id (EIP-155).
        genesis_hash: The hash of block 0, which tells this chain from another of the same id.
        first_block: The block of the first contract: the index starts here.
        addresses: The contracts' addresses by name.
        source_hash: What the bindings were made from.
    """

    chain_id: int
    genesis_hash: str
    first_block: int
    addresses: dict[str, str]
    source_hash: str

    def domain(self, contract: str) -> Domain:
        """The EIP-712 domain of a contract's actions."""
        return Domain(self.chain_id, self.addresses[contract])

    @classmethod
    def load(cls, path: Path) -> Deployment | None:
        """The deployment recorded in a file; None if there is no file."""
        if not path.exists():
            return None
        return cls(**json.loads(path.read_text("utf-8")))

    def save(self, path: Path) -> None:
        """Writes the record, whole or not at all."""
        write_atomically(path, json.dumps(asdict(self), indent=2).encode())


def load_or_create_key(path: Path) -> LocalAccount:
    """The gas payer's key of this deployment, made at the first call; the file is the owner's alone (0600)."""
    if not path.exists():
        write_atomically(path, ("0x" + PrivateKey(secrets.token_bytes(32)).secret.hex()).encode())
    account: LocalAccount = Account.from_key(path.read_text("ascii").strip())
    return account


async def ensure_deployed(
    rpc: JsonRpc,
    record: Path,
    deployer: LocalAccount,
    founders: Sequence[FoundingMember],
    threshold: int,
) -> Deployment:
    """The recorded deployment, if its contracts are on the chain; else a new one, which is then recorded.

    Raises:
        WrongChainError: the record belongs to another chain.
        DeploymentError: the contracts cannot be deployed, or the bindings are newer than the deployed contracts.
    """
    known = Deployment.load(record)
    if known is None:
        made = await deploy(rpc, deployer, founders, threshold)
        made.save(record)
        return made
    await check(rpc, known)
    return known


async def check(rpc: JsonRpc, deployment: Deployment) -> None:
    """Checks that a deployment is on this chain and of these sources.

    Raises:
        WrongChainError: the chain is another.
        DeploymentError: a contract is missing, or of other sources than the bindings.
    """
    chain_id = await rpc.chain_id()
    if chain_id != deployment.chain_id:
        message = f"the node is of chain {chain_id}, the deployment of chain {deployment.chain_id}"
        raise WrongChainError(message)
    genesis = await rpc.block(0)
    if genesis is None or genesis["hash"] != deployment.genesis_hash:
        message = f"the node's chain {chain_id} began with another genesis than the deployment's"
        raise WrongChainError(message)
    for name, address in deployment.addresses.items():
        if not await rpc.code(address):
            message = f"{name} is not at {address}: the node has lost its state, or is another"
            raise DeploymentError(message)
    if deployment.source_hash != source_hash():
        message = (
            "the deployed contracts are of other sources than this version's: deploy anew elsewhere"
        )
        raise DeploymentError(message)


async def deploy(
    rpc: JsonRpc, deployer: LocalAccount, founders: Sequence[FoundingMember], threshold: int
) -> Deployment:
    """Deploys the contracts.

    Raises:
        DeploymentError: a constructor reverted.
        NodeUnavailableError: the node is away, or did not mine a transaction in time.
    """
    chain_id, nonce = await rpc.chain_id(), await rpc.nonce(deployer.address, "pending")
    addresses = {
        name: created_address(deployer.address, nonce + place)
        for place, name in enumerate(CONTRACTS)
    }
    arguments = _constructor_arguments(addresses, founders, threshold)
    first_block = await rpc.block_number() + 1
    for place, name in enumerate(CONTRACTS):
        await _create(rpc, deployer, chain_id, nonce + place, name, arguments[name])
    genesis = await rpc.block(0)
    if genesis is None:  # pragma: no cover - every chain has one
        raise DeploymentError("the node has no genesis block")
    return Deployment(chain_id, genesis["hash"], first_block, addresses, source_hash())


def created_address(sender: str, nonce: int) -> str:
    """The address of the contract that the sender's transaction of this nonce creates (yellow paper, section 7)."""
    return to_checksum_address(keccak(rlp.encode([bytes.fromhex(sender[2:]), nonce]))[12:])


def write_atomically(path: Path, content: bytes) -> None:
    """Writes a file that its owner alone can read, whole or not at all, and onto the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def _constructor_arguments(
    addresses: dict[str, str], founders: Sequence[FoundingMember], threshold: int
) -> dict[str, list[Any]]:
    consortium, bills = addresses["Consortium"], addresses["BillOfLading"]
    orders = addresses["ReleaseOrder"]
    members = [(bytes.fromhex(f.identity[2:]), f.name, f.roles, f.wallet) for f in founders]
    subjects = [bills, addresses["ReleaseOrder"], addresses["TaxRefundCertificate"]]
    directory = [(name, address) for name, address in addresses.items() if name != "Consortium"]
    return {
        "ActionTypes": [],
        "Consortium": [
            members,
            threshold,
            RECOVERY_DELAY_SECONDS,
            addresses["ActionTypes"],
            directory,
        ],
        "BillOfLadingServices": [consortium, orders],
        "BillOfLading": [consortium, addresses["BillOfLadingServices"]],
        "SharedContainers": [consortium, bills],
        "ReleaseOrder": [
            consortium,
            bills,
            addresses["Inspections"],
            addresses["SharedContainers"],
        ],
        "Inspections": [consortium, orders],
        "Appointments": [consortium, orders],
        "TaxRefundCertificate": [consortium, bills],
        "RefundClaim": [consortium],
        "Documents": [consortium, *subjects],
        "Milestones": [consortium, *subjects],
        "Batch": [],
    }


async def _create(
    rpc: JsonRpc, deployer: LocalAccount, chain_id: int, nonce: int, name: str, arguments: list[Any]
) -> None:
    constructor: dict[str, Any] = next(
        (entry for entry in abi(name) if entry["type"] == "constructor"), {"inputs": []}
    )
    types = [canonical_type(given) for given in constructor["inputs"]]
    signed = deployer.sign_transaction(
        {
            "chainId": chain_id,
            "nonce": nonce,
            "gas": DEPLOY_GAS,
            **await rpc.fees(),
            "value": 0,
            "data": bytecode(name) + encode(types, arguments),
        }
    )
    transaction_hash = await rpc.send_raw_transaction(bytes(signed.raw_transaction))
    receipt = await rpc.mined(transaction_hash, within=MINED_SECONDS)
    if int(receipt["status"], 16) != 1:
        message = f"{name} refused its constructor's arguments (founders, threshold)"
        raise DeploymentError(message)
