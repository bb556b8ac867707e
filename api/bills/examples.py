"""A bill that the documentation and its tests issue: the numbers are valid, the parties invented."""

from typing import Any

from api.kit.content import root_of, salt_of

SALT = "0x" + "2b" * 32
CONTAINER = "TEMU5678336"
_SHIPPER = {
    "partyName": "Elbe Rohstoff und Maschinen Handels GmbH",
    "address": {"street": "Brooktorkai 7", "city": "Hamburg", "countryCode": "DE"},
    "identifyingCodes": [
        {"codeListProvider": "GLEIF", "codeListName": "LEI", "partyCode": "529900DZC0HKN0VMP780"}
    ],
}
_CONSIGNEE = {
    "partyName": "Shanghai Pudong Lingang Import Co., Ltd.",
    "address": {"street": "1500 Shengang Avenue", "city": "Shanghai", "countryCode": "CN"},
}

DOCUMENT: dict[str, Any] = {
    "transportDocumentReference": "NSTC4118304212",
    "transportDocumentTypeCode": "BOL",
    "isElectronic": True,
    "isToOrder": True,
    "isShippedOnBoardType": True,
    "freightPaymentTermCode": "PRE",
    "carrierCode": "NSTC",
    "carrierCodeListProvider": "NMFTA",
    "issueDate": "2026-10-14",
    "shippedOnBoardDate": "2026-10-14",
    "documentParties": {
        "shipper": _SHIPPER,
        "issuingParty": {
            "partyName": "Nordstern Container Line GmbH",
            "address": {"street": "Am Sandtorkai 41", "city": "Hamburg", "countryCode": "DE"},
        },
        "endorsee": _SHIPPER,
        "notifyParties": [_CONSIGNEE],
    },
    "transports": {
        "plannedDepartureDate": "2026-10-14",
        "plannedArrivalDate": "2026-11-21",
        "portOfLoading": {"UNLocationCode": "FRLEH"},
        "portOfDischarge": {"UNLocationCode": "CNSHG"},
        "vesselVoyages": [
            {
                "vesselName": "CMA CGM JACQUES SAADE",
                "vesselIMONumber": "9839179",
                "carrierExportVoyageNumber": "0FLIXE",
            }
        ],
    },
    "consignmentItems": [
        {
            "carrierBookingReference": "BK832120843",
            "descriptionOfGoods": ["SKIN CARE PREPARATIONS"],
            "HSCodes": ["330499"],
            "cargoItems": [
                {
                    "equipmentReference": CONTAINER,
                    "cargoGrossWeight": {"value": 11418, "unit": "KGM"},
                    "outerPackaging": {
                        "packageCode": "CT",
                        "numberOfPackages": 1546,
                        "description": "Cartons",
                    },
                }
            ],
        }
    ],
    "utilizedTransportEquipments": [
        {
            "equipment": {"equipmentReference": CONTAINER, "ISOEquipmentCode": "42G1"},
            "isShipperOwned": False,
            "seals": [{"number": "EM7052818", "source": "CAR"}],
        }
    ],
}
BILL_ID = root_of(DOCUMENT, salt_of(SALT))

PREPARE: dict[str, Any] = {
    "document": DOCUMENT,
    "salt": SALT,
    "holder": 5,
    "title_holder": 5,
}
