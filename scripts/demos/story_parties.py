"""The organisations of the story. Their names are fictitious; the ports they work in are real."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scripts.demos.story_identifiers import Identifiers

# The first four characters of identifiers, by country of the organisation.
_LEI_ISSUERS = {"CN": "3003", "DE": "5299", "NL": "7245", "SG": "2549"}


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation: who it is, what it does, and where it is registered."""

    key: str
    name: str
    name_zh: str
    roles: tuple[str, ...]
    country: str
    city: str
    street: str
    region: str = ""  # China: six digits of the place of registration (GB/T 2260)
    kind: str = "91"  # China: registering authority and kind; 11 for an authority of the state
    carrier_code: str = ""
    facilities: tuple[tuple[str, str], ...] = ()  # UN/LOCODE and SMDG terminal code


ORGANISATIONS = (
    Organisation(
        "port_authority",
        "Shanghai Port Single Window Office",
        "上海口岸单一窗口办公室",
        ("GOVERNOR", "PORT_AUTHORITY"),
        "CN",
        "Shanghai",
        "388 Yanggao South Road",
        region="310115",
        kind="11",
    ),
    Organisation(
        "shipping_exchange",
        "Yangtze Delta Shipping Exchange Co., Ltd.",
        "长三角航运交易所有限公司",
        ("GOVERNOR",),
        "CN",
        "Shanghai",
        "88 Yangshupu Road",
        region="310109",
    ),
    Organisation(
        "carrier_meridian",
        "Eastern Meridian Line Co., Ltd.",
        "东方子午线航运有限公司",
        ("CARRIER",),
        "CN",
        "Shanghai",
        "678 Dongdaming Road",
        region="310109",
        carrier_code="EMRL",
    ),
    Organisation(
        "carrier_nordstern",
        "Nordstern Container Line GmbH",
        "北极星集装箱航运公司",
        ("CARRIER",),
        "DE",
        "Hamburg",
        "Am Sandtorkai 41",
        carrier_code="NSTC",
    ),
    Organisation(
        "exporter_huadong",
        "Huadong Light Industry Import & Export Co., Ltd.",
        "华东轻工进出口有限公司",
        ("SHIPPER",),
        "CN",
        "Shanghai",
        "1077 Zuchongzhi Road",
        region="310115",
    ),
    Organisation(
        "exporter_yongjiang",
        "Ningbo Yongjiang Manufacturing Co., Ltd.",
        "宁波甬江制造有限公司",
        ("SHIPPER",),
        "CN",
        "Ningbo",
        "26 Xinqi Road, Beilun",
        region="330206",
    ),
    Organisation(
        "shipper_elbe",
        "Elbe Rohstoff und Maschinen Handels GmbH",
        "易北原料机械贸易公司",
        ("SHIPPER",),
        "DE",
        "Hamburg",
        "Brooktorkai 7",
    ),
    Organisation(
        "importer_pudong",
        "Shanghai Pudong Lingang Import Co., Ltd.",
        "上海浦东临港进口贸易有限公司",
        ("CONSIGNEE",),
        "CN",
        "Shanghai",
        "1500 Shengang Avenue",
        region="310115",
    ),
    Organisation(
        "importer_maas",
        "Maasvlakte Trading Europe B.V.",
        "马斯平原欧洲贸易公司",
        ("CONSIGNEE",),
        "NL",
        "Rotterdam",
        "Wilhelminakade 139",
    ),
    Organisation(
        "importer_straits",
        "Straits Pacific Merchants Pte. Ltd.",
        "海峡太平洋商贸公司",
        ("CONSIGNEE", "SHIPPER"),
        "SG",
        "Singapore",
        "12 Marina Boulevard",
    ),
    Organisation(
        "bank_huangpu",
        "Huangpu River Bank Co., Ltd.",
        "浦江银行股份有限公司",
        ("BANK",),
        "CN",
        "Shanghai",
        "200 Yincheng Middle Road",
        region="310115",
    ),
    Organisation(
        "bank_alster",
        "Alster Handelsbank AG",
        "阿尔斯特商业银行",
        ("BANK",),
        "DE",
        "Hamburg",
        "Ballindamm 33",
    ),
    Organisation(
        "forwarder_haitong",
        "Haitong Global Forwarding Co., Ltd.",
        "海通国际货运代理有限公司",
        ("FORWARDER",),
        "CN",
        "Shanghai",
        "55 Gangjian Road",
        region="310115",
    ),
    Organisation(
        "haulier_donghai",
        "Donghai Bridge Haulage Co., Ltd.",
        "东海大桥集装箱运输有限公司",
        ("HAULIER",),
        "CN",
        "Shanghai",
        "8 Tonghui Road",
        region="310115",
    ),
    Organisation(
        "terminal_yangshan",
        "Yangshan Deepwater Terminals Co., Ltd.",
        "洋山深水港码头有限公司",
        ("TERMINAL",),
        "CN",
        "Shanghai",
        "1 Tongsheng Road",
        region="310115",
        facilities=(("CNYSA", "YDT4"), ("CNSHG", "YDTW")),
    ),
    Organisation(
        "terminal_harbourline",
        "Harbourline Terminals International Pte. Ltd.",
        "联港国际码头公司",
        ("TERMINAL",),
        "SG",
        "Singapore",
        "3 Pasir Panjang Road",
        facilities=(
            ("CNNBG", "HLNB"),
            ("NLRTM", "HLRT"),
            ("DEHAM", "HLHH"),
            ("USLAX", "HLLA"),
            ("SGSIN", "HLSG"),
        ),
    ),
    Organisation(
        "customs_yangshan",
        "Yangshan Customs House of the Story",
        "洋山海关(演示)",
        ("CUSTOMS",),
        "CN",
        "Shanghai",
        "3 Tongsheng Road",
        region="310115",
        kind="11",
    ),
    Organisation(
        "tax_pudong",
        "Pudong Tax Office of the Story",
        "浦东税务局(演示)",
        ("TAX_AUTHORITY",),
        "CN",
        "Shanghai",
        "15 Hehuan Road",
        region="310115",
        kind="11",
    ),
)


def make_parties(identifiers: Identifiers) -> dict[str, dict[str, Any]]:
    """Make the parties by key, each with its identifiers."""
    return {organisation.key: _party(organisation, identifiers) for organisation in ORGANISATIONS}


def in_document(party: dict[str, Any]) -> dict[str, Any]:
    """Write a party as a transport document names it (DCSA)."""
    named: dict[str, Any] = {
        "partyName": party["name"],
        "address": {
            "street": party["address"]["street"],
            "city": party["address"]["city"],
            "countryCode": party["address"]["country_code"],
        },
        "identifyingCodes": [
            {"codeListProvider": "GLEIF", "codeListName": "LEI", "partyCode": party["lei"]}
        ],
    }
    legal = party["legal_identifier"]
    if legal["type"] == "USCC":
        tax = {"type": "USCC", "countryCode": "CN", "value": legal["value"]}
        named["taxLegalReferences"] = [tax]
    return named


def _party(organisation: Organisation, identifiers: Identifiers) -> dict[str, Any]:
    lei = identifiers.lei(_LEI_ISSUERS[organisation.country])
    legal = {"type": "LEI", "value": lei}
    if organisation.region:
        value = identifiers.uscc(organisation.kind, organisation.region)
        legal = {"type": "USCC", "value": value}
    party: dict[str, Any] = {
        "key": organisation.key,
        "name": organisation.name,
        "name_zh": organisation.name_zh,
        "roles": list(organisation.roles),
        "legal_identifier": legal,
        "lei": lei,
        "address": {
            "street": organisation.street,
            "city": organisation.city,
            "country_code": organisation.country,
        },
    }
    if organisation.carrier_code:
        party["carrier_code"] = organisation.carrier_code
    if organisation.facilities:
        party["facilities"] = [
            {"facilityCode": code, "facilityCodeListProvider": "SMDG", "UNLocationCode": place}
            for place, code in organisation.facilities
        ]
    return party
