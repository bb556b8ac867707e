"""What members and wallets look like in JSON."""

from pydantic import Field

from api.auth.sign_in import rfc3339
from api.kit import spelled
from api.kit.names import Power, names_of
from api.kit.schema import Address, Id, MemberNumber, Output, Time, time_or_none
from chain.states import Role
from chain.store.rows import Member, Wallet


class MemberRead(Output):
    """An organisation."""

    member: MemberNumber
    name: str
    roles: list[spelled.Role] = Field(examples=[["CARRIER"]])
    active: bool = Field(description="False while it is suspended.")
    version: int = Field(description="The version that the next action about it carries.")
    four_eyes: list[spelled.Power] = Field(
        description="The powers that take two of its wallets' signatures.", examples=[["TRANSFER"]]
    )
    recovery_wallet: Address | None = Field(
        description="The wallet that the governors propose in place of its lost ones; it may veto."
    )
    recovery_ready_at: Time | None = Field(description="When that wallet can take over.")
    identity: Id = Field(description="Salted commitment of its legal identifier.")
    admitted_at: Time
    updated_at: Time

    @classmethod
    def of(cls, row: Member) -> "MemberRead":
        """From the ledger's row."""
        return cls(
            member=row.number,
            name=row.name,
            roles=names_of(Role, row.roles),
            active=row.active,
            version=row.version,
            four_eyes=names_of(Power, row.four_eyes),
            recovery_wallet=row.recovery_wallet,
            recovery_ready_at=time_or_none(row.recovery_ready_at or 0),
            identity=row.identity,
            admitted_at=rfc3339(row.admitted_at),
            updated_at=rfc3339(row.updated_at),
        )


class MemberList(Output):
    """The members by number."""

    items: list[MemberRead]


class WalletRead(Output):
    """A key that signs for one member."""

    wallet: Address
    member: MemberNumber
    powers: list[spelled.Power] = Field(examples=[["GATE"]])
    expires_at: Time | None = Field(description="Null: never.")
    revoked: bool
    enrolled_at: Time
    updated_at: Time

    @classmethod
    def of(cls, row: Wallet) -> "WalletRead":
        """From the ledger's row."""
        return cls(
            wallet=row.address,
            member=row.member,
            powers=names_of(Power, row.powers),
            expires_at=time_or_none(min(row.expires_at, 253_402_300_799)),
            revoked=row.revoked,
            enrolled_at=rfc3339(row.enrolled_at),
            updated_at=rfc3339(row.updated_at),
        )


class WalletList(Output):
    """A member's wallets in the order of their enrolment."""

    items: list[WalletRead]
