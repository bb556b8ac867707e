"""What is remembered between two moves of the index: read once, and never older than the index."""

import asyncio

import pytest

from api.kit.since_move import SinceMove


class Ledger:
    """Moves when told, and answers slowly."""

    def __init__(self) -> None:
        self.moves = 0
        self.reads: list[str] = []
        self.value = "before"

    async def read(self, key: str) -> str:
        self.reads.append(key)
        value = self.value
        await asyncio.sleep(0.01)
        return f"{key} {value}"


async def test_however_many_ask_it_is_read_once_until_the_index_moves() -> None:
    ledger = Ledger()
    known = SinceMove(lambda: ledger.moves, ledger.read)
    assert await asyncio.gather(*(known("a") for _ in range(5))) == ["a before"] * 5
    assert await known("a") == "a before"
    assert ledger.reads == ["a"]
    ledger.moves, ledger.value = 1, "after"
    assert await known("a") == "a after"


async def test_what_was_being_read_when_the_index_moved_is_not_told_to_those_who_ask_later() -> (
    None
):
    ledger = Ledger()
    known = SinceMove(lambda: ledger.moves, ledger.read)
    early = asyncio.create_task(known("a"))
    await asyncio.sleep(0)
    ledger.moves, ledger.value = 1, "after"
    assert await known("a") == "a after"
    await early
    assert await known("a") == "a after"


async def test_a_fault_is_not_remembered() -> None:
    ledger = Ledger()
    faults = iter([True, False])

    async def read(key: str) -> str:
        if next(faults):
            raise OSError
        return await ledger.read(key)

    known = SinceMove(lambda: ledger.moves, read)
    with pytest.raises(OSError, match=r"^$"):
        await known("a")
    assert await known("a") == "a before"


async def test_one_that_goes_away_does_not_take_the_answer_from_the_others() -> None:
    ledger = Ledger()
    known = SinceMove(lambda: ledger.moves, ledger.read)
    first, second = asyncio.create_task(known("a")), asyncio.create_task(known("a"))
    await asyncio.sleep(0)
    first.cancel()
    assert await second == "a before"
