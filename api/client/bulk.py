"""A carrier's voyage: uploaded, held against one's own rows, signed once, followed to its end."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from api.client.checks import domain_of, record_id_of
from api.client.errors import UnexpectedAnswer
from api.client.flows import Flows
from api.client.messages import Flow, Request
from api.client.resources import Json, read
from api.client.rows import NDJSON
from contracts.bindings import enums
from wallets.action_set import DigestSigner, set_digest
from wallets.commitment import SALT_BYTES
from wallets.typed_action import TypedAction, parse_action

BULKS: Final = "/v1/bulk-issues"
CHECKS: Final = "/v1/bulk-checks"
ACTION: Final = "IssueBill"
_PAGE: Final = "1000"
_EMPTY: Final = "0x" + "00" * 32
_UPLOAD_SECONDS: Final = 300.0
_BAD: Final = "bad"


@dataclass(frozen=True)
class Row:
    """A bill of the voyage. `value` is what is uploaded, salt included; `line` is its line in the file."""

    line: int
    value: Json = field(repr=False)

    @classmethod
    def of(cls, line: int, value: Mapping[str, Any], salt: str | None = None) -> Row:
        """A row of a file, with a salt made here if it has none."""
        made = salt or "0x" + secrets.token_bytes(SALT_BYTES).hex()
        return cls(line, {**value, "salt": value.get("salt") or made})

    @property
    def salt(self) -> str:
        """The secret half of the bill's commitment: keep it with the document."""
        return str(self.value["salt"])

    @property
    def number(self) -> str:
        """The B/L number."""
        document = self.value.get("document")
        return (
            str(document.get("transportDocumentReference", ""))
            if isinstance(document, dict)
            else ""
        )


@dataclass(frozen=True)
class Bulk:
    """A voyage as the gateway has it: prepared, signed or done; `counts` are rows by state."""

    bulk_id: str
    status: str
    rows: int
    counts: Mapping[str, int]
    signatures_needed: int
    digest: str
    member: int

    @property
    def done(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.status == "done"

    @property
    def settled(self) -> int:
        """How many of the signed rows have come to their end."""
        return sum(self.counts.get(state, 0) for state in ("final", "failed", "refused"))

    @classmethod
    def of_json(cls, body: Any) -> Bulk:
        """Reads the answer of `/v1/bulk-issues/{bulk_id}`."""
        return read(
            "a voyage",
            body,
            lambda b: cls(
                bulk_id=str(b["bulk_id"]),
                status=str(b["status"]),
                rows=int(b["rows"]),
                counts={str(state): int(count) for state, count in b["counts"].items()},
                signatures_needed=int(b["signatures_needed"]),
                digest=str(b["digest"]).lower(),
                member=int(b["member"]),
            ),
        )


def check(flows: Flows, rows: Sequence[Row]) -> Flow[Json]:
    """What is wrong with which rows; nothing is kept."""
    answer = yield from flows.call(_upload(CHECKS, rows))
    return read("a check of a voyage", answer, dict)


def prepare(flows: Flows, rows: Sequence[Row], *, skip_bad: bool = False) -> Flow[Bulk]:
    """Uploads the rows to be signed. The same rows again are the same voyage.

    Raises:
        Refused: rows are bad, and not to be skipped; `problem.errors` names line, field and rule.
    """
    request = _upload(BULKS, rows)
    if skip_bad:
        request = replace(request, query={"skip_bad": "true"})
    answer = yield from flows.call(request)
    return Bulk.of_json(answer)


def sign(
    flows: Flows, bulk: Bulk, rows: Sequence[Row], signers: Sequence[DigestSigner]
) -> Flow[Bulk]:
    """Signs all rows at once, after holding every one against what was uploaded.

    Raises:
        UnexpectedAnswer: the gateway prepared something else.
    """
    deployment = yield from flows.deployment()
    told = yield from outcomes(flows, bulk.bulk_id)
    own = {row.line: row for row in rows}
    actions = [_checked(one, own, bulk.member) for one in told if one["status"] != _BAD]
    if {int(one["line"]) for one in told} != own.keys():
        message = "the gateway has other rows than were uploaded"
        raise UnexpectedAnswer(message)
    digest = set_digest(actions, domain_of(actions[0].spec.contract, deployment))
    if "0x" + digest.hex() != bulk.digest:
        message = "the gateway asks to sign something else than the rows"
        raise UnexpectedAnswer(message)
    body = {"signatures": ["0x" + signer.sign_digest(digest).hex() for signer in signers]}
    path = f"{BULKS}/{bulk.bulk_id}/signature"
    answer = yield from flows.call(Request("POST", path, body=body, patience=_UPLOAD_SECONDS))
    return Bulk.of_json(answer)


def progress(flows: Flows, bulk_id: str) -> Flow[Bulk]:
    """How many rows have come how far."""
    answer = yield from flows.call(Request("GET", f"{BULKS}/{bulk_id}"))
    return Bulk.of_json(answer)


def outcomes(flows: Flows, bulk_id: str) -> Flow[list[Json]]:
    """What became of each row, by line."""
    return flows.everything(f"{BULKS}/{bulk_id}/rows", {"limit": _PAGE})


def _upload(path: str, rows: Sequence[Row]) -> Request:
    """The rows on their own lines, so that both sides mean the same by a line."""
    lines: list[str] = []
    for row in rows:
        lines += [""] * (row.line - 1 - len(lines))
        lines.append(json.dumps(row.value, ensure_ascii=False, separators=(",", ":")))
    content = "".join(line + "\n" for line in lines).encode()
    headers = {"Content-Type": NDJSON}
    return Request("POST", path, body=content, headers=headers, patience=_UPLOAD_SECONDS)


def _checked(told: Json, own: Mapping[int, Row], member: int) -> TypedAction:
    """The action of a row, once it is known to be what its row asks for."""
    row, message = own.get(int(told["line"])), told["message"]
    if row is None or not isinstance(message, dict):
        raise UnexpectedAnswer(
            f"the gateway has a row of line {told['line']} that was not uploaded"
        )
    value, bearer = row.value, message.get("kind") == enums()["BillKind"]["Bearer"]
    holder = value["holder"]
    wanted = {
        "billId": record_id_of(value["document"], row.salt),
        "actor": member,
        "holder": holder,
        "titleHolder": 0 if bearer else value.get("title_holder") or holder,
        "representedParty": value.get("represented_party") or 0,
        "remark": str(value.get("remark") or _EMPTY).lower(),
    }
    changed = [name for name, meant in wanted.items() if message.get(name) != meant]
    if changed:
        raise UnexpectedAnswer(f"the gateway changed {changed[0]} of line {row.line}")
    return parse_action(ACTION, message)
