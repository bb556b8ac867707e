"""A record's entity tag: its version and what was shown of it; and what callers make conditional on it.

A version counts changes of a record's terms, and more than those shows in an answer: containers that have left, a
validity that has passed, what the caller may do next. So a tag is `"<version>.<digest of the answer>"`:
`If-None-Match` compares all of it, `If-Match` the version (ADR 0013).
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Annotated, Final, TypeVar

from fastapi import Depends, Header, Response
from pydantic import BaseModel

from api.errors import FieldProblem, PlatformError, Words

R = TypeVar("R", bound=BaseModel)

_STRONG: Final = re.compile(r'(?<!W/)"([0-9]{1,9})(?:\.[0-9a-f]+)?"')
_TAG: Final = re.compile(r'(?:W/)?("[^"]*")')
_ANY: Final = "*"


class NotModified(Exception):
    """304: the caller has this answer already."""

    def __init__(self, tag: str) -> None:
        super().__init__(tag)
        self.tag = tag


@dataclass(frozen=True)
class EntityTags:
    """Tags the answer to a read, or says that it is what the caller has."""

    response: Response
    if_none_match: str | None

    def tagged(self, read: R, version: int) -> R:
        """The answer itself, with its tag in the header `ETag`. Raises NotModified."""
        digest = hashlib.sha256(read.model_dump_json().encode()).hexdigest()[:16]
        tag = f'"{version}.{digest}"'
        given = self.if_none_match
        if given is not None and (given.strip() == _ANY or tag in _TAG.findall(given)):
            raise NotModified(tag)
        self.response.headers["ETag"] = tag
        return read


async def _entity_tags(
    response: Response,
    if_none_match: Annotated[
        str | None, Header(description="The `ETag` that you have: 304 if the answer is the same.")
    ] = None,
) -> EntityTags:
    return EntityTags(response, if_none_match)


Tags = Annotated[EntityTags, Depends(_entity_tags)]


@dataclass(frozen=True)
class Precondition:
    """The versions that the caller takes a record to be at; `tags` is the header `If-Match` as it came."""

    tags: str | None = None

    @property
    def given(self) -> bool:
        """Whether the caller set one at all."""
        return self.tags is not None

    def require(self, current: int | None) -> None:
        """Lets a record at this version pass; None is that there is no such record.

        Raises:
            PlatformError: 412: it is at another version.
        """
        if self.tags is None:
            return
        if current is not None:
            versions = {int(version) for version in _STRONG.findall(self.tags)}
            if self.tags.strip() == _ANY or current in versions:
                return
        raise _changed(current)


async def _precondition(
    if_match: Annotated[
        str | None,
        Header(
            description='The record\'s version that you saw, as its `ETag` or `"3"`: 412 if it has another now.'
        ),
    ] = None,
) -> Precondition:
    return Precondition(if_match)


IfMatch = Annotated[Precondition, Depends(_precondition)]


def _changed(current: int | None) -> PlatformError:
    if current is None:
        detail = Words("There is no record yet that could match.", "尚无可比对的记录。")
    else:
        detail = Words(f"The record is at version {current}.", f"该记录的当前版本为 {current}。")
    return PlatformError(
        "version_changed",
        412,
        "Precondition failed",
        detail,
        remedy=Words(
            "Read the record again and look whether you still want this.",
            "请重新读取该记录，并确认是否仍需执行该操作。",
        ),
        errors=(
            FieldProblem(
                "headers.If-Match",
                "version",
                detail.en[:1].lower() + detail.en[1:-1],
                detail.zh[:-1],
            ),
        ),
        headers={} if current is None else {"ETag": f'"{current}"'},
    )
