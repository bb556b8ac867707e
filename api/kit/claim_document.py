"""The content of a claim for export refund (出口退税申报)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from api.kit.certificate_document import Amount
from api.kit.documents import Document
from api.kit.fields import DeclarationItem, Uscc
from api.kit.reference_checks import is_import
from api.kit.rules import Finding, Rule, raise_findings
from api.kit.schema import Id

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SOURCE = "rule of this ledger for refund claims"

NOT_EXPORTED = Rule(
    "claim_declaration_direction",
    _SOURCE,
    "a refund is claimed for items of export declarations",
    "退税申报应对应出口报关单项",
)
NAMED_TWICE = Rule(
    "claim_named_twice",
    _SOURCE,
    "an item, or a certificate, is claimed once",
    "同一报关单项或证明不得重复申报",
)


class ClaimDocument(Document):
    """What an exporter claims a refund for: the items, the amount, the certificates behind it."""

    exporter_uscc: Annotated[Uscc, Field(alias="exporterUSCC")]
    period: Annotated[
        str,
        StringConstraints(pattern=r"^20[0-9]{2}(0[1-9]|1[0-2])$"),
        Field(
            description="The period that it belongs to 所属期, year and month", examples=["202611"]
        ),
    ]
    batch: Annotated[
        str,
        StringConstraints(pattern=r"^[0-9]{3}$"),
        Field(description="The batch within the period 申报批次", examples=["001"]),
    ]
    declaration_items: Annotated[list[DeclarationItem], Field(min_length=1, max_length=1000)]
    certificates: Annotated[
        tuple[Id, ...],
        Field(max_length=1000, description="The certificates of this ledger that support it."),
    ] = ()
    refund_amount: Amount
    currency: Literal["CNY"] = "CNY"

    @model_validator(mode="after")
    def _check_between_fields(self) -> Self:
        raise_findings("ClaimDocument", self._findings())
        return self

    def _findings(self) -> Iterator[Finding]:
        for index, item in enumerate(self.declaration_items):
            if is_import(item):
                yield Finding(("declarationItems", index), NOT_EXPORTED.broken(), item)
        named_lists: tuple[tuple[str, Sequence[str]], ...] = (
            ("declarationItems", self.declaration_items),
            ("certificates", self.certificates),
        )
        for name, values in named_lists:
            named: set[str] = set()
            for index, value in enumerate(values):
                if value in named:
                    yield Finding((name, index), NAMED_TWICE.broken(), value)
                named.add(value)
