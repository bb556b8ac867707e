"""The answers to POSTs with a key, kept for a day: the only SQL of them.

What a caller was answered may be told once only (an API key, a salt): it is kept encrypted with the gateway's key,
and keys and requests as keyed hashes, so that the store alone tells nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from api.auth.subject import Subject
from api.clock import Clock
from api.errors import Conflict, PlatformError, Words
from api.kit.secret import GatewaySecret
from api.store import answers

KEPT_SECONDS: Final = 24 * 3600
"""How long an answer is told again."""

_PURPOSE: Final = "idempotency"


@dataclass(frozen=True)
class Answer:
    """What was answered: status, headers and body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True)
class Attempt:
    """A request with a key: whose and which, and what it asks, both as keyed hashes."""

    key: str
    request: str


class Answers:
    """Lets the first of several equal requests through, and keeps its answer for the others."""

    def __init__(
        self, engine: AsyncEngine, secret: GatewaySecret, clock: Clock, longest_seconds: float
    ) -> None:
        """`longest_seconds` is how long a request may take: one that began earlier was broken off by a crash."""
        self._engine, self._secret, self._clock = engine, secret, clock
        self._longest = longest_seconds

    def attempt(self, subject: Subject, key: str, *request: str) -> Attempt:
        """A caller's request: a key is that of one wallet, and of its sessions or its API keys."""
        whose = (str(subject.member), subject.wallet, subject.via, key)
        return Attempt(
            self._secret.mac(_PURPOSE, *whose).hex(), self._secret.mac(_PURPOSE, *request).hex()
        )

    async def begin(self, attempt: Attempt) -> Answer | None:
        """The answer that was given; None if this is the first request, which is to be carried out.

        Raises:
            PlatformError: 422: the key came with another request; 409: the first request is still under way.
        """
        now, row = int(self._clock()), answers.c
        mine = row.key_mac == attempt.key
        broken_off = row.sealed.is_(None) & (row.started_at < now - self._longest)
        async with self._engine.begin() as db:
            await db.execute(delete(answers).where(or_(row.expires_at <= now, mine & broken_off)))
        first = {
            "key_mac": attempt.key,
            "request_mac": attempt.request,
            "started_at": now,
            "expires_at": now + KEPT_SECONDS,
        }
        try:
            async with self._engine.begin() as db:
                await db.execute(insert(answers).values(**first))
        except IntegrityError:
            return await self._earlier(attempt)
        return None

    async def end(self, attempt: Attempt, answer: Answer) -> None:
        """Keeps the answer to the first request."""
        plain = json.dumps([answer.status, answer.headers, answer.body.hex()]).encode()
        sealed = self._secret.sealed(_PURPOSE, plain, attempt.key)
        async with self._engine.begin() as db:
            await db.execute(
                update(answers).where(answers.c.key_mac == attempt.key).values(sealed=sealed)
            )

    async def forget(self, attempt: Attempt) -> None:
        """The first request came to nothing: the next one is the first."""
        async with self._engine.begin() as db:
            await db.execute(delete(answers).where(answers.c.key_mac == attempt.key))

    async def _earlier(self, attempt: Attempt) -> Answer | None:
        statement = select(answers.c.request_mac, answers.c.sealed).where(
            answers.c.key_mac == attempt.key
        )
        async with self._engine.connect() as db:
            found = (await db.execute(statement)).one_or_none()
        if found is not None and found.request_mac != attempt.request:
            raise _reused()
        if found is None or found.sealed is None:
            raise _under_way()
        status, headers, body = json.loads(self._secret.opened(_PURPOSE, found.sealed, attempt.key))
        return Answer(status, tuple((name, value) for name, value in headers), bytes.fromhex(body))


def _reused() -> PlatformError:
    return PlatformError(
        "idempotency_key_reused",
        422,
        "Idempotency-Key reused",
        Words(
            "This Idempotency-Key came with another request.",
            "该 Idempotency-Key 已用于另一请求。",
        ),
        remedy=Words(
            "Send a new key with a new request; to repeat one, send it as it was.",
            "新请求请使用新的键；如需重复原请求，请原样发送。",
        ),
    )


def _under_way() -> Conflict:
    problem = Conflict(
        "idempotency_key_in_use",
        Words(
            "The first request with this key is still under way.", "使用该键的首个请求仍在处理中。"
        ),
        remedy=Words("Send it again in a moment.", "请稍后重新发送。"),
    )
    problem.headers["Retry-After"] = "1"
    return problem
