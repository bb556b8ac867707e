"""What `docs/reference/problems.md` says: every problem of the gateway's own, found where the code raises it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final, TypeAlias

from scripts.dev.pages import ROOT

_HEAD: Final = """# Problems: what the gateway refuses

Written by `make fix` from the places in `api/` that raise them; do not edit. A refusal is a problem (RFC 9457) with
a stable `code`, words in English and Chinese, mostly a `remedy`, and under `errors` the fields at fault. `…` stands for
what differs. What the contracts refuse comes as `contract_refused` with the contract's own error, which
[rules](../rules.md) lists.

| code | status | words | 中文 |
|---|---|---|---|
"""
_STATUS: Final = {
    "PlatformError": None,
    "NotAuthenticated": 401,
    "Forbidden": 403,
    "Conflict": 409,
    "Unavailable": 503,
}
_Row: TypeAlias = tuple[str, str, str, str]


def page() -> str:
    """The page's text."""
    rows = sorted(set(_problems()))
    return _HEAD + "".join(
        f"| `{code}` | {status} | {en} | {zh} |\n" for code, status, en, zh in rows
    )


def _problems() -> Iterator[_Row]:
    for path in sorted((ROOT / "api").rglob("*.py")):
        if "client" in path.parts:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        kinds = dict(_kinds(tree))
        makers = dict(_makers(tree))
        yield from _listed(tree)
        for call in _calls(tree):
            name, code = _name(call), _code(call)
            if code is None:
                continue
            if name in _STATUS:
                yield code, _status(call, name), *_words(call)
            elif name in makers:
                yield code, *makers[name]
            elif name == "__init__" and code in kinds:
                yield code, *kinds[code]


def _listed(tree: ast.AST) -> Iterator[_Row]:
    """Codes and words that are listed by status."""
    for table in ast.walk(tree):
        pairs = zip(table.keys, table.values, strict=True) if isinstance(table, ast.Dict) else ()
        for status, value in pairs:
            if isinstance(value, ast.Tuple) and isinstance(status, ast.Constant):
                code, words = value.elts[0], value.elts[-1]
                if isinstance(words, ast.Call) and _name(words) == "Words":
                    yield _text(code), _text(status), _text(words.args[0]), _text(words.args[1])


def _kinds(tree: ast.AST) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """The kinds of problem that have a code of their own, by it."""
    for kind in ast.walk(tree):
        base = _name(kind.bases[0]) if isinstance(kind, ast.ClassDef) and kind.bases else ""
        for call in _calls(kind) if base in _STATUS else ():
            code = _code(call)
            if _name(call) == "__init__" and code is not None:
                yield code, (_status(call, base), *_words(call))


def _makers(tree: ast.AST) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """The functions that make a problem of the code that they are given first."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef) or not function.args.args:
            continue
        for call in _calls(function) if function.args.args[0].arg == "code" else ():
            name = _name(call)
            if name in _STATUS:
                yield function.name, (_status(call, name), *_words(call))


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    """The calls with arguments by place."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args)


def _code(call: ast.Call) -> str | None:
    """The code that a call gives, if it gives one."""
    first = call.args[0]
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def _status(call: ast.Call, name: str) -> str:
    """The status that a kind has, or that the call names."""
    known = _STATUS[name]
    return str(known) if known is not None else _text(call.args[1])


def _words(call: ast.Call) -> tuple[str, str]:
    """The sentence in both languages; empty where it is made elsewhere."""
    for argument in call.args[1:]:
        if isinstance(argument, ast.Call) and _name(argument) == "Words":
            return _text(argument.args[0]), _text(argument.args[1])
    return "…", "…"


def _text(node: ast.expr) -> str:
    """A text of the code, with `…` for what is put in."""
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) for part in node.values)
    if isinstance(node, ast.BinOp):
        return _text(node.left) + _text(node.right)
    return str(node.value).replace("|", "\\|") if isinstance(node, ast.Constant) else "…"


def _name(node: ast.AST) -> str:
    """What is called, or derived from."""
    called = node.func if isinstance(node, ast.Call) else node
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""
