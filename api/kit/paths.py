"""Ids in paths, and members in filters."""

from typing import Annotated

from fastapi import Path
from pydantic import Field

from api.kit.schema import Id

RecordId = Annotated[Id, Path(description="The record's id: 32 bytes as 0x-hex.")]
MemberFilter = Annotated[int | None, Field(ge=1, lt=1 << 24, description="A member's number.")]
