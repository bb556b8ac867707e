"""One definition of a call for both clients.

A call is written once, as a flow in a `Group`. In a client that awaits (`Group[Async]`) it is a coroutine, in one that
does not (`Group[Sync]`) it returns the result; a type checker sees which, with the names and types of all arguments.
"""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import update_wrapper
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, TypedDict, TypeVar, overload

from api.client.flows import Flows
from api.client.messages import Flow
from api.client.resources import ActionRecord, Page
from api.client.signers import AnySigner
from api.client.streams import Stream

P = ParamSpec("P")
T = TypeVar("T")


class Async:
    """The mark of a group whose calls are awaited."""


class Sync:
    """The mark of a group whose calls return when they are done."""


M = TypeVar("M", Async, Sync)


class Driver(Protocol):
    """Who carries flows out: a client."""

    def run(self, flow: Flow[Any]) -> Any:
        """Carries a flow to its end."""

    def pages(self, page: Callable[[str | None], Flow[Page[Any]]], after: str | None) -> Any:
        """Iterates over a collection, page after page."""

    def listen(self, stream: Stream[Any]) -> Any:
        """Iterates over a stream."""


class Group(Generic[M]):
    """Calls that belong together, such as those about bills."""

    def __init__(self, flows: Flows, driver: Driver) -> None:
        self.flows = flows
        self.driver = driver


class call(Generic[P, T]):  # noqa: N801 - a decorator
    """A flow as a call of a group."""

    def __init__(self, flow: Callable[Concatenate[Any, P], Flow[T]]) -> None:
        self._flow = flow
        update_wrapper(self, flow)  # type: ignore[arg-type]

    @overload
    def __get__(self, group: Group[Async], owner: Any) -> Callable[P, Awaitable[T]]: ...

    @overload
    def __get__(self, group: Group[Sync], owner: Any) -> Callable[P, T]: ...

    @overload
    def __get__(self, group: None, owner: Any) -> Callable[Concatenate[Any, P], Flow[T]]: ...

    def __get__(self, group: Group[Any] | None, owner: Any) -> Any:
        """The call, bound to its client; of the class, the flow itself."""
        if group is None:
            return self._flow
        return _named_like(self._flow, lambda *a, **k: group.driver.run(self._flow(group, *a, **k)))


class each(Generic[P, T]):  # noqa: N801 - a decorator
    """A flow that reads the page after a cursor, as an iterator over all pages' items."""

    def __init__(self, flow: Callable[Concatenate[Any, str | None, P], Flow[Page[T]]]) -> None:
        self._flow = flow
        update_wrapper(self, flow)  # type: ignore[arg-type]

    @overload
    def __get__(self, group: Group[Async], owner: Any) -> Callable[P, AsyncIterator[T]]: ...

    @overload
    def __get__(self, group: Group[Sync], owner: Any) -> Callable[P, Iterator[T]]: ...

    @overload
    def __get__(self, group: None, owner: Any) -> Callable[..., Flow[Page[T]]]: ...

    def __get__(self, group: Group[Any] | None, owner: Any) -> Any:
        """The iterator's maker, bound to its client."""
        if group is None:
            return self._flow

        def items(*args: Any, **kwargs: Any) -> Any:
            return group.driver.pages(lambda after: self._flow(group, after, *args, **kwargs), None)

        return _named_like(self._flow, items)


class follow(Generic[P, T]):  # noqa: N801 - a decorator
    """What makes a stream, as an iterator over it."""

    def __init__(self, make: Callable[Concatenate[Any, P], Stream[T]]) -> None:
        self._make = make
        update_wrapper(self, make)  # type: ignore[arg-type]

    @overload
    def __get__(self, group: Group[Async], owner: Any) -> Callable[P, AsyncIterator[T]]: ...

    @overload
    def __get__(self, group: Group[Sync], owner: Any) -> Callable[P, Iterator[T]]: ...

    @overload
    def __get__(self, group: None, owner: Any) -> Callable[Concatenate[Any, P], Stream[T]]: ...

    def __get__(self, group: Group[Any] | None, owner: Any) -> Any:
        """The iterator's maker, bound to its client."""
        if group is None:
            return self._make
        return _named_like(
            self._make, lambda *a, **k: group.driver.listen(self._make(group, *a, **k))
        )


class Acting(TypedDict, total=False):
    """What every action can be told beside its own fields."""

    actor: int
    """The member that acts; the caller's by default."""
    represented_party: int
    """The member that it is done for."""
    remark: str
    """The commitment of an encrypted remark."""
    signers: Sequence[AnySigner]
    """Who signs, in the contract's order; the client's own wallet by default."""
    within: float
    """Seconds to wait for the end."""


class acts(Generic[P]):  # noqa: N801 - a decorator
    """A typed action as a call: prepared, checked against the arguments, signed, submitted and awaited.

    The arguments are the action's fields in Python's spelling; one that is optional and left out is not asked for.
    """

    def __init__(self, name: str, arguments: Callable[Concatenate[Any, P], None]) -> None:
        self.name = name
        self._signature = inspect.signature(arguments)
        self._arguments = arguments
        update_wrapper(self, arguments)  # type: ignore[arg-type]

    @overload
    def __get__(self, group: Group[Async], owner: Any) -> Callable[P, Awaitable[ActionRecord]]: ...

    @overload
    def __get__(self, group: Group[Sync], owner: Any) -> Callable[P, ActionRecord]: ...

    @overload
    def __get__(self, group: None, owner: Any) -> acts[P]: ...

    def __get__(self, group: Group[Any] | None, owner: Any) -> Any:
        """The call, bound to its client; of the class, this."""
        if group is None:
            return self

        def act(*args: Any, **kwargs: Any) -> Any:
            intent, signers, within = self.asked(*args, **kwargs)
            return group.driver.run(group.flows.act(self.name, intent, signers, within))

        return _named_like(self._arguments, act)

    def asked(self, *args: Any, **kwargs: Any) -> tuple[dict[str, Any], Sequence[AnySigner], float]:
        """What arguments ask for: the intent, who signs, and how long to wait."""
        bound = self._signature.bind(None, *args, **kwargs)
        more = dict(bound.arguments.pop("more", {}))
        signers, within = more.pop("signers", ()), more.pop("within", 60.0)
        own = list(bound.arguments.items())[1:]
        fields = {
            name: value
            for name, value in [*own, *more.items()]
            if value is not None or self._required(name)
        }
        return {camel(name): _plain(value) for name, value in fields.items()}, signers, within

    def _required(self, name: str) -> bool:
        parameter = self._signature.parameters.get(name)
        return parameter is not None and parameter.default is inspect.Parameter.empty


def action(name: str) -> Callable[[Callable[Concatenate[Any, P], None]], acts[P]]:
    """Makes a call of an action's arguments."""
    return lambda arguments: acts(name, arguments)


def camel(name: str) -> str:
    """`deliver_to` as the contract spells it: `deliverTo`."""
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


def asked_for(query: Mapping[str, Any], after: str | None = None) -> dict[str, str]:
    """A query as it is sent: what is None is left out."""
    given = {**query, "after": after}
    return {name: str(_sent(value)) for name, value in given.items() if value is not None}


def _sent(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone().isoformat()
    return str(value).lower() if isinstance(value, bool) else value


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return int(value.timestamp())
    return list(value) if isinstance(value, tuple) else value


def _named_like(flow: Any, called: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a bound call the name and words of what it carries out."""
    return update_wrapper(called, flow, ("__module__", "__name__", "__qualname__", "__doc__"))
