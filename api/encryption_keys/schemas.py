"""Encryption keys in JSON."""

from pydantic import AwareDatetime, Field

from api.auth.sign_in import rfc3339
from api.encryption_keys.store import PublishedKey
from api.kit.schema import Address, Id, Input, MemberNumber, Output, Time


class KeyPublish(Input):
    """A key of your organisation and the statement that an admin wallet of it signed."""

    public_key: Id = Field(description="The X25519 key, 32 bytes as 0x-hex.")
    issued_at: AwareDatetime = Field(
        description="From when files may be sealed for it, in whole seconds.",
        examples=["2026-11-24T13:53:00Z"],
    )
    expires_at: AwareDatetime = Field(
        description="Until when; at most 400 days later.", examples=["2027-11-24T13:53:00Z"]
    )
    signature: str = Field(
        pattern=r"^0x[0-9a-fA-F]{130}$",
        description="The statement signed as a personal message (EIP-191), 65 bytes r‖s‖v. The statement's text is "
        "in docs/files.md.",
        examples=["0x" + "1b" * 65],
    )


class EncryptionKeyRead(Output):
    """A published key with its statement, for whoever seals a file to check."""

    member: MemberNumber
    public_key: Id
    issued_at: Time
    expires_at: Time
    wallet: Address = Field(description="Who signed the statement.")
    signature: str
    published_at: Time

    @classmethod
    def of(cls, key: PublishedKey) -> "EncryptionKeyRead":
        """From the store's value."""
        return cls(
            member=key.member,
            public_key=key.public_key,
            issued_at=rfc3339(key.issued_at),
            expires_at=rfc3339(key.expires_at),
            wallet=key.wallet,
            signature=key.signature,
            published_at=rfc3339(key.published_at),
        )


class EncryptionKeyList(Output):
    """A member's keys, the one stated last first."""

    items: list[EncryptionKeyRead]
