"""Sealed files: the content of a record, which the gateway keeps and cannot read."""

from __future__ import annotations

import json

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from api.client import NoKey, Refused, Trust
from scripts.scenario.acting import Denial
from scripts.scenario.cast import Hand
from scripts.scenario.model import Open, Seal
from scripts.scenario.problems import ValueProblem
from scripts.scenario.scene import Record, Scene
from wallets.contents import JSON, Content


class Sealer:
    """Seals and opens, with an encryption key that each organisation makes when it first needs one."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    async def seal(self, step: Seal) -> None:
        """Seals a record's document for oneself and the readers. Raises ValueProblem, ClientError."""
        scene = self._scene
        hand = scene.hands(step.by)[0]
        record = scene.record(scene.value(step.seal))
        mine = await self._key(hand)
        readers = [scene.cast.player(name) for name in step.readers]
        for reader in readers:
            await self._key(reader.main)
        numbers = [scene.cast.number(reader.name) for reader in readers]
        addresses = [reader.main.signer.address for reader in readers]
        await hand.client.keep_file(
            _content(record),
            record.id,
            mine=_public(mine),
            readers=numbers,
            trust=Trust.of(*addresses),
            kind=_kind(record),
        )

    async def open(self, step: Open) -> Denial | None:
        """Opens a record's file, and holds it against the record. The refusal, if there is one."""
        scene = self._scene
        hand = scene.hands(step.by)[0]
        record = scene.record(scene.value(step.open))
        key = await self._key(hand)
        keys = {_public(key): key}
        try:
            opened = await hand.client.open_file(record.id, keys.get, _kind(record))
        except NoKey as exc:
            return Denial("NoKey", "no_key", "read", str(exc))
        except Refused as exc:
            return Denial(exc.code, exc.code, "read", exc.problem.in_words())
        if not opened.current:
            raise ValueProblem("the file opened, and is not the record's present content")
        return None

    async def _key(self, hand: Hand) -> X25519PrivateKey:
        """The organisation's encryption key, published when it is made.

        Raises:
            ValueProblem: another one is published: members seal for the newest, and this one is gone after the run.
        """
        player = self._scene.cast.player(hand.organisation)
        if player.encryption is None:
            player.encryption = key = X25519PrivateKey.generate()
            path = f"/v1/participants/{player.number}/encryption-keys"
            if (await player.main.client.get(path))["items"]:
                player.encryption = None
                raise ValueProblem(
                    f"{player.name} has published an encryption key, and this run's would take its place: seal and "
                    "open as a member that has none"
                )
            await player.main.client.publish_encryption_key(_public(key))
            return key
        return player.encryption


def _public(key: X25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _kind(record: Record) -> str:
    return {"bills": "bill", "documents": "document"}.get(record.kind.collection, "")


def _content(record: Record) -> Content:
    if record.document is None or record.salt is None or not _kind(record):
        raise ValueProblem(f"{record.name} has no document that could be sealed")
    data = json.dumps(record.document, ensure_ascii=False).encode()
    return Content(JSON, data, bytes.fromhex(record.salt[2:]), f"{record.name}.json")
