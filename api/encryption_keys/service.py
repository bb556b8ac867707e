"""Publishing encryption keys: the gateway checks a statement as every reader of it will."""

from api.audit.service import note_of
from api.auth.subject import Subject
from api.clock import Clock
from api.encryption_keys.schemas import KeyPublish
from api.encryption_keys.store import KeyStore, PublishedKey
from api.errors import Conflict, FieldProblem, InvalidInput, Words
from api.kit.names import Power
from chain.ledger import Ledger
from wallets.errors import SignatureError
from wallets.key_statement import KeyStatement

MOST = 50
"""How many statements a member may have here."""


class EncryptionKeyService:
    """What the routes of encryption keys do."""

    def __init__(self, ledger: Ledger, store: KeyStore, clock: Clock) -> None:
        self._ledger = ledger
        self._store = store
        self._clock = clock

    async def publish(self, subject: Subject, body: KeyPublish) -> PublishedKey:
        """Keeps a key of the caller's member.

        Raises:
            InvalidInput: The statement does not hold now, or no admin wallet of the member signed it.
            Conflict: The member has as many statements as it may.
        """
        deployment, now = self._ledger.deployment, int(self._clock())
        statement = KeyStatement(
            member=subject.member,
            public=bytes.fromhex(body.public_key[2:]),
            chain_id=deployment.chain_id,
            consortium=self._ledger.domain("Consortium").verifying_contract,
            issued_at=int(body.issued_at.timestamp()),
            expires_at=int(body.expires_at.timestamp()),
        )
        if body.issued_at.microsecond or body.expires_at.microsecond:
            raise _refused("issued_at", "whole_seconds", "must be whole seconds", "应为整秒")
        if not statement.holds_at(now):
            raise _refused(
                "expires_at",
                "holds_now",
                "must hold now, and for at most 400 days",
                "应在当前有效，且有效期不超过 400 天",
            )
        wallet = await self._signer(statement, body.signature, now)
        kept = await self._store.of_member(subject.member)
        if len(kept) >= MOST:
            raise Conflict(
                "too_many_encryption_keys",
                Words(
                    f"A member has at most {MOST} statements here.", f"每个成员最多 {MOST} 份声明。"
                ),
            )
        key = PublishedKey(
            member=subject.member,
            public_key=body.public_key,
            issued_at=statement.issued_at,
            expires_at=statement.expires_at,
            wallet=wallet,
            signature=body.signature.lower(),
            published_at=now,
        )
        note = note_of(subject, "encryption_key.published", self._clock, public_key=key.public_key)
        await self._store.add(key, note)
        return key

    async def of_member(self, member: int) -> list[PublishedKey]:
        """A member's keys, the one stated last first."""
        return await self._store.of_member(member)

    async def _signer(self, statement: KeyStatement, signature: str, now: int) -> str:
        try:
            address = statement.signed_by(bytes.fromhex(signature[2:]))
        except SignatureError as error:
            raise _refused("signature", "signature", str(error), "签名格式不正确") from None
        wallet = await self._ledger.read.wallet(address)
        ends = 0 if wallet is None else wallet.expires_at
        if (
            wallet is None
            or wallet.member != statement.member
            or wallet.revoked
            or (ends and ends < now)
            or not wallet.powers & Power.ADMIN
        ):
            raise _refused(
                "signature",
                "admin_wallet",
                "must be an admin wallet's of your organisation, over this very statement",
                "应由贵单位的管理员钱包对该声明签名",
            )
        return address


def _refused(field: str, rule: str, message: str, message_zh: str) -> InvalidInput:
    return InvalidInput(FieldProblem(field, rule, message, message_zh))
