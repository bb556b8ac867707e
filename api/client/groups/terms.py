"""What a new record can be told beside its document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from api.client.signers import AnySigner


class Terms(TypedDict, total=False):
    """What every new record can be told."""

    salt: str
    """32 secret bytes as 0x-hex; made here by default."""
    represented_party: int
    """The member that it is done for."""
    remark: str
    """The commitment of an encrypted remark."""


class BillTerms(Terms, total=False):
    """What a bill can be told."""

    title_holder: int
    """The named consignee or order party; the holder by default."""
    kind: str | int
    """Held against the document's own kind."""


class _OfUnseen(TypedDict):
    holder: int
    kind: str | int


class UnseenBill(_OfUnseen, total=False):
    """What a bill by its commitment alone is told: its first holder and its kind, and what else."""

    title_holder: int
    represented_party: int
    remark: str


class ReleaseTerms(Terms, total=False):
    """What a release order can be told."""

    release_to: int
    """Who collects first; whom the surrender named by default."""
    flow: str | int
    """YARD, DIRECT_PICKUP or DIRECT_LOADING."""


class CorrectionTerms(Terms, total=False):
    """What a corrected application can be told."""

    bill_id: str
    """The bill that it is linked to."""


class CertificateTerms(CorrectionTerms, total=False):
    """What an application for a certificate can be told."""

    user: int
    """Who may use it, once; the applicant by default."""
    item_salt: str
    """The salt of the declaration item's commitment, the same for all applications on the item."""


class About(Terms, total=False):
    """What a record that may be about another one can be told."""

    subject_kind: str | int
    """What it is about."""
    subject: str
    """The id of what it is about."""


class DocumentTerms(About, total=False):
    """What a supporting document can be told."""

    valid_until: str
    """Inclusive, RFC 3339; good for good by default."""
    consumer: int
    """Who may use it up, once."""
    consumer_roles: Sequence[str]
    """Who uses it up holds one of these."""
    haulier: int
    """Who signs an equipment interchange receipt, too."""


class Signing(TypedDict, total=False):
    """How a new record is signed and awaited."""

    signers: Sequence[AnySigner]
    """Who signs, in the contract's order; the client's own wallet by default."""
    within: float
    """Seconds to wait for the end; 60 by default."""


class BillIssue(BillTerms, Signing, total=False):
    """What a bill's issue can be told."""


class ReleaseIssue(ReleaseTerms, Signing, total=False):
    """What a release order's issue can be told."""


class Application(CertificateTerms, Signing, total=False):
    """What an application can be told."""


class Correction(CorrectionTerms, Signing, total=False):
    """What a correction can be told."""


class Filing(Terms, Signing, total=False):
    """What a claim's filing can be told."""


class Registration(DocumentTerms, Signing, total=False):
    """What a document's registration can be told."""


class Anchoring(About, Signing, total=False):
    """What a batch's anchoring can be told."""
