"""The content of an application for an export-refund certificate (出口退(免)税证明)."""

from __future__ import annotations

from decimal import Decimal
from enum import IntEnum
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from api.kit.documents import Document
from api.kit.fields import BillNumber, DeclarationItem, GoodsCode, Uscc
from api.kit.reference_checks import is_import
from api.kit.rules import Finding, Rule, raise_findings

if TYPE_CHECKING:
    from collections.abc import Iterator

_SOURCE = "rule of this ledger for export-refund certificates"
THOUSANDTHS = 1000
_MOST_THOUSANDTHS = 2**64 - 1

DECIMAL_TEXT = Rule(
    "decimal_text",
    "amounts travel as text, which no reader rounds",
    'a quantity or amount is written as text with a point, such as "1250.500"',
    '数量和金额以文本书写, 如"1250.500"',
)
WRONG_DIRECTION = Rule(
    "certificate_declaration_direction",
    _SOURCE,
    "a certificate of this type is for an item of an {expected} declaration",
    "此类证明应对应{expected_zh}报关单项",
)
MORE_THAN_DECLARED = Rule(
    "certificate_quantity",
    _SOURCE,
    "the quantity certified is not more than the quantity declared",
    "证明数量不得超过申报数量",
)
SAME_PARTIES = Rule(
    "certificate_parties_equal",
    _SOURCE,
    "applicant and counterpart of an agency certificate are two parties",
    "代理证明的申请人与对方不得相同",
)


class CertificateType(IntEnum):
    """The nine electronic certificates, numbered as the contracts number them."""

    AGENCY_EXPORT = 1  # 代理出口货物证明
    ENTRUSTED_EXPORT = 2  # 委托出口货物证明
    AGENCY_IMPORT = 3  # 代理进口货物证明
    PROCESSING_EXEMPTION = 4  # 来料加工免税证明
    DOMESTIC_SALE = 5  # 出口货物转内销证明
    BID_WINNING = 6  # 中标证明通知书
    TAX_REPAID_OR_NOT_REFUNDED = 7  # 出口货物已补税/未退税证明
    CIGARETTE_PURCHASE_EXEMPTION = 8  # 准予免税购进出口卷烟证明
    CIGARETTE_EXEMPTED = 9  # 出口卷烟已免税证明


_AGENCY_TYPES = {
    CertificateType.AGENCY_EXPORT,
    CertificateType.ENTRUSTED_EXPORT,
    CertificateType.AGENCY_IMPORT,
}
# Whether the type's declaration is of an import; types that are left out may name either.
_OF_IMPORT = {
    CertificateType.AGENCY_EXPORT: False,
    CertificateType.ENTRUSTED_EXPORT: False,
    CertificateType.AGENCY_IMPORT: True,
    CertificateType.DOMESTIC_SALE: False,
    CertificateType.TAX_REPAID_OR_NOT_REFUNDED: False,
}


def _as_text(value: object) -> object:
    if isinstance(value, str | Decimal):
        return value
    raise DECIMAL_TEXT.broken()


Quantity = Annotated[
    Decimal,
    BeforeValidator(_as_text),
    Field(
        gt=0,
        decimal_places=3,
        le=Decimal(_MOST_THOUSANDTHS) / THOUSANDTHS,
        allow_inf_nan=False,
        description="Quantity in the declared unit, at most three decimals",
        examples=["1250.500"],
    ),
]
Amount = Annotated[
    Decimal,
    BeforeValidator(_as_text),
    Field(gt=0, decimal_places=2, max_digits=18, allow_inf_nan=False, examples=["86400.00"]),
]
UnitCode = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{3}$"),
    Field(description="China customs unit code 计量单位代码", examples=["035"]),
]


class CertificateDocument(Document):
    """What an applicant states: which item, how much of it, who is behind it."""

    certificate_type: CertificateType
    declaration_item: DeclarationItem
    applicant_uscc: Annotated[Uscc, Field(alias="applicantUSCC")]
    counterpart_uscc: Annotated[Uscc, Field(alias="counterpartUSCC")]
    goods_code: GoodsCode
    quantity: Quantity
    declared_quantity: Quantity
    unit: UnitCode
    fob_amount: Annotated[Amount, Field(alias="FOBAmount")]
    fob_currency: Annotated[Literal["CNY", "USD"], Field(alias="FOBCurrency")]
    bill_of_lading_number: BillNumber | None = None

    @property
    def quantity_thousandths(self) -> int:
        """The quantity as the ledger counts it: thousandths of the declared unit."""
        return int(self.quantity * THOUSANDTHS)

    @property
    def declared_quantity_thousandths(self) -> int:
        """The item's declared quantity in thousandths of its unit."""
        return int(self.declared_quantity * THOUSANDTHS)

    @model_validator(mode="after")
    def _check_between_fields(self) -> Self:
        raise_findings("CertificateDocument", self._findings())
        return self

    def _findings(self) -> Iterator[Finding]:
        of_import = _OF_IMPORT.get(self.certificate_type)
        if of_import is not None and of_import != is_import(self.declaration_item):
            error = WRONG_DIRECTION.broken(
                expected="import" if of_import else "export",
                expected_zh="进口" if of_import else "出口",
            )
            yield Finding(("declarationItem",), error, self.declaration_item)
        if self.quantity > self.declared_quantity:
            yield Finding(("quantity",), MORE_THAN_DECLARED.broken(), str(self.quantity))
        if self.certificate_type in _AGENCY_TYPES and self.applicant_uscc == self.counterpart_uscc:
            yield Finding(("counterpartUSCC",), SAME_PARTIES.broken(), self.counterpart_uscc)
