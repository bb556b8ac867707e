"""Work in groups: in order, as large as the load, each with its own result or fault."""

import asyncio
from collections.abc import Sequence

import pytest

from chain.grouped import Grouped


class Works:
    """Remembers the groups; goes on when it is let."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.go = asyncio.Event()

    async def __call__(self, group: Sequence[int]) -> list[str | Exception]:
        self.groups.append(list(group))
        await self.go.wait()
        return [ValueError(str(item)) if item < 0 else str(item) for item in group]


async def test_what_comes_meanwhile_makes_up_the_next_group() -> None:
    works = Works()
    grouped = Grouped(works, 3)
    first = asyncio.create_task(grouped(0))
    await asyncio.sleep(0.01)
    others = [asyncio.create_task(grouped(item)) for item in range(1, 6)]
    await asyncio.sleep(0.01)
    assert works.groups == [[0]]
    works.go.set()
    assert await asyncio.gather(first, *others) == ["0", "1", "2", "3", "4", "5"]
    assert works.groups == [[0], [1, 2, 3], [4, 5]]


async def test_many_that_come_at_once_are_answered_in_their_order() -> None:
    works = Works()
    works.go.set()
    grouped = Grouped(works, 2)
    assert await grouped.all(range(5)) == ["0", "1", "2", "3", "4"]
    assert works.groups == [[0, 1], [2, 3], [4]]


async def test_a_fault_is_told_to_the_one_whose_it_is() -> None:
    works = Works()
    works.go.set()
    grouped = Grouped(works, 10)
    found = await asyncio.gather(*(grouped(item) for item in (1, -2, 3)), return_exceptions=True)
    assert [found[0], found[2]] == ["1", "3"]
    assert isinstance(found[1], ValueError)


async def test_a_fault_of_the_work_is_told_to_the_group_and_not_to_the_next() -> None:
    fails = True

    async def work(group: Sequence[int]) -> list[int]:
        if fails:
            raise OSError
        return list(group)

    grouped = Grouped(work, 10)
    found = await asyncio.gather(grouped(1), grouped(2), return_exceptions=True)
    assert [type(each) for each in found] == [OSError, OSError]
    fails = False
    assert await grouped(3) == 3


async def test_one_that_no_longer_waits_leaves_the_others_alone() -> None:
    works = Works()
    grouped = Grouped(works, 10)
    gone, stays = asyncio.create_task(grouped(1)), asyncio.create_task(grouped(2))
    await asyncio.sleep(0.01)
    gone.cancel()
    works.go.set()
    assert await stays == "2"
    with pytest.raises(asyncio.CancelledError):
        await gone
    await grouped.close()
