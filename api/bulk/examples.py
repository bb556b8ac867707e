"""An upload as the documentation shows it: two rows, as lines of JSON and as lines of CSV."""

import json
from typing import Any

from api.bills.examples import DOCUMENT, SALT

HOLDER = 5
ROW: dict[str, Any] = {"document": DOCUMENT, "salt": SALT, "holder": HOLDER}
NDJSON = json.dumps(ROW, ensure_ascii=False) + "\n"
CSV = (
    "document.transportDocumentReference,document.isToOrder:json,…,salt,holder\n"
    f"{DOCUMENT['transportDocumentReference']},true,…,{SALT},{HOLDER}\n"
)
