"""Looks for private keys in bytes, in every form in which they could travel."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path


def forms_of(secret: bytes) -> Iterator[bytes]:
    """A secret raw, in hexadecimal of either case, as a decimal, and in both base64 alphabets.

    Within a longer text base64 has three alignments; what surrounds the secret changes its first
    and last digits, which are left out.
    """
    yield secret
    yield secret.hex().encode()
    yield secret.hex().upper().encode()
    yield str(int.from_bytes(secret)).encode()
    for shift in range(3):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            text = encode(bytes(shift) + secret).rstrip(b"=")
            yield text[2 if shift else 0 : -2] if shift == 0 else text[4:-2]


def found_in(secrets: Mapping[str, bytes], places: Iterable[tuple[str, bytes]]) -> list[str]:
    """Where secrets are: "whose in which place", nothing if they are nowhere."""
    forms = {name: tuple(forms_of(secret)) for name, secret in secrets.items()}
    return [
        f"the key of {name} in {place}"
        for place, content in places
        for name, wanted in forms.items()
        if any(form in content for form in wanted)
    ]


def process_inputs(pid: int) -> Iterator[tuple[str, bytes]]:
    """What a process was started with: its command line and its environment (Linux)."""
    for what in ("cmdline", "environ"):
        yield f"/proc/{pid}/{what}", Path(f"/proc/{pid}/{what}").read_bytes()


def files_under(directory: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a directory."""
    for path in sorted(directory.rglob("*")):
        if path.is_file():
            yield str(path), path.read_bytes()
