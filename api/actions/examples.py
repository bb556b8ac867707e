"""Intents and a signed action as the documentation shows them."""

from typing import Any

from api.actions.intent import EMPTY
from api.bills.examples import BILL_ID

PREPARE: dict[str, Any] = {
    "endorse and deliver": {
        "value": {
            "action": "Endorse",
            "intent": {
                "billId": BILL_ID,
                "endorsement": "ToOrder",
                "endorsee": 8,
                "deliverTo": 8,
            },
        }
    },
    "enrol a wallet": {
        "value": {
            "action": "EnrolWallet",
            "intent": {
                "wallet": "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
                "powers": ["GATE", "HOLD"],
                "expiresAt": "2036-12-31T23:59:59Z",
            },
        }
    },
}

SUBMIT: dict[str, Any] = {
    "endorse and deliver": {
        "value": {
            "action": "Endorse",
            "message": {
                "billId": BILL_ID,
                "version": 1,
                "actor": 5,
                "endorsement": 0,
                "endorsee": 8,
                "deliverTo": 8,
                "representedParty": 0,
                "remark": EMPTY,
            },
            "signatures": ["0x" + "00" * 65],
        }
    }
}
