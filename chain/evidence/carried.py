"""The signed actions that a transaction's calldata carries, each with the signatures that prove it alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError

from chain import abi
from contracts.bindings import ActionSpec, actions
from wallets.action_set import set_piece
from wallets.errors import ActionFieldError
from wallets.recover import SIGNATURE_LENGTH
from wallets.signatures import plain_signature
from wallets.typed_action import TypedAction, parse_action, struct_hash

_COMPACT: Final = 64
_GROUPS: Final = "(address,uint32,bytes[])[]"
_ATTEST: Final = ("bytes32", "bytes32[]", "bytes")
_SET: Final = ("(address,uint32,bytes4,bytes32,bytes32[],uint256,bytes32[])", "bytes")


@dataclass(frozen=True)
class Attested:
    """A set that was shown to its contract once: its actions' struct hashes, and the signatures over it."""

    struct_hashes: tuple[bytes, ...]
    signatures: bytes


@dataclass(frozen=True)
class Carried:
    """An action in a transaction.

    Attributes:
        call: Its place among the calls of a batch; None where the transaction is the call.
        action: The action.
        own_signatures: The signatures in its call; empty for an action of a set.
        attested: Its set, where it is one of a set.
    """

    call: int | None
    action: TypedAction
    own_signatures: bytes
    attested: Attested | None = None

    @property
    def signatures(self) -> bytes:
        """The joined pieces that prove the action alone: of a set with the hashes beside its path in the set's tree."""
        if self.attested is None:
            return self.own_signatures
        hashes = self.attested.struct_hashes
        place = hashes.index(struct_hash(self.action))
        return b"".join(
            set_piece(hashes, place, piece) if piece[SIGNATURE_LENGTH - 1] else piece
            for piece in _pieces(self.attested.signatures)
        )


def carried_by(to: str, data: bytes, addresses: Mapping[str, str]) -> list[Carried]:
    """The actions that a call to an address makes, in order; calls that are none of ours are left out.

    Args:
        to: The transaction's target.
        data: Its calldata.
        addresses: The contracts' addresses by name.
    """
    names = {address.lower(): name for name, address in addresses.items()}
    contract = names.get(to.lower())
    if contract is None:
        return []
    try:
        if contract != "Batch":
            return list(_one(None, contract, data))
        return list(_of_batch(data, names))
    except (DecodingError, OverflowError, ValueError, IndexError):
        return []


def _of_batch(data: bytes, names: Mapping[str, str]) -> Iterator[Carried]:
    selector, body = data[:4], data[4:]
    if selector == abi.function("Batch", "execute").selector:
        yield from _of_calls(body, names)
    elif selector == abi.function("Batch", "executeSet").selector:
        (target, *_), signatures = decode(_SET, body)
        found = [
            carried
            for place, call in enumerate(abi.calls_of_batch(data) or ())
            for carried in _one(place, names.get(target.lower(), ""), call)
        ]
        attested = Attested(tuple(struct_hash(c.action) for c in found), signatures)
        for carried in found:
            yield replace(carried, attested=attested)


def _of_calls(body: bytes, names: Mapping[str, str]) -> Iterator[Carried]:
    """The actions of a batch's calls; those without signatures were attested by a call before them."""
    sets: dict[tuple[str, bytes], Attested] = {}
    targets = [(target, call) for target, _, calls in decode((_GROUPS,), body)[0] for call in calls]
    for place, (target, call) in enumerate(targets):
        contract = names.get(target.lower())
        if contract is None:
            continue
        if call[:4] == _attest_selector():
            _, hashes, signatures = decode(_ATTEST, call[4:])
            sets |= {(contract, one): Attested(tuple(hashes), signatures) for one in hashes}
        for carried in _one(place, contract, call):
            if carried.own_signatures:
                yield carried
            elif attested := sets.get((contract, struct_hash(carried.action))):
                yield replace(carried, attested=attested)


def _one(place: int | None, contract: str, data: bytes) -> Iterator[Carried]:
    spec = _specs().get((contract, data[:4]))
    if spec is None:
        return
    inputs = abi.function(spec.contract, spec.function).inputs
    values, signatures = decode(inputs, data[4:])
    message = {
        field.name: abi.plain_value(field.type, value)
        for field, value in zip(spec.fields, values, strict=True)
    }
    try:
        yield Carried(place, parse_action(spec.name, message), signatures)
    except ActionFieldError:
        return


@cache
def _attest_selector() -> bytes:
    return abi.function("BillOfLading", "attest").selector


@cache
def _specs() -> Mapping[tuple[str, bytes], ActionSpec]:
    return {
        (spec.contract, abi.function(spec.contract, spec.function).selector): spec
        for spec in actions().values()
    }


def _pieces(signatures: bytes) -> Sequence[bytes]:
    """The pieces over a set: 65 bytes of a key, or a wallet's contract with its own data behind."""
    rest, found = signatures, []
    while rest:
        if len(rest) == _COMPACT:
            rest = plain_signature(rest)
        end = SIGNATURE_LENGTH
        if rest[end - 1] == 0:
            end += int.from_bytes(rest[32:64], "big")
        found.append(rest[:end])
        rest = rest[end:]
    return found
