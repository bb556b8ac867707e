"""Addresses as everyone reads them: with the capital letters of their checksum (ERC-55)."""

from functools import lru_cache
from typing import Final

from eth_utils.address import to_checksum_address

_REMEMBERED: Final = 65_536


@lru_cache(_REMEMBERED)
def checksummed(address: bytes | str) -> str:
    """The address, of 20 bytes or of as many in 0x-hex, with its checksum; the same few are asked for all the time.

    Raises:
        ValueError: it is no address.
    """
    return str(to_checksum_address(address))
