"""What the preparation of a new record shares: the salt of its content, whom it is done for, a remark."""

from typing import Annotated, Any, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from api.actions.schemas import PreparedAction
from api.kit.query import SubjectKindName
from api.kit.schema import Id, Input, MemberNumber

Salt = Annotated[
    str | None,
    Field(
        pattern=r"^0x[0-9a-fA-F]{64}$",
        description="32 secret bytes as 0x-hex; made here if you send none. Keep it with the content: "
        "both prove the record.",
    ),
]


class ActionTerms(Input):
    """What may be said with every action."""

    represented_party: MemberNumber | None = None
    remark: Id | None = Field(default=None, description="Commitment of an encrypted remark.")

    def said(self) -> dict[str, object]:
        """As the fields of an intent."""
        return {"representedParty": self.represented_party, "remark": self.remark}


class RecordPrepare(ActionTerms):
    """What every new content of a record is prepared with."""

    salt: Salt = None


class ContentPrepare(RecordPrepare):
    """The same for content that is one JSON document."""

    document: dict[str, Any]


class AboutPrepare(RecordPrepare):
    """The same for a record that may be about another one."""

    subject_kind: SubjectKindName | None = Field(default=None, description="What it is about.")
    subject: Id | None = Field(default=None, description="The id of what it is about.")

    @model_validator(mode="after")
    def _both_or_neither(self) -> Self:
        if (self.subject_kind is None) != (self.subject is None):
            raise PydanticCustomError(
                "subject_incomplete",
                "must have subject_kind and subject, or neither",
                {"message_zh": "subject_kind 与 subject 应同时填写或同时省略"},
            )
        return self

    def about(self) -> dict[str, object]:
        """As the fields of an intent; null says that it is about nothing."""
        return {"subjectKind": self.subject_kind, "subject": self.subject, **self.said()}


class RecordPrepared(PreparedAction):
    """What to sign, and the salt to keep."""

    salt: Id = Field(description="Keep it with the content; the gateway does not.")
