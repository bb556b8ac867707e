"""What a transaction pays, and when it is worth to pay more."""

from __future__ import annotations

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_utils.address import to_checksum_address

from chain.relayer.fees import GWEI, Offer, Payload, read

PAYLOAD = Payload(1337, 7, 500_000, to_checksum_address("0x" + "ab" * 20), b"\x01\x02")
KEY: LocalAccount = Account.from_key("0x" + "11" * 32)


@pytest.mark.parametrize("offer", [Offer(3 * GWEI, GWEI), Offer(0, 0), Offer(2 * GWEI, None)])
def test_a_transaction_is_read_as_it_was_signed(offer: Offer) -> None:
    transaction_hash, raw = PAYLOAD.signed(KEY, offer)
    assert read(raw, 1337) == (PAYLOAD, offer)
    assert Account.recover_transaction(raw) == KEY.address
    assert len(transaction_hash) == 66


def test_more_is_an_eighth_more_or_what_the_chain_asks() -> None:
    offer = Offer(800, 80)
    assert offer.raised(Offer(100, 10), 10_000) == Offer(901, 91)
    assert offer.raised(Offer(5_000, 200), 10_000) == Offer(5_000, 200)
    assert Offer(800, None).raised(Offer(700, None), 10_000) == Offer(901, None)


def test_no_more_is_offered_than_may_be_and_nothing_that_nodes_would_refuse() -> None:
    assert Offer(800, 80).raised(Offer(900, 90), 880) == Offer(880, 91)
    assert Offer(800, 80).raised(Offer(900, 90), 879) is None
    assert Offer(800, 80).raised(Offer(5_000, 90), 700) is None


def test_where_gas_is_free_there_is_nothing_to_raise() -> None:
    assert Offer(0, 0).raised(Offer(0, 0), 10_000) is None
    assert Offer(0, 0).raised(Offer(7, 1), 10_000) == Offer(7, 1)
