"""The sign-in message (EIP-4361): building it, and checking what comes back signed."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from types import ModuleType

from eth_account.messages import defunct_hash_message

from api.errors import FieldProblem, InvalidInput, NotAuthenticated, Words
from wallets.errors import SignatureError
from wallets.recover import recover

STATEMENT = "Sign in to Quayledger. This signature moves no document and costs nothing."
MAX_MESSAGE = 2048
"""Characters; ours has about 350."""

_LONGEST_PATH = 64
_LAYOUT = re.compile(
    r"(?:[a-z][a-z0-9+.-]{1,15}://)?(?P<domain>\S{1,255}) wants you to sign in with your Ethereum account:\n"
    r"0x[0-9a-fA-F]{40}\n\n(?:[^\n]{1,200}\n)?\n"
    r"URI: (?P<uri>\S{1,320})\nVersion: 1\nChain ID: (?P<chain_id>[0-9]{1,19})\nNonce: [0-9A-Za-z]{8,64}\n"
    r"Issued At: \S{20,40}(?:\n(?:Expiration Time|Not Before|Request ID): \S{0,64}){0,3}"
)
"""EIP-4361's lines, without resources, each of a bounded length; read in time by the message's length."""


@dataclass(frozen=True)
class SignInRequest:
    """What a sign-in message must say: who asks (`domain`, `uri`), on which chain, which nonce."""

    domain: str
    uri: str
    chain_id: int


def rfc3339(seconds: float) -> str:
    """Seconds since 1970 UTC as `2026-11-24T13:53:00Z`."""
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def compose(
    request: SignInRequest, wallet: str, nonce: str, *, issued_at: int, expires_at: int
) -> str:
    """The message in EIP-4361's own layout, ready for a wallet to sign (EIP-191)."""
    return (
        f"{request.domain} wants you to sign in with your Ethereum account:\n{wallet}\n\n"
        f"{STATEMENT}\n\n"
        f"URI: {request.uri}\nVersion: 1\nChain ID: {request.chain_id}\nNonce: {nonce}\n"
        f"Issued At: {rfc3339(issued_at)}\nExpiration Time: {rfc3339(expires_at)}"
    )


def verified(
    message: str, signature: str, request: SignInRequest, *, now: float
) -> tuple[str, str]:
    """Checks a signed message against what we ask; its nonce is the caller's to use up.

    Returns: the wallet (checksum address) and the nonce.

    Raises:
        InvalidInput: The message is not of EIP-4361, or names another gateway or chain.
        NotAuthenticated: It has expired, is not valid yet, or the signature is not the wallet's.
    """
    _require_ours(message, request)
    siwe = library()
    try:
        parsed = siwe.SiweMessage.from_message(message)
    except ValueError:
        raise InvalidInput(_PROBLEMS["format"]) from None
    try:
        # Our own recovery comes first: the library's lets some malformed signatures raise what it does not declare.
        if signer_of(message, signature) != parsed.address:
            raise _not_signed()
        parsed.verify(signature, timestamp=datetime.fromtimestamp(now, UTC))
    except (siwe.ExpiredMessage, siwe.NotYetValidMessage):
        raise NotAuthenticated(
            "sign_in_expired",
            Words("The sign-in message is not valid at this time.", "登录消息不在有效期内。"),
        ) from None
    except (siwe.VerificationError, SignatureError, ValueError, TypeError):
        raise _not_signed() from None
    return str(parsed.address), str(parsed.nonce)


def _require_ours(message: str, request: SignInRequest) -> None:
    """Lets a message of bounded parts pass that names this gateway and chain.

    The library's parser takes time by the square of a part's length, half a minute for one that fills a message: what
    anybody may send must not reach it as it comes.
    """
    layout = _LAYOUT.fullmatch(message)
    if layout is None:
        raise InvalidInput(_PROBLEMS["format"])
    uri = layout["uri"]
    ours = uri == request.uri or uri.startswith(request.uri + "/")
    wrong = [
        _PROBLEMS[rule]
        for rule, holds in (
            ("domain", layout["domain"] == request.domain),
            ("uri", ours and len(uri) <= len(request.uri) + _LONGEST_PATH),
            ("chain_id", int(layout["chain_id"]) == request.chain_id),
        )
        if not holds
    ]
    if wrong:
        raise InvalidInput(*wrong)


def signer_of(text: str, signature: str) -> str:
    """Who signed a text (EIP-191); `signature` is 0x-hex. Raises SignatureError."""
    return recover(bytes(defunct_hash_message(text=text)), bytes.fromhex(signature[2:]))


def _not_signed() -> NotAuthenticated:
    return NotAuthenticated(
        "sign_in_signature",
        Words(
            "The signature is not this wallet's signature of this message.",
            "签名并非该钱包对该消息的签名。",
        ),
    )


@cache
def library() -> ModuleType:
    """The `siwe` library; importing it takes seconds, so only a gateway does, at its start."""
    return import_module("siwe")


_PROBLEMS = {
    "format": FieldProblem(
        "message", "eip4361", "must be a sign-in message of EIP-4361", "应为 EIP-4361 登录消息"
    ),
    "domain": FieldProblem(
        "message.domain",
        "eip4361_domain",
        "must name this gateway's own host and port (see POST /v1/auth/nonce)",
        "应为本网关的主机和端口（见 POST /v1/auth/nonce）",
    ),
    "uri": FieldProblem(
        "message.uri",
        "eip4361_uri",
        "must be an address of this gateway (see POST /v1/auth/nonce)",
        "应为本网关的地址（见 POST /v1/auth/nonce）",
    ),
    "chain_id": FieldProblem(
        "message.chain_id",
        "eip4361_chain_id",
        "must be this ledger's chain id (see POST /v1/auth/nonce)",
        "应为本账本的链编号（见 POST /v1/auth/nonce）",
    ),
}
