"""Who handed in an action that another member signed: that member may follow it, too."""

from sqlalchemy import exists, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from api.auth.subject import Subject
from api.store import relays
from chain.actions import ActionRecord


class Relays:
    """Members that relayed others' actions; one's own are not written down."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def remember(self, record: ActionRecord, subject: Subject) -> None:
        """Remembers the caller as a relayer of an action that it did not sign."""
        if subject.wallet in record.signers or record.message.get("actor") == subject.member:
            return
        try:
            async with self._engine.begin() as db:
                await db.execute(
                    insert(relays).values(action_id=record.action_id, member=subject.member)
                )
        except IntegrityError:
            return  # Handed in before by the same member.

    async def relayed(self, action_id: str, member: int) -> bool:
        """Whether this member handed the action in."""
        row = relays.c
        statement = select(exists().where(row.action_id == action_id, row.member == member))
        async with self._engine.connect() as db:
            return bool((await db.execute(statement)).scalar_one())
