"""Refund claims: reading what the caller may see, preparing one, and the clock."""

from collections.abc import Mapping

from api.actions.prepare import Prepared, Preparer
from api.auth.subject import Subject
from api.claims.clock import Reading, readings
from api.claims.schemas import ClaimPrepare, ClaimQuery, ClockQuery
from api.errors import NotFound, PlatformError, Words
from api.kit.claim_document import ClaimDocument
from api.kit.content import root_of, salt_of, validated
from api.kit.pagination import MAX_LIMIT, filters_of, listing_of
from api.kit.working_days import UnknownCalendarYearError
from chain.filters import CertificateFilter, ClaimFilter
from chain.ledger import Ledger
from chain.lists import Found
from chain.read_model import HistoryEntry
from chain.store.rows import Claim
from chain.visibility import RecordKind


class ClaimService:
    """What the routes under /v1/claims do."""

    def __init__(self, ledger: Ledger, preparer: Preparer, limits: Mapping[int, int]) -> None:
        """`limits` are those of a single claim in working days, by management class."""
        self._read = ledger.read
        self._preparer = preparer
        self._limits = limits

    async def page(self, subject: Subject, query: ClaimQuery) -> Found[Claim]:
        """The caller's claims, in the order asked for; one more than the page to tell of a next."""
        filters = filters_of(ClaimFilter, query)
        listing, after = listing_of(query, query.after)
        return await self._read.claims(subject.member, filters, after, query.limit + 1, listing)

    async def get(self, claim_id: str, subject: Subject) -> Claim:
        """A claim. Raises NotFound, to strangers too."""
        row = await self._read.claim(claim_id, subject.member)
        if row is None:
            raise NotFound("refund claim", "退税申报")
        return row

    async def certificates_of(self, claim: Claim, subject: Subject) -> list[str]:
        """The certificates that the claim's own exporter has used for it: others may name it in vain."""
        used = CertificateFilter(used_for=claim.claim_id, user=claim.exporter)
        found = await self._read.certificates(subject.member, used, limit=MAX_LIMIT)
        return [row.certificate_id for row in found]

    async def history(self, claim_id: str, subject: Subject) -> list[HistoryEntry]:
        """A claim's steps. Raises NotFound."""
        await self.get(claim_id, subject)
        return await self._read.history(RecordKind.CLAIM, claim_id)

    async def clock(self, query: ClockQuery, subject: Subject) -> list[Reading]:
        """The readings of the claims that the caller may read: by class, and of the first two together.

        Raises:
            PlatformError: The calendar of a year in question is not known.
        """
        since, before = query.concluded_from, query.concluded_before
        claims = await self._read.accepted_claims(subject.member, since, before)
        try:
            return readings(claims, self._limits)
        except UnknownCalendarYearError as unknown:
            raise _calendar_missing(unknown.year) from None

    async def prepare(self, body: ClaimPrepare, subject: Subject) -> tuple[Prepared, str]:
        """Validates the claim and makes its typed data.

        Returns: what to sign, and the salt as 0x-hex.

        Raises:
            InvalidInput: A rule of the document is broken.
        """
        validated(ClaimDocument, body.document)
        salt = salt_of(body.salt)
        intent = {
            "claimId": root_of(body.document, salt),
            "actor": subject.member,
            "taxAuthority": body.tax_authority,
            **body.said(),
        }
        return await self._preparer.prepare("FileClaim", intent, subject), "0x" + salt.hex()


def _calendar_missing(year: int) -> PlatformError:
    return PlatformError(
        "calendar_missing",
        503,
        "Calendar missing",
        Words(
            f"The official calendar of {year} is not known here: working days are not guessed.",
            f"尚无 {year} 年的官方工作日历，不作推算。",
        ),
        remedy=Words(
            "Ask for a period of known years (`concluded_from`, `concluded_before`), or have the "
            "operator update the gateway's calendar.",
            "请查询已知年份的时段（`concluded_from`、`concluded_before`），或请运营方更新日历。",
        ),
    )
