"""What all documents of the trade share: DCSA's spelling in JSON, and unknown properties kept."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class Document(BaseModel):
    """A document, or a part of one, as its commitment covers it.

    JSON has DCSA's camelCase names, Python snake_case. Unknown properties are accepted and kept:
    they are part of what the parties signed. Values are validated and never changed on the way to
    the commitment, which is computed over the JSON as it was received.
    """

    model_config = ConfigDict(alias_generator=to_camel, extra="allow", frozen=True)
