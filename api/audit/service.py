"""The audit log: what other services tell it, and what a member's admins may read of it."""

from __future__ import annotations

from typing import Final

from api.audit.store import AuditStore, Kept, KeptAnchor, Note
from api.auth.subject import Subject
from api.clock import Clock
from api.errors import Forbidden, Words
from contracts.bindings import enums

_ADMIN: Final = "ADMIN"


class AuditService:
    """Takes notes of reads, and shows a member's admin wallets what concerns their member."""

    def __init__(self, store: AuditStore, clock: Clock) -> None:
        self._store, self._clock = store, clock

    async def read(
        self, subject: Subject, event: str, *, other: int | None = None, **about: str | int
    ) -> None:
        """Notes a read before it is answered: a read that cannot be noted is not answered.

        `other` is the member that owns what was read, `about` says what that was by ids alone.
        """
        await self._store.add(note_of(subject, event, self._clock, other=other, **about))

    async def entries(self, subject: Subject, before: int | None, limit: int) -> list[Kept]:
        """What concerns the caller's member, newest first. Raises Forbidden."""
        _require_admin(subject)
        return await self._store.of_member(subject.member, before, limit)

    async def chain(self, subject: Subject, after: int, limit: int) -> list[Kept]:
        """The whole chain in order; the router hides what does not concern the member. Raises Forbidden."""
        _require_admin(subject)
        return await self._store.chain(after, limit)

    async def anchors(self, subject: Subject, after: int, limit: int) -> list[KeptAnchor]:
        """Where the chain was put on the ledger, oldest first. Raises Forbidden."""
        _require_admin(subject)
        return await self._store.anchors(after, limit)


def note_of(
    subject: Subject, event: str, clock: Clock, *, other: int | None = None, **about: str | int
) -> Note:
    """What a caller did, for the audit log."""
    another = other if other != subject.member else None
    at = int(clock())
    return Note(event, subject.member, subject.wallet, subject.via, about, at, another)


def _require_admin(subject: Subject) -> None:
    if subject.via == "session" and subject.powers & enums()["Powers"][_ADMIN]:
        return
    raise Forbidden(
        "admin_session",
        Words("The audit log is an admin wallet's affair.", "审计日志由管理员钱包查阅。"),
        Words(
            "Sign in with a wallet that has the power ADMIN.", "请使用具有 ADMIN 权限的钱包登录。"
        ),
    )
