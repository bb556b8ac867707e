"""What a consignment of the story is made of: real ships, goods with their commodity codes."""

from __future__ import annotations

from dataclasses import dataclass

# Container ships and their IMO numbers.
SHIPS = {
    "OOCL HONG KONG": "9776171",
    "COSCO SHIPPING UNIVERSE": "9795610",
    "HMM ALGECIRAS": "9863297",
    "EVER GIVEN": "9811000",
    "EVER ACE": "9893890",
    "MSC GULSUN": "9839430",
    "CMA CGM JACQUES SAADE": "9839179",
    "MADRID MAERSK": "9778791",
    "EMMA MAERSK": "9321483",
}


@dataclass(frozen=True, slots=True)
class Goods:
    """Goods as a bill describes them; weights in kilograms a container, from least to most."""

    description: tuple[str, ...]  # lines of at most 35 characters
    hs_code: str
    size_type: str
    weight: tuple[int, int]
    packages: tuple[int, int]
    package_code: str  # UN/ECE Recommendation 21
    packaging: str
    set_point: float | None = None  # of a reefer, degrees Celsius


@dataclass(frozen=True, slots=True)
class Certificate:
    """An export-refund certificate: its type, its end, and what the declaration says."""

    type: int
    fate: str  # used, refused or voided
    applicant: str
    counterpart: str
    user: str
    goods_code: str
    unit: str  # China customs unit code
    quantity: str
    declared_quantity: str
    fob: str


@dataclass(frozen=True, slots=True)
class Voyage:
    """One consignment before its numbers are made."""

    key: str
    kind: str  # to_order, straight, bearer or sea_waybill
    path: str
    parties: tuple[str, str, str, str]  # carrier, shipper, bank, consignee
    ports: tuple[str, str]  # loading, discharge
    ship: str
    voyage: str
    dates: tuple[str, str, str]  # shipped on board, issued, planned arrival
    containers: int
    goods: Goods
    certificate: Certificate | None = None
