"""Ids in paths and cursors in queries."""

from typing import Annotated

from fastapi import Path, Query

from api.kit.schema import Id

RecordId = Annotated[Id, Path(description="The record's id: 32 bytes as 0x-hex.")]
After = Annotated[Id | None, Query(description="The cursor `next_cursor` of the page before.")]
Member = Annotated[int | None, Query(ge=1, lt=1 << 24, description="A member's number.")]
