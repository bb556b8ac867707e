"""What sign-in and API keys look like in JSON."""

from typing import Annotated, Literal

from pydantic import Field

from api.auth.service import Challenge, SignedIn
from api.auth.sign_in import MAX_MESSAGE, STATEMENT, SignInRequest, compose, rfc3339
from api.auth.store import ApiKey
from api.auth.subject import Subject
from api.kit.schema import Address, Input, MemberNumber, Output, Time, time_or_none


class NonceCreate(Input):
    """The wallet that will sign, to get the whole message; not needed for the nonce alone."""

    wallet: Address | None = None


class NonceRead(Output):
    """What the sign-in message (EIP-4361) must say."""

    nonce: str = Field(description="Single use.")
    domain: str = Field(description="The message's domain.")
    uri: str = Field(description="The message's URI.")
    chain_id: int
    version: str = Field(description="The message's version.")
    statement: str = Field(description="A statement that the message may carry.")
    issued_at: Time
    expires_at: Time
    message: str | None = Field(
        description="The whole message, if the wallet was named: sign it with EIP-191."
    )

    @classmethod
    def of(cls, challenge: Challenge) -> "NonceRead":
        """From the service's value."""
        return cls(
            nonce=challenge.nonce,
            domain=challenge.request.domain,
            uri=challenge.request.uri,
            chain_id=challenge.request.chain_id,
            version="1",
            statement=STATEMENT,
            issued_at=rfc3339(challenge.issued_at),
            expires_at=rfc3339(challenge.expires_at),
            message=challenge.message,
        )


EXAMPLE = compose(
    SignInRequest("gateway.example", "https://gateway.example", 1337),
    "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
    "8e03978e40d543ddbc936894a57f9324",
    issued_at=1_795_000_000,
    expires_at=1_795_000_300,
)
"""A message of some gateway, as the documentation shows it."""


class SessionCreate(Input):
    """A signed sign-in message."""

    message: Annotated[
        str,
        Field(
            min_length=1,
            max_length=MAX_MESSAGE,
            description="EIP-4361, as it was signed.",
            examples=[EXAMPLE],
        ),
    ]
    signature: Annotated[
        str,
        Field(
            pattern=r"^0x[0-9a-fA-F]{130}$",
            description="The wallet's EIP-191 signature: 65 bytes r, s, v as 0x-hex.",
            examples=["0x" + "00" * 65],
        ),
    ]


class SessionRead(Output):
    """A session; the token is told this once."""

    token: str = Field(description="Send it as `Authorization: Bearer <token>`.")
    expires_at: Time
    member: MemberNumber
    wallet: Address

    @classmethod
    def of(cls, session: SignedIn) -> "SessionRead":
        """From the service's value."""
        return cls(
            token=session.token,
            expires_at=rfc3339(session.expires_at),
            member=session.member,
            wallet=session.wallet,
        )


class CallerRead(Output):
    """Who you are to this gateway."""

    member: MemberNumber
    wallet: Address
    powers: int = Field(description="Bits of Powers: what this wallet may sign.")
    via: Literal["session", "api_key"]
    expires_at: Time | None = Field(description="When the session ends; null for a key.")

    @classmethod
    def of(cls, subject: Subject) -> "CallerRead":
        """From the service's value."""
        return cls(
            member=subject.member,
            wallet=subject.wallet,
            powers=subject.powers,
            via=subject.via,
            expires_at=time_or_none(subject.expires_at),
        )


class ApiKeyCreate(Input):
    """A name for the key, and what it may do."""

    label: Annotated[
        str, Field(min_length=1, max_length=64, description="What the key is for.")
    ] = Field(examples=["terminal gate 3"])
    powers: int | None = Field(
        default=None,
        ge=0,
        lt=1 << 32,
        strict=True,
        description="Bits of Powers, all of them the wallet's; all that it has, if left out.",
    )


class ApiKeyRotate(Input):
    """How long the secret so far stays good."""

    overlap_seconds: int = Field(
        default=86_400,
        ge=0,
        le=30 * 86_400,
        description="Seconds for which the old secret is good beside the new one; 0 ends it at once.",
    )


class ApiKeyRead(Output):
    """An API key without its secret."""

    id: str
    label: str
    member: MemberNumber
    wallet: Address = Field(description="The wallet that made it; the key ends with it.")
    powers: int = Field(description="Bits of Powers that the wallet had.")
    created_at: Time
    revoked_at: Time | None
    previous_until: Time | None = Field(
        description="How long the secret before the last rotation is good."
    )
    last_used_at: Time | None = Field(description="To the minute.")

    @classmethod
    def of(cls, key: ApiKey) -> "ApiKeyRead":
        """From the store's value."""
        return cls(
            id=key.key_id,
            label=key.label,
            member=key.member,
            wallet=key.wallet,
            powers=key.powers,
            created_at=rfc3339(key.created_at),
            revoked_at=time_or_none(key.revoked_at),
            previous_until=time_or_none(key.previous_until),
            last_used_at=time_or_none(key.last_used_at),
        )


class ApiKeyCreated(ApiKeyRead):
    """A new key, or one with a new secret; its text is told this once."""

    key: str = Field(description="Send it as `Authorization: Bearer <key>`.")


class ApiKeyList(Output):
    """The member's keys, newest first."""

    items: list[ApiKeyRead]
