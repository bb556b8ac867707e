"""Signing in, and telling who calls."""

import asyncio
from dataclasses import dataclass, replace

from api.audit.service import note_of
from api.audit.store import Note
from api.auth.sign_in import SignInRequest, compose, verified
from api.auth.store import ApiKey, AuthStore, Session
from api.auth.subject import Subject
from api.auth.tokens import (
    is_token,
    key_text,
    new_key,
    new_nonce,
    new_token,
    parse_key,
    rotated_key,
)
from api.clock import Clock
from api.errors import (
    Conflict,
    FieldProblem,
    Forbidden,
    InvalidInput,
    NotAuthenticated,
    NotFound,
    Unavailable,
    Words,
)
from api.kit.since_move import SinceMove
from api.settings import ApiSettings
from chain.ledger import Ledger
from chain.store.rows import Member, Wallet
from contracts.bindings import enums

_SCHEME = "bearer "
_ADMIN = enums()["Powers"]["ADMIN"]


@dataclass(frozen=True)
class Challenge:
    """What a wallet is to sign; times in seconds since 1970 UTC."""

    nonce: str
    request: SignInRequest
    issued_at: int
    expires_at: int
    message: str | None


@dataclass(frozen=True)
class SignedIn:
    """A new session; the token is told this once."""

    token: str
    expires_at: int
    member: int
    wallet: str


class AuthService:
    """Turns signatures into sessions, and tokens and keys into subjects."""

    def __init__(
        self, settings: ApiSettings, store: AuthStore, ledger: Ledger, clock: Clock
    ) -> None:
        self._settings = settings
        self._store = store
        self._ledger = ledger
        self._clock = clock
        self._standings = SinceMove(lambda: ledger.moves, self._read_standing)
        self._request = SignInRequest(settings.domain, settings.url, ledger.deployment.chain_id)

    async def challenge(self, wallet: str | None) -> Challenge:
        """Gives out a nonce, and the message to sign if the wallet is named."""
        now = int(self._clock())
        expires_at = now + self._settings.nonce_seconds
        nonce = new_nonce()
        await self._store.add_nonce(nonce, now=now, expires_at=expires_at)
        message = None
        if wallet is not None:
            message = compose(self._request, wallet, nonce, issued_at=now, expires_at=expires_at)
        return Challenge(nonce, self._request, now, expires_at, message)

    async def sign_in(self, message: str, signature: str) -> SignedIn:
        """Opens a session for the wallet that signed.

        Raises:
            InvalidInput: The message is not EIP-4361, or names another gateway or chain.
            NotAuthenticated: Wrong signature, a nonce that is unknown, used or expired, or a
                wallet that is not enrolled, or not any more.
        """
        wallet, nonce = await asyncio.to_thread(
            verified, message, signature, self._request, now=self._clock()
        )
        now = int(self._clock())
        if not await self._store.use_nonce(nonce, now=now):
            raise NotAuthenticated(
                "nonce_unknown",
                Words(
                    "This nonce was used already, has expired, or is not ours.",
                    "该随机数已被使用、已过期，或并非由本网关签发。",
                ),
            )
        _, member = await self._standing(wallet)
        token = new_token()
        session = Session(wallet, member.number, now + self._settings.session_seconds)
        about = {"expires_at": session.expires_at}
        note = Note("session.begun", member.number, wallet, "signature", about, now)
        await self._store.add_session(token, session, now=now, note=note)
        return SignedIn(token, session.expires_at, session.member, wallet)

    async def subject(self, authorization: str | None) -> Subject:
        """Who sends this `Authorization` header; the wallet is checked again each time.

        Raises:
            NotAuthenticated: No valid session or key, or its wallet may not act any more.
        """
        if not authorization or not authorization.lower().startswith(_SCHEME):
            raise NotAuthenticated(
                "not_authenticated",
                Words("This needs a session or an API key.", "需要登录或 API 密钥。"),
            )
        credential = authorization[len(_SCHEME) :].strip()
        key = await self._live_key(credential)
        if key is not None:
            wallet, member = await self._standing(key.wallet)
            powers = key.powers & wallet.powers
            return Subject(key.member, key.wallet, powers, member.roles, "api_key", None)
        session = await self._live_session(credential)
        wallet, member = await self._standing(session.wallet)
        return Subject(
            session.member,
            session.wallet,
            wallet.powers,
            member.roles,
            "session",
            session.expires_at,
        )

    async def sign_out(self, subject: Subject, authorization: str) -> None:
        """Ends the session that this header carries; a key is no session, and stays."""
        if subject.via == "session":
            note = note_of(subject, "session.ended", self._clock)
            await self._store.end_session(authorization[len(_SCHEME) :].strip(), note)

    async def create_key(
        self, subject: Subject, label: str, powers: int | None
    ) -> tuple[str, ApiKey]:
        """Makes a key for the caller's member with these powers, or all, of the caller's wallet.

        Returns: the key's text, told this once, and what is kept of it.

        Raises:
            Forbidden: this is no wallet's session.
            InvalidInput: the wallet has not all of these powers.
        """
        _require_session(subject)
        if powers is not None and powers & ~subject.powers:
            raise InvalidInput(
                FieldProblem(
                    "powers",
                    "powers",
                    "must be powers that your wallet has",
                    "应为您的钱包拥有的权限",
                )
            )
        parts = new_key()
        key = ApiKey(
            parts.key_id,
            label,
            subject.member,
            subject.wallet,
            subject.powers if powers is None else powers,
            int(self._clock()),
            None,
        )
        note = note_of(subject, "key.made", self._clock, key=key.key_id, powers=key.powers)
        await self._store.add_key(key, parts.secret, note)
        return key_text(parts), key

    async def keys(self, subject: Subject) -> list[ApiKey]:
        """The caller's member's keys, newest first."""
        _require_session(subject)
        return list(await self._store.keys(subject.member))

    async def revoke_key(self, subject: Subject, key_id: str) -> None:
        """Revokes one of the caller's member's keys."""
        _require_session(subject)
        note = note_of(subject, "key.revoked", self._clock, key=key_id)
        now = int(self._clock())
        if not await self._store.revoke_key(key_id, subject.member, now=now, note=note):
            raise NotFound("API key", " API 密钥")

    async def rotate_key(self, subject: Subject, key_id: str, overlap: int) -> tuple[str, ApiKey]:
        """Gives a key a new secret; the one so far stays good for `overlap` seconds.

        Returns: the key's text, told this once, and what is kept of it.

        Raises:
            NotFound: The member has no such key.
            Forbidden: This is neither a session of the wallet that made the key nor of an admin wallet: another
                wallet would get powers that it has not.
            Conflict: The key was revoked.
        """
        _require_session(subject)
        key = await self._store.key_of(key_id, subject.member)
        if key is None:
            raise NotFound("API key", " API 密钥")
        if subject.wallet != key.wallet and not subject.powers & _ADMIN:
            raise _not_your_key()
        parts, until = rotated_key(key_id), int(self._clock()) + overlap
        note = note_of(subject, "key.rotated", self._clock, key=key_id, overlap=overlap)
        if not await self._store.rotate_key(key_id, parts.secret, until=until, note=note):
            raise Conflict("key_revoked", Words("This API key was revoked.", "该 API 密钥已撤销。"))
        return key_text(parts), replace(key, previous_until=until)

    async def _live_key(self, credential: str) -> ApiKey | None:
        parts = parse_key(credential)
        if parts is None:
            return None
        now = int(self._clock())
        key = await self._store.key(parts, now=now)
        if key is None:
            raise NotAuthenticated(
                "key_unknown", Words("There is no such API key.", "没有该 API 密钥。")
            )
        if key.revoked_at is not None:
            raise NotAuthenticated(
                "key_revoked", Words("This API key was revoked.", "该 API 密钥已撤销。")
            )
        await self._store.used(key.key_id, now=now)
        return key

    async def _live_session(self, credential: str) -> Session:
        session = await self._store.session(credential) if is_token(credential) else None
        if session is None:
            raise NotAuthenticated(
                "session_unknown", Words("There is no such session.", "没有该会话。")
            )
        if session.expires_at <= self._clock():
            raise NotAuthenticated(
                "session_expired", Words("The session has ended.", "会话已过期。")
            )
        return session

    async def _standing(self, address: str) -> tuple[Wallet, Member]:
        """The wallet and its member, if both may act now."""
        wallet, member = await self._standings(address)
        if wallet is None:
            if not await self._ledger.read.threshold():
                # Nobody is: the chain or the index was lost and is being made again.
                raise Unavailable(
                    "index_unavailable",
                    Words("The gateway is still reading the ledger.", "网关正在读取账本。"),
                )
            raise _wallet_refused("wallet_not_enrolled", "is not enrolled", "尚未登记")
        if wallet.revoked:
            raise _wallet_refused("wallet_revoked", "has been revoked", "已被撤销")
        if wallet.expires_at and wallet.expires_at < self._clock():
            raise _wallet_refused("wallet_expired", "has expired", "已过期")
        if member is None or not member.active:
            raise _wallet_refused(
                "member_suspended", "belongs to a suspended member", "所属成员已被暂停"
            )
        return wallet, member

    async def _read_standing(self, address: str) -> tuple[Wallet | None, Member | None]:
        wallet = await self._ledger.read.wallet(address)
        return wallet, None if wallet is None else await self._ledger.read.member(wallet.member)


def _wallet_refused(code: str, en: str, zh: str) -> NotAuthenticated:
    return NotAuthenticated(
        code,
        Words(f"The wallet {en}.", f"该钱包{zh}。"),
        remedy=Words(
            "Use another wallet of your organisation, or have an admin wallet enrol this one.",
            "请使用贵单位的其他钱包，或由管理员钱包登记该钱包。",
        ),
    )


def _not_your_key() -> Forbidden:
    return Forbidden(
        "not_your_key",
        Words("Another wallet made this API key.", "该 API 密钥由其他钱包创建。"),
        Words(
            "Sign in with the wallet that made it, or with one that has the power ADMIN.",
            "请使用创建该密钥的钱包，或具有 ADMIN 权限的钱包登录。",
        ),
    )


def _require_session(subject: Subject) -> None:
    if subject.via != "session":
        raise Forbidden(
            "session_required",
            Words(
                "API keys are managed by a signed-in wallet only.",
                "API 密钥只能由已登录的钱包管理。",
            ),
            remedy=Words("Sign in with a wallet.", "请用钱包登录。"),
        )
