"""The story's data: who takes part, and what is shipped. Read from `story_data.json`."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

STORY_DATA = Path(__file__).with_name("story_data.json")

_CHINA = "CN"
"""Customs in the story are China's: they hold and clear what is discharged in a Chinese port."""


class StoryDataError(ValueError):
    """The data file cannot be used; the text says why in one line."""


class Kind(StrEnum):
    """Kinds of transport document, as the contracts name them."""

    STRAIGHT = "Straight"
    TO_ORDER = "ToOrder"
    BEARER = "Bearer"
    SEA_WAYBILL = "SeaWaybill"


class Way(StrEnum):
    """The ways that a consignment may take."""

    DELIVERED = "delivered"
    DELIVERED_WITH_HOLD = "delivered_with_hold"
    SEA_WAYBILL = "sea_waybill"
    TRANSFER_REJECTED = "transfer_rejected"
    SURRENDER_REFUSED = "surrender_refused"
    CONTAINER_HELD = "container_held_to_the_end"
    WRONG_TERMINAL = "wrong_terminal"
    REPLAYED_SIGNATURE = "replayed_signature"
    STALE_VERSION = "stale_version"
    PLEDGED = "pledged"
    AMENDED = "amended"
    ON_PAPER = "on_paper_and_back"
    SPLIT = "split"


@dataclass(frozen=True)
class Organisation:
    """A member of the consortium: `roles` are names of Roles, `identifier` its legal identity."""

    key: str
    name: str
    name_zh: str
    roles: tuple[str, ...]
    identifier: Mapping[str, str]


@dataclass(frozen=True)
class Application:
    """An application for a refund certificate; `fate` is how it ends: used, refused or voided."""

    document: Mapping[str, Any]
    fate: str

    @property
    def quantity_thousandths(self) -> int:
        """The quantity that is to be certified, as the ledger counts it."""
        return int(Decimal(self.document["quantity"]) * 1000)

    @property
    def is_of_agency_export(self) -> bool:
        """Whether its user is the principal, who claims the refund (代理出口货物证明)."""
        return bool(self.document["certificateType"] == 1)


@dataclass(frozen=True)
class Consignment:
    """One bill's goods; `parts` tells which organisation is its "carrier", "bank" and so on."""

    key: str
    way: Way
    kind: Kind
    parts: Mapping[str, str]
    facility: Mapping[str, str]
    document: Mapping[str, Any]
    application: Application | None = None

    @property
    def number(self) -> str:
        """The bill's number."""
        return str(self.document["transportDocumentReference"])

    @property
    def containers(self) -> tuple[str, ...]:
        """The container numbers in the document's order."""
        return tuple(
            used["equipment"]["equipmentReference"]
            for used in self.document["utilizedTransportEquipments"]
        )

    def part(self, containers: Collection[str]) -> Mapping[str, Any]:
        """The document of a bill for some of the containers alone."""
        used = self.document["utilizedTransportEquipments"]
        items = self.document["consignmentItems"]
        return {
            **self.document,
            "utilizedTransportEquipments": [
                one for one in used if one["equipment"]["equipmentReference"] in containers
            ],
            "consignmentItems": [
                {
                    **item,
                    "cargoItems": [
                        cargo
                        for cargo in item["cargoItems"]
                        if cargo["equipmentReference"] in containers
                    ],
                }
                for item in items
            ],
        }


@dataclass(frozen=True)
class StoryData:
    """Everything that the story is told from."""

    organisations: tuple[Organisation, ...]
    consignments: tuple[Consignment, ...]

    def only(self, keys: Collection[str]) -> StoryData:
        """The same with these consignments alone; all of them if no key is given.

        Raises:
            StoryDataError: there is no consignment of that key.
        """
        known = {c.key for c in self.consignments}
        unknown = sorted(set(keys) - known)
        if unknown:
            message = f"no consignment {unknown[0]!r}; there are {', '.join(sorted(known))}"
            raise StoryDataError(message)
        chosen = tuple(c for c in self.consignments if not keys or c.key in keys)
        return StoryData(self.organisations, chosen)


def load_story(path: Path = STORY_DATA) -> StoryData:
    """Reads a data file.

    Raises:
        StoryDataError: the file is missing, no JSON, or lacks something.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        organisations = tuple(_organisation(party) for party in raw["parties"])
        terminals = [o.key for o in organisations if "TERMINAL" in o.roles]
        customs = next((o.key for o in organisations if "CUSTOMS" in o.roles), None)
        consignments = tuple(_consignment(c, terminals, customs) for c in raw["consignments"])
    except OSError as exc:
        message = f"cannot read {path}: {exc.strerror}"
        raise StoryDataError(message) from exc
    except (ValueError, KeyError, TypeError) as exc:
        message = f"{path} is no story: {type(exc).__name__} {exc}"
        raise StoryDataError(message) from exc
    return StoryData(organisations, consignments)


def _organisation(party: Mapping[str, Any]) -> Organisation:
    return Organisation(
        key=party["key"],
        name=party["name"],
        name_zh=party["name_zh"],
        roles=tuple(party["roles"]),
        identifier=dict(party["legal_identifier"]),
    )


def _consignment(
    raw: Mapping[str, Any], terminals: Collection[str], customs: str | None
) -> Consignment:
    parts = dict(raw["parties"])
    others = [key for key in terminals if key != parts["terminal"]]
    if others:
        parts["other terminal"] = others[0]
    if customs and str(raw["facility"]["UNLocationCode"]).startswith(_CHINA):
        parts["customs"] = customs
    application = None
    if (certificate := raw.get("certificate")) is not None:
        application = Application(certificate["content"], certificate["fate"])
        parts["applicant"] = certificate["applicant"]
        parts["certificate user"] = certificate["user"]
        parts["tax authority"] = certificate["tax_authority"]
    return Consignment(
        key=raw["key"],
        way=Way(raw["path"]),
        kind=kind_of(raw["document"]),
        parts=parts,
        facility=dict(raw["facility"]),
        document=raw["document"],
        application=application,
    )


def kind_of(document: Mapping[str, Any]) -> Kind:
    """The kind of bill that a transport document is, by DCSA's properties of it."""
    if document["transportDocumentTypeCode"] == "SWB":
        return Kind.SEA_WAYBILL
    if not document["isToOrder"]:
        return Kind.STRAIGHT
    return Kind.TO_ORDER if "endorsee" in document["documentParties"] else Kind.BEARER
