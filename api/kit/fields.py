"""The trade's field types for Pydantic models: validated by their standard's rule, stored compact.

Each is a `str` once valid. A refusal carries the rule's stable code as `type`, words that name the
rule, and in its context `rule` (the standard) and `message_zh`. The rules are in `*_checks`.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field

from api.kit.equipment_checks import (
    check_container_number,
    check_imo_number,
    check_seal_number,
    check_size_type,
)
from api.kit.party_checks import check_lei, check_scac, check_smdg, check_terminal_code, check_uscc
from api.kit.place_checks import check_port_code, check_un_location_code
from api.kit.reference_checks import (
    check_bill_number,
    check_date_text,
    check_declaration_item,
    check_declaration_number,
    check_goods_code,
    check_hs_code,
    check_time_text,
)

ContainerNumber = Annotated[
    str,
    AfterValidator(check_container_number),
    Field(description="Container number 箱号 (ISO 6346)", examples=["MSKU9070323"]),
]
SizeTypeCode = Annotated[
    str,
    AfterValidator(check_size_type),
    Field(
        description="Container size and type code 尺寸箱型 (ISO 6346)", examples=["22G1", "45R1"]
    ),
]
SealNumber = Annotated[
    str,
    AfterValidator(check_seal_number),
    Field(description="Seal number 封志号, at most 15 characters", examples=["CN4471902"]),
]
ImoNumber = Annotated[
    str,
    AfterValidator(check_imo_number),
    Field(description="Ship's IMO number 船舶识别号", examples=["9776171"]),
]
UnLocationCode = Annotated[
    str,
    AfterValidator(check_un_location_code),
    Field(description="UN/LOCODE 口岸代码, in the official list", examples=["CNYSA", "NLRTM"]),
]
PortCode = Annotated[
    str,
    AfterValidator(check_port_code),
    Field(description="UN/LOCODE of a port (function 1 in the official list)", examples=["CNYSA"]),
]
Lei = Annotated[
    str,
    AfterValidator(check_lei),
    Field(description="Legal entity identifier (ISO 17442)", examples=["213800KUD8LAJWSQ9D15"]),
]
Uscc = Annotated[
    str,
    AfterValidator(check_uscc),
    Field(description="统一社会信用代码 (GB 32100)", examples=["91110000600037341L"]),
]
ScacCode = Annotated[
    str,
    AfterValidator(check_scac),
    Field(description="Standard carrier alpha code (NMFTA)", examples=["COSU"]),
]
SmdgLinerCode = Annotated[
    str,
    AfterValidator(check_smdg),
    Field(description="Liner code (SMDG)", examples=["MSK"]),
]
TerminalCode = Annotated[
    str,
    AfterValidator(check_terminal_code),
    Field(description="Terminal facility code 码头代码, beside a UN/LOCODE", examples=["SGHCT"]),
]
BillNumber = Annotated[
    str,
    AfterValidator(check_bill_number),
    Field(
        description="Bill of lading number 提单号, at most 20 characters",
        examples=["COSU6312345670"],
    ),
]
HsCode = Annotated[
    str,
    AfterValidator(check_hs_code),
    Field(description="Commodity code, 6 to 10 digits (HS)", examples=["847130"]),
]
GoodsCode = Annotated[
    str,
    AfterValidator(check_goods_code),
    Field(description="China's 10-digit commodity code 商品编号", examples=["8471300000"]),
]
DeclarationNumber = Annotated[
    str,
    AfterValidator(check_declaration_number),
    Field(description="China customs declaration number 报关单号", examples=["222520260000067890"]),
]
DeclarationItem = Annotated[
    str,
    AfterValidator(check_declaration_item),
    Field(description="Declaration number, 0, and item 项号", examples=["222520260000067890001"]),
]
CalendarDay = Annotated[
    date,
    BeforeValidator(check_date_text),
    Field(description="Calendar day (RFC 3339 full-date)", examples=["2026-11-24"]),
]
UtcTime = Annotated[
    AwareDatetime,
    BeforeValidator(check_time_text),
    Field(description="Time with its offset (RFC 3339)", examples=["2026-12-08T15:59:59Z"]),
]


class CarrierCodeListProvider(StrEnum):
    """Whose list a carrier code is from."""

    NMFTA = "NMFTA"
    SMDG = "SMDG"


class FacilityCodeListProvider(StrEnum):
    """Whose list a terminal code is from."""

    BIC = "BIC"
    SMDG = "SMDG"


def check_carrier_code(code: str, provider: CarrierCodeListProvider) -> str:
    """Return the compact carrier code, by the rule of the list that it is from."""
    return check_scac(code) if provider is CarrierCodeListProvider.NMFTA else check_smdg(code)
