"""The version of a record as an entity tag."""

from fastapi import Response


def set_entity_tag(response: Response, version: int) -> None:
    """Puts the record's version into the answer's `ETag`."""
    response.headers["ETag"] = f'"{version}"'
