"""Rules for what is on the quay: containers, their size and type, their seals, and ships."""

from __future__ import annotations

import re

from stdnum import imo, iso6346

from api.kit.rules import Rule
from api.kit.text import compact

CONTAINER_LENGTH = Rule(
    "container_length",
    "ISO 6346",
    "a container number has 11 characters: owner, category, serial number, check digit",
    "箱号应为11位: 箱主代码、设备识别码、顺序号、校验码",
)
CONTAINER_FORMAT = Rule(
    "container_format",
    "ISO 6346",
    "a container number is three letters, then U, J or Z, then seven digits",
    "箱号应为3位字母、设备识别码U、J或Z、7位数字",
)
CONTAINER_CHECK_DIGIT = Rule(
    "container_check_digit",
    "ISO 6346",
    "the container number's check digit should be {expected}",
    "箱号校验码应为{expected}",
)
SIZE_TYPE_FORMAT = Rule(
    "size_type_format",
    "ISO 6346",
    "a size and type code has 4 characters, such as 22G1 or 45R1; 20GP is trade slang",
    "尺寸箱型代码应为4位, 如22G1、45R1; 20GP等为行业俗称",
)
SEAL_FORMAT = Rule(
    "seal_format",
    "DCSA Seal.number",
    "a seal number has 1 to 15 letters, digits, hyphens, dots, slashes or inner blanks",
    "封志号为1至15位字母、数字、连字符、点、斜线或中间空格",
)
IMO_LENGTH = Rule(
    "imo_length",
    "IMO Resolution A.1117(30)",
    "an IMO number has 7 digits",
    "IMO船舶识别号应为7位数字",
)
IMO_CHECK_DIGIT = Rule(
    "imo_check_digit",
    "IMO Resolution A.1117(30)",
    "the IMO number's check digit should be {expected}",
    "IMO船舶识别号校验码应为{expected}",
)

_CONTAINER = re.compile(r"[A-Z]{3}[UJZ][0-9]{7}")
_CONTAINER_LENGTH = 11
_SIZE = r"[1-4A-HKLMNP][024568-9CDEFLMNP]"
_SIZE_TYPE = re.compile(_SIZE + r"[GVBSRHUPTAKN][0-9]")
# Type groups (22GP). Eight-foot boxes are not built any more: 20GP is slang for 22G1.
_SIZE_TYPE_GROUP = re.compile(
    r"(?!.0)" + _SIZE + r"(GP|VH|BU|BK|SN|RE|RT|RS|HR|HI|UT|PL|PF|PC|PS|TN|TD|TG|AS)"
)
_SEAL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ./-]{0,13}[A-Za-z0-9])?")
_IMO = re.compile(r"[0-9]{7}")


def check_container_number(text: str) -> str:
    """Return the compact container number; remainder 10, whose check digit is 0, is accepted."""
    number = compact(text)
    if len(number) != _CONTAINER_LENGTH:
        raise CONTAINER_LENGTH.broken()
    if not _CONTAINER.fullmatch(number):
        raise CONTAINER_FORMAT.broken()
    expected = iso6346.calc_check_digit(number[:-1])
    if number[-1] != expected:
        raise CONTAINER_CHECK_DIGIT.broken(expected=expected)
    return number


def check_size_type(text: str) -> str:
    """Return the size and type code of a container: detailed (22G1) or of a type group (22GP)."""
    code = compact(text)
    if not (_SIZE_TYPE.fullmatch(code) or _SIZE_TYPE_GROUP.fullmatch(code)):
        raise SIZE_TYPE_FORMAT.broken()
    return code


def check_seal_number(text: str) -> str:
    """Return the seal number as written, without blanks around it."""
    number = text.strip()
    if not _SEAL.fullmatch(number):
        raise SEAL_FORMAT.broken()
    return number


def check_imo_number(text: str) -> str:
    """Return the seven digits of a ship's IMO number; a leading `IMO` is dropped."""
    number = compact(text).removeprefix("IMO")
    if not _IMO.fullmatch(number):
        raise IMO_LENGTH.broken()
    expected = imo.calc_check_digit(number[:-1])
    if number[-1] != expected:
        raise IMO_CHECK_DIGIT.broken(expected=expected)
    return number
