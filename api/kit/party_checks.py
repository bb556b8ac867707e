"""Rules for who takes part: legal identifiers and carrier codes.

A right check digit is not existence: whether a party is what it says is for a register, and for
the governors.
"""

from __future__ import annotations

import re

from stdnum.cn import uscc
from stdnum.iso7064 import mod_97_10

from api.kit.rules import Rule
from api.kit.text import compact

LEI_FORMAT = Rule(
    "lei_format",
    "ISO 17442",
    "a legal entity identifier has 20 letters or digits, the last two of them digits",
    "法人机构识别编码(LEI)应为20位字母或数字, 末两位为数字",
)
LEI_CHECK_DIGITS = Rule(
    "lei_check_digits",
    "ISO 17442",
    "the legal entity identifier's check digits are wrong",
    "法人机构识别编码(LEI)校验码错误",
)
USCC_LENGTH = Rule(
    "uscc_length",
    "GB 32100-2015",
    "a unified social credit code has 18 characters",
    "统一社会信用代码应为18位",
)
USCC_FORMAT = Rule(
    "uscc_format",
    "GB 32100-2015",
    "a unified social credit code is made of digits and letters without I, O, S, V and Z, and its "
    "characters 3 to 8 are the digits of a region",
    "统一社会信用代码由数字和大写字母(不含I、O、S、V、Z)组成, 第3至8位为行政区划数字",
)
USCC_CHECK_DIGIT = Rule(
    "uscc_check_digit",
    "GB 32100-2015",
    "the unified social credit code's check character should be {expected}",
    "统一社会信用代码校验码应为{expected}",
)
SCAC_FORMAT = Rule(
    "carrier_code_scac",
    "NMFTA Standard Carrier Alpha Code",
    "a standard carrier alpha code has 2 to 4 letters",
    "标准承运人代码(SCAC)应为2至4位字母",
)
SMDG_FORMAT = Rule(
    "carrier_code_smdg",
    "SMDG liner code list",
    "an SMDG liner code has 3 letters or digits",
    "SMDG船公司代码应为3位字母或数字",
)
TERMINAL_FORMAT = Rule(
    "terminal_code_format",
    "DCSA Facility.facilityCode",
    "a terminal code has 2 to 6 letters or digits",
    "码头代码应为2至6位字母或数字",
)

_LEI = re.compile(r"[A-Z0-9]{18}[0-9]{2}")
_USCC_LENGTH = 18
# The standard's alphabet has 31 characters. The library demands digits in the first two places as
# well, and so refuses registering authorities that are letters, such as N2 (rural co-operatives).
_USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_SCAC = re.compile(r"[A-Z]{2,4}")
_SMDG = re.compile(r"[A-Z0-9]{3}")
_TERMINAL = re.compile(r"[A-Z0-9]{2,6}")


def check_lei(text: str) -> str:
    """Return the compact legal entity identifier."""
    code = compact(text)
    if not _LEI.fullmatch(code):
        raise LEI_FORMAT.broken()
    if not mod_97_10.is_valid(code):
        raise LEI_CHECK_DIGITS.broken()
    return code


def check_uscc(text: str) -> str:
    """Return the compact unified social credit code (统一社会信用代码)."""
    code = compact(text)
    if len(code) != _USCC_LENGTH:
        raise USCC_LENGTH.broken()
    if not _USCC.fullmatch(code):
        raise USCC_FORMAT.broken()
    expected = uscc.calc_check_digit(code)
    if code[-1] != expected:
        raise USCC_CHECK_DIGIT.broken(expected=expected)
    return code


def check_scac(text: str) -> str:
    """Return the compact standard carrier alpha code (list provider NMFTA)."""
    code = compact(text)
    if not _SCAC.fullmatch(code):
        raise SCAC_FORMAT.broken()
    return code


def check_smdg(text: str) -> str:
    """Return the compact liner code (list provider SMDG)."""
    code = compact(text)
    if not _SMDG.fullmatch(code):
        raise SMDG_FORMAT.broken()
    return code


def check_terminal_code(text: str) -> str:
    """Return the compact terminal facility code; it means something only beside a UN/LOCODE."""
    code = compact(text)
    if not _TERMINAL.fullmatch(code):
        raise TERMINAL_FORMAT.broken()
    return code
