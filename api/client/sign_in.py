"""The sign-in message of a wallet (EIP-4361, "Sign-In with Ethereum")."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

STATEMENT = "Sign in to Quayledger. This signs no action on the ledger."


def sign_in_message(
    url: str, address: str, chain_id: int, nonce: str, now: datetime | None = None
) -> str:
    """The text that the wallet signs, bound to the gateway's authority, the chain and the nonce.

    Args:
        url: the gateway's address as this client uses it: a wallet must sign for no other.
        address: the wallet, with EIP-55 capitals.
        chain_id: the chain of the deployment.
        nonce: as the gateway gave it.
        now: when it is signed; the present by default.
    """
    issued = (now or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f"{urlsplit(url).netloc} wants you to sign in with your Ethereum account:\n"
        f"{address}\n\n"
        f"{STATEMENT}\n\n"
        f"URI: {url.rstrip('/')}\n"
        "Version: 1\n"
        f"Chain ID: {chain_id}\n"
        f"Nonce: {nonce}\n"
        f"Issued At: {issued}"
    )
