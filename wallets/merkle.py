"""The Merkle trees of this project's commitments.

Leaves are paired up level by level. A pair hashes in ascending order, as in OpenZeppelin's MerkleProof; one without a
pair goes up as it is. What a leaf is, and that no inner node passes for one, is for the caller to see to.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence

from wallets.hashing import keccak

HASH_BYTES = 32

Levels = tuple[tuple[bytes, ...], ...]


def levels_of(leaves: Sequence[bytes]) -> Levels:
    """The levels of a tree, from its leaves (at least one) up to its root alone."""
    return tuple(_levels(tuple(leaves)))


def siblings(levels: Levels, place: int) -> tuple[bytes, ...]:
    """The hashes beside the path of the leaf at this place, from the leaf up: its proof."""
    return tuple(_siblings(levels, place))


def leads_to(root: bytes, leaf: bytes, proof: Sequence[bytes]) -> bool:
    """Tells whether a proof leads from a leaf to a root. Never raises: what is no hash proves nothing."""
    if any(len(step) != HASH_BYTES for step in proof):
        return False
    node = leaf
    for step in proof:
        node = _pair_hash(node, step)
    return hmac.compare_digest(node, root)


def _pair_hash(one: bytes, other: bytes) -> bytes:
    return keccak(one + other if one <= other else other + one)


def _levels(hashes: tuple[bytes, ...]) -> Iterator[tuple[bytes, ...]]:
    level = hashes
    yield level
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        odd = level[-1:] if len(level) % 2 else ()
        level = (*(_pair_hash(one, other) for one, other in pairs), *odd)
        yield level


def _siblings(levels: Levels, place: int) -> Iterator[bytes]:
    for level in levels[:-1]:
        sibling = place ^ 1
        if sibling < len(level):
            yield level[sibling]
        place //= 2
