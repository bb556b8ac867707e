"""Members, their wallets and the directory."""

from dataclasses import replace

from chain.indexer.events import LogEvent
from chain.indexer.projection import Change, Rows, Step, existing, handles
from chain.states import POWER_ADMIN
from chain.store.rows import Contract, Member, Wallet


def _enrolment_step(event: LogEvent) -> Step:
    """A member's first wallet comes with its admission, signed by nobody and at the same version."""
    return Step.SAME if int(event.text("signer"), 16) == 0 else Step.NEXT


@handles("Consortium", "ContractRegistered", step=Step.NONE)
def contract_registered(rows: Rows, event: LogEvent) -> list[Change]:
    """The directory names a contract."""
    del rows
    return [Contract(event.text("name"), event.text("target"))]


@handles("Consortium", "MemberAdmitted", step=Step.FIRST)
def member_admitted(rows: Rows, event: LogEvent) -> list[Change]:
    """An organisation is a member from now on; its first wallet follows in the same transaction."""
    del rows
    return [
        Member(
            number=event.number("member"),
            identity=event.text("identity"),
            name=event.text("name"),
            roles=event.number("roles"),
            version=event.version,
            active=True,
            admin_wallets=0,
            admitted_at=event.time,
            updated_at=event.time,
        )
    ]


@handles("Consortium", "WalletEnrolled", step=_enrolment_step)
def wallet_enrolled(rows: Rows, event: LogEvent) -> list[Change]:
    """A wallet gets powers and an expiry, for the first time or anew."""
    member = existing(rows, Member, event, event.number("member"))
    before = rows.get(Wallet, event.text("wallet"))
    after = Wallet(
        address=event.text("wallet"),
        member=member.number,
        powers=event.number("powers"),
        expires_at=event.number("expiresAt"),
        revoked=False,
        enrolled_at=before.enrolled_at if before else event.time,
        updated_at=event.time,
    )
    return [_counted(member, event, _is_admin(after) - _is_admin(before)), after]


@handles("Consortium", "WalletRevoked")
def wallet_revoked(rows: Rows, event: LogEvent) -> list[Change]:
    """A wallet is revoked for good; its powers stay on record."""
    member = existing(rows, Member, event, event.number("member"))
    wallet = existing(rows, Wallet, event, event.text("wallet"))
    after = replace(wallet, revoked=True, updated_at=event.time)
    return [_counted(member, event, -_is_admin(wallet)), after]


def _is_admin(wallet: Wallet | None) -> int:
    return int(wallet is not None and bool(wallet.powers & POWER_ADMIN))


def _counted(member: Member, event: LogEvent, admins: int) -> Member:
    return replace(
        member,
        version=event.version,
        admin_wallets=member.admin_wallets + admins,
        updated_at=event.time,
    )
