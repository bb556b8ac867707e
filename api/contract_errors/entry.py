"""The shape of an entry: status, and words with the error's arguments in them."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.contract_errors.argument import Argument
from api.errors import Words

DOUBLE = STATE = 409
"""Done before, or the record's state or version does not allow it."""
RIGHT = 403
"""The signature, the wallet, the power, the role or the party is wrong."""
VALUE = 422
"""A value is wrong whatever the state."""


@dataclass(frozen=True)
class Entry:
    """What a custom error means; `{name}` and `{name:Kind}` stand for the error's arguments."""

    status: int
    detail: Words
    remedy: Words

    def told(self, args: Mapping[str, object]) -> Words:
        """The detail with the arguments in words. Raises KeyError: the error has no such one."""
        values = {name: Argument(value) for name, value in args.items()}
        return Words(self.detail.en.format_map(values), self.detail.zh.format_map(values))


def entry(status: int, detail: tuple[str, str], remedy: tuple[str, str]) -> Entry:
    """An entry from pairs of English and Chinese."""
    return Entry(status, Words(*detail), Words(*remedy))


SEE_AGAIN = (
    "Prepare the action again at the current version, look at it, and sign it.",
    "请按当前版本重新准备该操作，核对后再签名。",
)
READ_RECORD = (
    "Read the record: `next_actions` says what is possible now, and for whom.",
    "请查看该记录：`next_actions` 列出当前可执行的操作及执行方。",
)
CHECK_ID = ("Check the identifier.", "请核对编号。")
NEW_RECORD = (
    "Nothing to do: it is on record. For another record use another document or salt.",
    "无需处理：已在账。如需新记录，请使用另一份单证或另一个盐值。",
)
RIGHT_PARTY = (
    "Have it signed by a wallet of the entitled party.",
    "请由有权一方的钱包签名。",
)
