from __future__ import annotations

import json

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.wallets.hpke_by_hand import received
from wallets.commitment import commit
from wallets.contents import Content, ContentError, content_of, json_of
from wallets.sealing import (
    MOST_OVERHEAD,
    WRAPPED_BYTES,
    SealError,
    file_id,
    head_of,
    open_sealed,
    seal,
    unwrap,
    wrap,
)

SALT = bytes(range(32))
BILL = content_of("bill.json", b'{"transportDocumentReference": "NSTC4118304212"}', SALT)
READER = X25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
PUBLIC = READER.public_key().public_bytes_raw()
# From the test vectors that go with RFC 9180: mode 0, KEM 0x0020, KDF 0x0001, AEAD 0x0002.
VECTOR = {
    "info": "4f6465206f6e2061204772656369616e2055726e",
    "skRm": "497b4502664cfea5d5af0b39934dac72242a74f8480451e1aee7d6a53320333d",
    "enc": "6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256",
    "shared_secret": "3101c54c3a4f87439eaac080699ed9bbcc726ffe44e860c0424ccb7e3e2ead7b",
    "key": "f50b0609186798729ed0564b36ef2ef8044f1f9d05636874d1f46c819c7a669f",
    "base_nonce": "151d9929e2449747889bc923",
}
MESSAGES = [
    (
        "436f756e742d30",
        "e5d84cd531cfb583096e7cfa9641bd3079cf3a91cda813c52deb5f512be9931980a41de125a925cdad859d5b7a",
    ),
    (
        "436f756e742d31",
        "2c43aff25343fdbff864506f0818b9d87df84ea01b1a2144d23b4d40c26bf655fdf197fe40297a8aebeed5cc2d",
    ),
]


def test_hpke_by_hand_meets_the_vectors_of_rfc_9180() -> None:
    vector = {name: bytes.fromhex(value) for name, value in VECTOR.items()}
    private = X25519PrivateKey.from_private_bytes(vector["skRm"])
    schedule = received(vector["enc"], private, vector["info"])
    assert schedule.shared_secret == vector["shared_secret"]
    assert (schedule.key, schedule.base_nonce) == (vector["key"], vector["base_nonce"])
    for place, (aad, cipher) in enumerate(MESSAGES):
        plain = schedule.open(bytes.fromhex(cipher), bytes.fromhex(aad), place)
        assert plain == b"Beauty is truth, truth beauty"


def test_a_wrapped_key_is_hpke_to_the_letter() -> None:
    key = bytes(reversed(range(32)))
    wrapped = wrap(key, PUBLIC, content=BILL.root, member=7)
    info = b"quayledger content key 1\0" + BILL.root + (7).to_bytes(4, "big")
    assert len(wrapped) == WRAPPED_BYTES
    assert received(wrapped[:32], READER, info).open(wrapped[32:]) == key
    with pytest.raises(InvalidTag):
        received(wrapped[:32], READER, info + b"\0").open(wrapped[32:])


@given(st.binary(max_size=300), st.sampled_from(["a.pdf", "b.xml", "scan.PDF"]))
def test_what_was_sealed_opens_to_the_byte(data: bytes, name: str) -> None:
    content = content_of(name, data)
    sealed = seal(content)
    opened = open_sealed(sealed.data, sealed.key)
    assert (opened.data, opened.name, opened.salt) == (data, name, content.salt)
    assert opened.root == content.root == head_of(sealed.data).content
    assert len(sealed.data) <= len(data) + MOST_OVERHEAD


def test_a_document_keeps_its_own_bytes_and_its_commitment() -> None:
    sealed = seal(BILL)
    opened = open_sealed(sealed.data, sealed.key)
    assert opened.data == BILL.data
    assert opened.root == commit(json.loads(BILL.data), SALT).root


def test_a_sealed_file_shows_nothing_of_what_is_in_it() -> None:
    sealed = seal(BILL)
    for secret in (b"NSTC4118304212", b"bill.json", SALT, SALT.hex().encode(), sealed.key):
        assert secret not in sealed.data
    assert "key" not in repr(sealed)


def test_no_byte_of_a_sealed_file_can_be_changed() -> None:
    sealed = seal(BILL)
    for place in range(len(sealed.data)):
        changed = bytearray(sealed.data)
        changed[place] ^= 1
        with pytest.raises(SealError):
            open_sealed(bytes(changed), sealed.key)


def test_a_sealed_file_that_is_cut_off_does_not_open() -> None:
    sealed = seal(BILL)
    for length in range(len(sealed.data)):
        with pytest.raises(SealError):
            open_sealed(sealed.data[:length], sealed.key)


def test_a_file_sealed_under_the_commitment_of_another_is_found_out() -> None:
    lie = Content("application/pdf", b"%PDF-1.7 something else", SALT, "lie.pdf")
    lie.__dict__["commitment"] = BILL.commitment
    sealed = seal(lie)
    assert head_of(sealed.data).content == BILL.root
    with pytest.raises(SealError, match="has the commitment"):
        open_sealed(sealed.data, sealed.key)


def test_a_wrapped_key_opens_for_its_reader_its_member_and_its_content_alone() -> None:
    key = bytes(32)
    wrapped = wrap(key, PUBLIC, content=BILL.root, member=7)
    assert unwrap(wrapped, READER, content=BILL.root, member=7) == key
    others: list[tuple[bytes, X25519PrivateKey, bytes, int]] = [
        (wrapped, X25519PrivateKey.generate(), BILL.root, 7),
        (wrapped, READER, bytes(32), 7),
        (wrapped, READER, BILL.root, 8),
        (wrapped[:-1] + bytes([wrapped[-1] ^ 1]), READER, BILL.root, 7),
        (wrapped[:40], READER, BILL.root, 7),
        (b"", READER, BILL.root, 7),
    ]
    for given_, private, content, member in others:
        with pytest.raises(SealError):
            unwrap(given_, private, content=content, member=member)


def test_nothing_is_wrapped_for_a_key_that_is_none() -> None:
    for public in (b"", bytes(31), bytes(32)):  # the last one is of low order
        with pytest.raises(SealError):
            wrap(bytes(32), public, content=BILL.root, member=7)
    with pytest.raises(SealError):
        wrap(bytes(31), PUBLIC, content=BILL.root, member=7)
    for member in (0, 1 << 24):
        with pytest.raises(SealError):
            wrap(bytes(32), PUBLIC, content=BILL.root, member=member)


def test_the_id_of_a_sealed_file_is_its_sha_256() -> None:
    empty = "0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert file_id(b"") == empty


def test_only_known_kinds_of_file_are_committed_to() -> None:
    with pytest.raises(ContentError, match=r"\.json, \.pdf, \.xml"):
        content_of("run.exe", b"")
    assert content_of("/some/where/bill.json", b"{}").name == "bill.json"


@pytest.mark.parametrize("data", [b'{"a":1,"a":2}', b"\xff", b"[NaN]", b"", b'{"a":', b"[" * 9999])
def test_json_that_readers_could_disagree_on_is_refused(data: bytes) -> None:
    with pytest.raises(ContentError):
        json_of(data)
