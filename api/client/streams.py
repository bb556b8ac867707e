"""Server-sent events, sans I/O: lines in, typed events out, and where to go on after a broken connection."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any, Generic, TypeVar

from api.client.errors import GatewayUnreachable, Refused, UnexpectedAnswer
from api.client.flows import Flows
from api.client.messages import Flow, Request, Response
from api.client.problem import problem_of
from api.client.transport import RetryPolicy, is_passing

T = TypeVar("T")


class Patience:
    """How long to pause before a broken stream is asked for again, and when to give up."""

    def __init__(self, url: str, policy: RetryPolicy) -> None:
        self._url = url
        self._policy = policy
        self._next = policy.first_pause
        self._broken_since: float | None = None

    def heard(self) -> None:
        """Something came: all is well again."""
        self._next, self._broken_since = self._policy.first_pause, None

    def pause(self, reason: str) -> float:
        """Seconds to wait.

        Raises:
            GatewayUnreachable: nothing came for as long as the policy says.
        """
        now = time.monotonic()
        self._broken_since = self._broken_since or now
        if now - self._broken_since + self._next > self._policy.give_up_after:
            raise GatewayUnreachable(self._url, reason)
        pause, self._next = self._next, min(2 * self._next, self._policy.longest_pause)
        return pause


class Stream(Generic[T]):
    """A stream that goes on where it was: each event's `id` is the cursor to come back with."""

    def __init__(
        self, flows: Flows, path: str, read: Callable[[Any], T], after: str | None = None
    ) -> None:
        self._flows = flows
        self._path = path
        self._read = read
        self._last = after
        self._id: str | None = None
        self._data: list[str] = []
        self._renewed = False

    def request(self) -> Flow[Request]:
        """What to ask to go on; signs in if need be."""
        self._data, self._id = [], None
        headers = {"Accept": "text/event-stream"}
        if self._last is not None:
            headers["Last-Event-ID"] = self._last
        return (yield from self._flows.authorised(Request("GET", self._path, headers=headers)))

    def answered(self, response: Response) -> str:
        """Hears an answer that is no stream; returns why it is to be asked again.

        Raises:
            Refused: the gateway says no.
        """
        if is_passing(response.status):
            return f"it answers {response.status}"
        if response.status == HTTPStatus.UNAUTHORIZED and not self._renewed and self._flows.signer:
            self._renewed, self._flows.session = True, None
            return "the session has ended"
        raise Refused(problem_of(response))

    def line(self, text: str) -> Iterator[T]:
        """Reads a line; an empty one ends an event."""
        if text:
            self._field(text)
        elif self._data:
            event = self._event("\n".join(self._data))
            self._last, self._data, self._renewed = self._id or self._last, [], False
            yield event

    def _field(self, text: str) -> None:
        name, _, value = text.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            self._data.append(value)
        elif name == "id":
            self._id = value

    def _event(self, data: str) -> T:
        try:
            return self._read(json.loads(data))
        except json.JSONDecodeError:
            raise UnexpectedAnswer("an event of the stream is no JSON") from None
