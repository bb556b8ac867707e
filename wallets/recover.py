"""Who signed: recovery of the wallet's address from a signature (SEC 1, section 4.1.6)."""

from __future__ import annotations

from typing import Final

from coincurve import PublicKey

from wallets.addresses import checksummed
from wallets.errors import SignatureError
from wallets.hashing import keccak

SIGNATURE_LENGTH: Final = 65
_ORDER: Final = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
_V_BASE: Final = 27


def recover(digest: bytes, signature: bytes) -> str:
    """The checksummed address of the wallet that signed the digest.

    Raises:
        SignatureError: the signature is not 65 bytes with a low s and v 27 or 28, or recovers to nobody: the
            contracts would refuse it too.
    """
    if len(signature) != SIGNATURE_LENGTH:
        message = f"a signature is {SIGNATURE_LENGTH} bytes r‖s‖v, this one is {len(signature)}"
        raise SignatureError(message)
    v = signature[64]
    if v not in {_V_BASE, _V_BASE + 1}:
        message = f"a signature's v is 27 or 28, this one's is {v}"
        raise SignatureError(message)
    if int.from_bytes(signature[32:64], "big") > _ORDER // 2:
        message = "a signature's s is in the lower half of the curve's order (EIP-2)"
        raise SignatureError(message)
    try:
        key = PublicKey.from_signature_and_message(
            signature[:64] + bytes([v - _V_BASE]), digest, hasher=None
        )
    except Exception as error:  # coincurve raises bare Exception where nothing is recovered
        message = "the signature recovers to nobody"
        raise SignatureError(message) from error
    return checksummed(keccak(key.format(compressed=False)[1:])[12:])
