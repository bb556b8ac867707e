"""Members, their wallets and the directory."""

from dataclasses import replace
from typing import Any

from chain.indexer.events import LogEvent
from chain.indexer.projection import Change, Rows, Step, existing, handles
from chain.states import POWER_ADMIN
from chain.store.rows import Consortium, Contract, Member, Wallet


def _enrolment_step(event: LogEvent) -> Step:
    """A member's first wallet comes with its admission, signed by nobody and at the same version."""
    return Step.SAME if int(event.text("signer"), 16) == 0 else Step.NEXT


def _threshold_step(event: LogEvent) -> Step:
    """The first threshold comes with the deployment."""
    return Step.FIRST if event.version == 1 else Step.NEXT


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
            four_eyes=0,
            recovery_wallet=None,
            recovery_ready_at=None,
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


@handles("Consortium", "RolesChanged")
def roles_changed(rows: Rows, event: LogEvent) -> list[Change]:
    """The governors admit a member as something else."""
    return [_changed(rows, event, roles=event.number("roles"))]


@handles("Consortium", "MemberSuspended")
def member_suspended(rows: Rows, event: LogEvent) -> list[Change]:
    """A member neither acts nor receives for now."""
    return [_changed(rows, event, active=False)]


@handles("Consortium", "MemberReinstated")
def member_reinstated(rows: Rows, event: LogEvent) -> list[Change]:
    """A member acts and receives again."""
    return [_changed(rows, event, active=True)]


@handles("Consortium", "ThresholdChanged", step=_threshold_step)
def threshold_changed(rows: Rows, event: LogEvent) -> list[Change]:
    """So many governors have to sign from now on."""
    del rows
    return [Consortium(0, event.version, event.number("threshold"), event.time)]


@handles("Consortium", "FourEyesSet")
def four_eyes_set(rows: Rows, event: LogEvent) -> list[Change]:
    """A member asks for two wallets' signatures on families of actions."""
    return [_changed(rows, event, four_eyes=event.number("powers"))]


@handles("Consortium", "RecoveryProposed")
def recovery_proposed(rows: Rows, event: LogEvent) -> list[Change]:
    """The governors propose a wallet for a member that lost its own; the delay begins."""
    wallet, ready_at = event.text("wallet"), event.number("readyAt")
    return [_changed(rows, event, recovery_wallet=wallet, recovery_ready_at=ready_at)]


@handles("Consortium", "RecoveryVetoed")
def recovery_vetoed(rows: Rows, event: LogEvent) -> list[Change]:
    """The member has its wallets: the proposal is gone."""
    return [_changed(rows, event, recovery_wallet=None, recovery_ready_at=None)]


@handles("Consortium", "RecoveryCompleted", step=Step.SAME)
def recovery_completed(rows: Rows, event: LogEvent) -> list[Change]:
    """The new wallet, enrolled by the event before, took over; the four-eyes rule ended with the old ones."""
    return [_changed(rows, event, recovery_wallet=None, recovery_ready_at=None, four_eyes=0)]


def _changed(rows: Rows, event: LogEvent, **fields: Any) -> Member:
    member = existing(rows, Member, event, event.number("member"))
    return replace(member, version=event.version, updated_at=event.time, **fields)


def _is_admin(wallet: Wallet | None) -> int:
    return int(wallet is not None and bool(wallet.powers & POWER_ADMIN))


def _counted(member: Member, event: LogEvent, admins: int) -> Member:
    return replace(
        member,
        version=event.version,
        admin_wallets=member.admin_wallets + admins,
        updated_at=event.time,
    )
