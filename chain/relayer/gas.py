"""How much gas an action is given in a batch, and how the gas that was used is shared.

A call that gets too little fails for a want that is the relayer's: so the limits are about twice of
what the actions were measured to use, and an attempt that still ran dry is repeated with double.
"""

from wallets.action_set import OF_A_SET

_USUAL = 150_000
_LIMITS = {
    "AdmitMember": 300_000,
    "ChangeRoles": 400_000,
    "SuspendMember": 400_000,
    "ReinstateMember": 400_000,
    "SetFourEyes": 400_000,
    "CompleteRecovery": 600_000,
    "EnrolWallet": 250_000,
    "ApplyCertificate": 280_000,
    "ApplyVoid": 220_000,
    "ReplaceCertificate": 220_000,
    "Reissue": 220_000,
    "SplitBill": 6_000_000,
    "CombineBills": 5_000_000,
    "IssueReleaseOrder": 220_000,
    "ShareContainer": 2_500_000,
    "UnshareContainer": 700_000,
    "RequestAppointment": 260_000,
    "InstructInspection": 260_000,
    "RegisterDocument": 180_000,
    "RegisterInterchange": 180_000,
    "SupersedeDocument": 200_000,
    "AnchorMilestones": 180_000,
    "CorrectMilestones": 200_000,
}
_PER_SIGNATURE = 30_000
_SIGNATURE_LENGTH = 65
_PROOF_HEAD, _HASH = 5, 32
_MAX_DOUBLINGS = 4

_LEAST_TRIAL = 2_000_000
_TRANSACTION = 60_000
_PER_CALL = 12_000
_PER_BYTE = 40

TRANSACTION_LIMIT = 16_000_000
"""Below the most that one transaction may use (EIP-7825: 2^24)."""


def call_limit(name: str, signatures: bytes, attempts: int = 0) -> int:
    """Gas for the call of an action of this name: more at each attempt, in case the last one ran dry."""
    usual = _LIMITS.get(name, _USUAL) + _PER_SIGNATURE * (_pieces(signatures) - 1)
    return usual << min(attempts, _MAX_DOUBLINGS)


def _pieces(signatures: bytes) -> int:
    """How many pieces these are at most: the proof that an action is of a set costs hardly more than its bytes."""
    count = 0
    while len(signatures) > _SIGNATURE_LENGTH and signatures[_SIGNATURE_LENGTH - 1] >= OF_A_SET:
        proof = _PROOF_HEAD + _HASH * signatures[_SIGNATURE_LENGTH]
        signatures = signatures[_SIGNATURE_LENGTH + proof :]
        count += 1
    return max(1, count + len(signatures) // _SIGNATURE_LENGTH)


def trial_limit(name: str, signatures: bytes) -> int:
    """Gas for the trial of a call before it is accepted: as much as the relayer would give it at last.

    A gate-out is cheap, but that of a container that sixteen bills share costs ten times as much.
    """
    return max(call_limit(name, signatures, 1), _LEAST_TRIAL)


def carriage(data: bytes) -> int:
    """Gas that a call costs the transaction beside its own limit: its bytes (EIP-7623), the loop."""
    return _PER_CALL + _PER_BYTE * len(data)


def transaction_limit(limits: int) -> int:
    """The gas limit of a transaction whose calls have limits that add up to this.

    A call is passed at most 63/64 of what is left (EIP-150), hence one part in sixty more.
    """
    return _TRANSACTION + limits + limits // 60


def shares(gas_used: int, calls: int) -> list[int]:
    """Divides the gas of a transaction among its calls: whole units, which add up to it."""
    each, rest = divmod(gas_used, calls)
    return [each + (place < rest) for place in range(calls)]
