"""How a broken rule is reported: a stable code, the rule's source, words in two languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

if TYPE_CHECKING:
    from collections.abc import Iterable

Location = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the trade that an input can break.

    `code` is stable and snake_case: clients may switch on it. `source` names where the rule comes
    from (a standard, an article). `message` and `message_zh` may hold `{placeholders}`, filled when
    it is broken.
    """

    code: str
    source: str
    message: str
    message_zh: str

    def broken(self, **details: Any) -> PydanticCustomError:
        """Build the error to raise; `details` fill the placeholders and travel in its context."""
        context = {
            **details,
            "rule": self.source,
            "message_zh": self.message_zh.format(**details),
        }
        return PydanticCustomError(self.code, f"{self.message} ({{rule}})", context)


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule broken between fields, and the field (by its JSON names) to look at."""

    location: Location
    error: PydanticCustomError
    value: object = None


def raise_findings(title: str, findings: Iterable[Finding]) -> None:
    """Raise one ValidationError with all findings at their locations; nothing if there are none.

    Raised inside a model validator, it is merged by Pydantic below the model's own location.
    """
    lines = [
        InitErrorDetails(type=finding.error, loc=finding.location, input=finding.value)
        for finding in findings
    ]
    if lines:
        raise ValidationError.from_exception_data(title, lines)


def json_path(location: Location) -> str:
    """Write a location as a reader of JSON would: `consignmentItems[0].HSCodes[1]`."""
    path = ""
    for step in location:
        if isinstance(step, int):
            path += f"[{step}]"
        else:
            path += f".{step}" if path else step
    return path
