"""The audit log as a chain of hashes, and its check offline.

How it is built, so that anybody can build it again: an entry is a JSON object whose `number` is its place from 1 and
whose `salt` is 32 random bytes. Its hash is SHA-256 of its canonical form (RFC 8785). A link is SHA-256 of the link
before it and the entry's hash; before the first one stand 32 zero bytes. Of other members' entries a reader gets the
hashes alone, which the salts keep from being guessed. An anchor is a transaction whose data is `QUAYAUDIT`, a byte 1,
the number of entries in 8 bytes and the last link: it proves that these entries were there by then, whoever sent it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from typing import Annotated, Any, Final, Literal

import rfc8785
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chain.evidence.ethereum import ProofError, in_list, parse_header, parse_transaction
from chain.evidence.report import Answer, Check

FORMAT: Final = "quayledger-audit"
START: Final = "0x" + "00" * 32
"""What stands before the first link."""

_TAG: Final = b"QUAYAUDIT\x01"
_COUNT_BYTES: Final = 8
_LINK_BYTES: Final = 32

Hash = Annotated[str, Field(pattern=r"^0x[0-9a-f]{64}$")]
Hex = Annotated[str, Field(pattern=r"^0x(?:[0-9a-f]{2})*$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Linked(_Part):
    """An entry of the chain: one's own in plain text, another member's as its hash."""

    link: Hash
    hash: Hash
    entry: dict[str, Any] | None


class Anchor(_Part):
    """A transaction on the ledger that names so many entries and the last one's link, with its proof."""

    count: Annotated[int, Field(ge=1, strict=True)]
    header: Hex = Field(description="The block's header in RLP.")
    index: Annotated[int, Field(ge=0, strict=True)]
    proof: list[Hex] = Field(description="Trie nodes from the header's transactionsRoot.")


class AuditFile(_Part):
    """A member's audit log, to be checked offline."""

    format: Literal["quayledger-audit"] = FORMAT
    version: Literal[1] = 1
    member: int
    entries: list[Linked]
    anchors: list[Anchor]


def hash_of(entry: Mapping[str, Any]) -> str:
    """An entry's hash."""
    return "0x" + hashlib.sha256(rfc8785.dumps(dict(entry))).hexdigest()


def link_after(link: str, entry_hash: str) -> str:
    """The link of an entry after another link."""
    joined = bytes.fromhex(link[2:]) + bytes.fromhex(entry_hash[2:])
    return "0x" + hashlib.sha256(joined).hexdigest()


def anchor_data(count: int, link: str) -> bytes:
    """The data of an anchor's transaction."""
    return _TAG + count.to_bytes(_COUNT_BYTES, "big") + bytes.fromhex(link[2:])


def anchored(data: bytes) -> tuple[int, str]:
    """The count and the link in an anchor's data. Raises ProofError."""
    body = data.removeprefix(_TAG)
    if not data.startswith(_TAG) or len(body) != _COUNT_BYTES + _LINK_BYTES:
        raise ProofError("the transaction is no anchor of an audit log")
    return int.from_bytes(body[:_COUNT_BYTES], "big"), "0x" + body[_COUNT_BYTES:].hex()


def verify_audit(content: Any, trusted: Collection[str] = ()) -> list[Check]:
    """Checks a member's audit log; `trusted` are hashes of blocks that the reader knows to be the ledger's.

    Returns: the checks, up to the first one that fails.
    """
    try:
        file = AuditFile.model_validate(content)
    except ValidationError as invalid:
        first = invalid.errors(include_url=False, include_input=False)[0]
        told = f"{'.'.join(map(str, first['loc'])) or 'the file'}: {first['msg']}"
        return [Check("format", Answer.INVALID, told, _ASK)]
    own = sum(linked.entry is not None for linked in file.entries)
    checks = [Check("format", Answer.VALID, f"{len(file.entries)} entries, {own} of them yours")]
    for check in (_chain(file), _anchors(file), _blocks(file, {h.lower() for h in trusted})):
        checks.append(check)
        if check.answer is Answer.INVALID:
            break
    return checks


def _chain(file: AuditFile) -> Check:
    link = START
    for number, linked in enumerate(file.entries, start=1):
        if linked.entry is not None and hash_of(linked.entry) != linked.hash:
            return _broken(f"entry {number} is not the one that was written: it was altered")
        if linked.entry is not None and linked.entry.get("number") != number:
            said = linked.entry.get("number")
            return _broken(
                f"the entry in place {number} was written as {said}: some are missing, new or moved"
            )
        link = link_after(link, linked.hash)
        if link != linked.link:
            return _broken(
                f"the chain breaks at entry {number}: one was altered, taken out, put in or moved"
            )
    return Check("chain", Answer.VALID, "each entry follows the one before it")


def _anchors(file: AuditFile) -> Check:
    for number, anchor in enumerate(file.anchors, start=1):
        try:
            root = parse_header(bytes.fromhex(anchor.header[2:])).transactions_root
            raw = in_list(root, anchor.index, [bytes.fromhex(node[2:]) for node in anchor.proof])
            count, link = anchored(parse_transaction(raw).data)
        except ProofError as wrong:
            return _broken(f"anchor {number}: {wrong}", "anchors")
        if count != anchor.count:
            return _broken(
                f"anchor {number} is of {count} entries, not of {anchor.count}", "anchors"
            )
        if count > len(file.entries):
            told = f"the ledger has an anchor of {count} entries: the last ones are missing"
            return _broken(told, "anchors")
        if file.entries[count - 1].link != link:
            return _broken(f"the first {count} entries are not those that were anchored", "anchors")
    last = max((anchor.count for anchor in file.anchors), default=0)
    if not last and file.entries:
        return Check(
            "anchors",
            Answer.CANNOT_TELL,
            "nothing is anchored: the whole chain could have been written anew",
            "export again after the gateway's next anchor, which comes daily",
        )
    rest = len(file.entries) - last
    return Check(
        "anchors",
        Answer.VALID,
        f"{last} entries are anchored; {rest} are newer than the last anchor",
    )


def _blocks(file: AuditFile, trusted: set[str]) -> Check:
    if not file.anchors:
        return Check("blocks", Answer.VALID, "there is no anchor whose block would be asked for")
    # The last one covers all that the ones before it do.
    last = max(file.anchors, key=lambda anchor: anchor.count)
    header = parse_header(bytes.fromhex(last.header[2:]))
    shown = "0x" + header.hash.hex()
    if shown in trusted:
        told = f"the anchor of {last.count} entries is in block {header.number}, which you trust"
        return Check("blocks", Answer.VALID, told)
    return Check(
        "blocks",
        Answer.CANNOT_TELL,
        f"the anchor of {last.count} entries counts if block {header.number} of the ledger is {shown}",
        "ask a node or a party that you trust for its hash, and pass it with --block-hash",
    )


def _broken(told: str, check: str = "chain") -> Check:
    return Check(check, Answer.INVALID, told, _ASK)


_ASK: Final = "keep the file, and compare it with an earlier export of yours or of another member's"
