"""From JSON to the types of `models.py`: what is new is passed over, what is missing is an error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from api.client.errors import UnexpectedAnswer

T = TypeVar("T")

_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}


def one(kind: type[T]) -> Callable[[Any], T]:
    """A reader of an answer of this type.

    The reader raises UnexpectedAnswer: something that the client relies on is missing or of another type.
    """
    adapter: TypeAdapter[T] | None = _ADAPTERS.get(kind)
    if adapter is None:
        adapter = _ADAPTERS[kind] = TypeAdapter(kind)

    def read(body: Any) -> T:
        try:
            return adapter.validate_python(body)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ".".join(str(part) for part in first["loc"]) or "it"
            message = f"the gateway's answer is no {kind.__name__}: {place}: {first['msg']}"
            raise UnexpectedAnswer(message) from None

    return read


def many(kind: type[T]) -> Callable[[Any], tuple[T, ...]]:
    """A reader of a list of this type."""
    read = one(kind)

    def read_all(body: Any) -> tuple[T, ...]:
        if not isinstance(body, dict) or not isinstance(body.get("items"), list):
            raise UnexpectedAnswer("the gateway's answer is no list")
        return tuple(read(item) for item in body["items"])

    return read_all
