"""Rules for what papers number and date: bills, commodities, customs declarations."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from api.kit.rules import Rule
from api.kit.text import compact

BILL_NUMBER_LENGTH = Rule(
    "bill_number_length",
    "DCSA transportDocumentReference",
    "a bill of lading number has 1 to 20 characters",
    "提单号为1至20个字符",
)
BILL_NUMBER_FORMAT = Rule(
    "bill_number_format",
    "DCSA transportDocumentReference",
    "a bill of lading number has no blanks around it and only ASCII characters",
    "提单号首尾不得有空白, 仅限ASCII可见字符",
)
HS_FORMAT = Rule(
    "hs_format",
    "WCO Harmonized System",
    "a commodity code has 6 to 10 digits",
    "商品编号为6至10位数字",
)
HS_CHAPTER = Rule(
    "hs_chapter",
    "WCO Harmonized System",
    "there is no chapter {chapter}: chapters are 01 to 97 without 77",
    "没有第{chapter}章: 章号为01至97, 77为保留章",
)
GOODS_CODE_LENGTH = Rule(
    "goods_code_length",
    "GACC import and export tariff",
    "China's customs declare goods by 10 digits",
    "海关商品编号应为10位数字",
)
DECLARATION_FORMAT = Rule(
    "declaration_format",
    "GACC declaration number",
    "a customs declaration number has 18 digits: office, year, direction, sequence",
    "报关单号应为18位数字: 关区代码、年份、进出口标志、顺序号",
)
DECLARATION_DIRECTION = Rule(
    "declaration_direction",
    "GACC declaration number",
    "the 9th digit of a customs declaration number is 0 for export or 1 for import",
    "报关单号第9位应为0(出口)或1(进口)",
)
DECLARATION_YEAR = Rule(
    "declaration_year",
    "GACC declaration number",
    "the declaration's year {year} is not between 2000 and this year",
    "报关单号年份{year}不在2000年至今年之间",
)
DECLARATION_ITEM_FORMAT = Rule(
    "declaration_item_format",
    "STA export refund filing",
    "a declaration item is the 18-digit declaration number, a 0, and the item from 01 to 99",
    "报关单项号为18位报关单号加0加2位项号(01至99), 共21位",
)
DATE_FORMAT = Rule(
    "date_format",
    "RFC 3339 full-date",
    "a date is written as a calendar day, such as 2026-11-24",
    "日期应写作如2026-11-24的日历日",
)
TIME_FORMAT = Rule(
    "time_format",
    "RFC 3339",
    "a time has its offset from UTC, such as 2026-12-08T15:59:59Z",
    "时间应带时区, 如2026-12-08T15:59:59Z",
)

_BILL_NUMBER_MOST = 20
_HS = re.compile(r"[0-9]{6,10}")
_HS_LAST_CHAPTER, _HS_RESERVED_CHAPTER = 97, 77
_GOODS_CODE_LENGTH = 10
_DECLARATION = re.compile(r"[0-9]{18}")
_DECLARATION_ITEM = re.compile(r"[0-9]{18}0(?!00)[0-9]{2}")
_DECLARATION_LENGTH = 18
_DECLARATION_DIRECTION = 8
_FIRST_YEAR = 2000  # the numbers came with the customs' H2000 system
_LEGAL_TIME = ZoneInfo("Asia/Shanghai")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}(Z|[+-][0-9]{2}:[0-9]{2})")


def check_bill_number(text: str) -> str:
    """Return the bill of lading number as it is: it is the carrier's, and not ours to change."""
    if not 1 <= len(text) <= _BILL_NUMBER_MOST:
        raise BILL_NUMBER_LENGTH.broken()
    if text != text.strip() or not (text.isascii() and text.isprintable()):
        raise BILL_NUMBER_FORMAT.broken()
    return text


def check_hs_code(text: str) -> str:
    """Return the digits of a commodity code: 6 international, up to 10 national; without dots."""
    code = compact(text).replace(".", "")
    if not _HS.fullmatch(code):
        raise HS_FORMAT.broken()
    chapter = int(code[:2])
    if not 1 <= chapter <= _HS_LAST_CHAPTER or chapter == _HS_RESERVED_CHAPTER:
        raise HS_CHAPTER.broken(chapter=code[:2])
    return code


def check_goods_code(text: str) -> str:
    """Return the ten digits of China's commodity code (商品编号)."""
    code = check_hs_code(text)
    if len(code) != _GOODS_CODE_LENGTH:
        raise GOODS_CODE_LENGTH.broken()
    return code


def check_declaration_number(text: str) -> str:
    """Return the 18 digits of a customs declaration number (报关单号); none is a check digit."""
    number = compact(text)
    if not _DECLARATION.fullmatch(number):
        raise DECLARATION_FORMAT.broken()
    year = number[4:8]
    if not _FIRST_YEAR <= int(year) <= datetime.now(_LEGAL_TIME).year:
        raise DECLARATION_YEAR.broken(year=year)
    if number[_DECLARATION_DIRECTION] not in "01":
        raise DECLARATION_DIRECTION.broken()
    return number


def check_declaration_item(text: str) -> str:
    """Return the 21 digits that name one item of a customs declaration (项号)."""
    reference = compact(text)
    if not _DECLARATION_ITEM.fullmatch(reference):
        raise DECLARATION_ITEM_FORMAT.broken()
    check_declaration_number(reference[:_DECLARATION_LENGTH])
    return reference


def is_import(declaration: str) -> bool:
    """Whether a valid declaration number, or item reference, is of an import."""
    return declaration[_DECLARATION_DIRECTION] == "1"


def check_date_text(value: object) -> object:
    """Refuse what is no calendar day in RFC 3339; numbers are never dates."""
    if isinstance(value, str) and not _DATE.fullmatch(value):
        raise DATE_FORMAT.broken()
    if not isinstance(value, str) and type(value).__name__ != "date":
        raise DATE_FORMAT.broken()
    return value


def check_time_text(value: object) -> object:
    """Refuse a time without an offset from UTC; numbers are never times."""
    if isinstance(value, str) and _TIME.fullmatch(value):
        return value
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value
    raise TIME_FORMAT.broken()
