"""Column types for the EVM's integers that no SQL integer holds."""

from sqlalchemy import String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_DIGITS_64 = 20
_HEX_256 = 64


class UInt64(TypeDecorator[int]):
    """An unsigned 64-bit integer as 20 decimal digits: SQL's BIGINT is signed; digits keep order."""

    impl = String(_DIGITS_64)
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> str | None:
        """Writes the digits; ValueError if the number does not fit."""
        del dialect
        if value is None:
            return None
        if not 0 <= value < 1 << 64:
            msg = f"{value} is not an unsigned 64-bit integer"
            raise ValueError(msg)
        return f"{value:0{_DIGITS_64}d}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> int | None:
        """Reads the digits."""
        del dialect
        return None if value is None else int(value)


class UInt256(TypeDecorator[int]):
    """An unsigned 256-bit integer, such as a bitmap of containers, as 64 hexadecimal digits."""

    impl = String(_HEX_256)
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> str | None:
        """Writes the digits; ValueError if the number does not fit."""
        del dialect
        if value is None:
            return None
        if not 0 <= value < 1 << 256:
            msg = f"{value} is not an unsigned 256-bit integer"
            raise ValueError(msg)
        return f"{value:0{_HEX_256}x}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> int | None:
        """Reads the digits."""
        del dialect
        return None if value is None else int(value, 16)
