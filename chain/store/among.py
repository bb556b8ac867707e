"""Whether a column has one of many values, by a statement whose text is the same however many they are.

A list of as many placeholders would make the driver parse and plan the statement anew for each number of them.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, Boolean, ColumnElement, Dialect, String, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine


def among(column: ColumnElement[Any], name: str = "ids") -> ColumnElement[bool]:
    """True where the column has one of the texts that are given under this name."""
    return _Among(column, bindparam(name, type_=_Texts()))


class _Texts(TypeDecorator[Sequence[str]]):
    """Texts in one parameter: an array on a server, JSON in a file."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type that the driver has for it."""
        return dialect.type_descriptor(ARRAY(String()) if _is_server(dialect) else String())

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> Any:
        """Writes them."""
        return value if value is None or _is_server(dialect) else json.dumps(value)


class _Among(FunctionElement[bool]):
    name = "among"
    type = Boolean()
    inherit_cache = True
    _is_implicitly_boolean = True


@compiles(_Among, "sqlite")
def _in_file(element: _Among, compiler: Any, **how: Any) -> str:
    column, texts = (compiler.process(clause, **how) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({texts}))"  # noqa: S608 - of expressions, no values


@compiles(_Among, "postgresql")
def _on_server(element: _Among, compiler: Any, **how: Any) -> str:
    column, texts = (compiler.process(clause, **how) for clause in element.clauses)
    return f"{column} = ANY ({texts})"


def _is_server(dialect: Dialect) -> bool:
    return dialect.name == "postgresql"
