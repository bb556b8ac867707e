"""What a transaction pays for gas, and the same transaction again for more, in the place of one that is not mined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import rlp
from eth_account.signers.local import LocalAccount
from eth_typing import HexStr
from eth_utils.address import to_checksum_address

GWEI: Final = 10**9
_TYPED: Final = 2
_LEAST_RAISE: Final = 10
"""Nodes want a tenth more before they let a transaction go for another one of its nonce."""

_RAISE: Final = 8
"""Offered is an eighth more: as much as the base fee can rise in a block (EIP-1559)."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a unit of gas is worth to us, in wei: `most` in all, in it the `tip`, None where there is none."""

    most: int
    tip: int | None

    @property
    def fields(self) -> dict[str, int]:
        """As a transaction says it."""
        if self.tip is None:
            return {"gasPrice": self.most}
        return {"type": _TYPED, "maxFeePerGas": self.most, "maxPriorityFeePerGas": self.tip}

    def capped(self, most: int) -> Offer:
        """No more than this."""
        return Offer(min(self.most, most), None if self.tip is None else min(self.tip, most))

    def raised(self, now: Offer, most: int) -> Offer | None:
        """What to offer instead, where the chain asks for `now`; None if that is no use."""
        if not self.most and not now.most:
            return None
        offer = Offer(
            _more(self.most, now.most), None if self.tip is None else _more(self.tip, now.tip or 0)
        )
        offer = offer.capped(most)
        return offer if offer.most * _LEAST_RAISE >= self.most * (_LEAST_RAISE + 1) else None


@dataclass(frozen=True, slots=True)
class Payload:
    """A call of a contract: everything in a transaction but what it pays."""

    chain_id: int
    nonce: int
    gas: int
    to: str
    data: bytes

    def signed(self, account: LocalAccount, offer: Offer) -> tuple[str, bytes]:
        """The transaction's hash and its bytes."""
        made = account.sign_transaction(
            {
                "chainId": self.chain_id,
                "nonce": self.nonce,
                "gas": self.gas,
                "to": HexStr(self.to),
                "value": 0,
                "data": self.data,
                **offer.fields,
            }
        )
        return "0x" + made.hash.hex(), bytes(made.raw_transaction)


def read(raw: bytes, chain_id: int) -> tuple[Payload, Offer]:
    """What a transaction of ours does, and what it offers."""
    if raw[0] == _TYPED:
        _, nonce, tip, most, gas, to, _, data, *_ = _fields(raw[1:])
        offer = Offer(_number(most), _number(tip))
    else:
        nonce, most, gas, to, _, data, *_ = _fields(raw)
        offer = Offer(_number(most), None)
    return Payload(chain_id, _number(nonce), _number(gas), to_checksum_address(to), data), offer


def _fields(raw: bytes) -> list[Any]:
    return list(rlp.decode(raw))


def _number(digits: bytes) -> int:
    return int.from_bytes(digits, "big")


def _more(offered: int, asked: int) -> int:
    return max(asked, offered + offered // _RAISE + 1)
