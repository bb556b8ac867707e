"""The page at /docs: the OpenAPI description as one self-contained document, with nothing from elsewhere."""

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

CONTENT_SECURITY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"
"""Nothing is loaded and nothing runs."""

_STYLE = """
body{font:16px/1.5 system-ui,"Noto Sans SC",sans-serif;margin:0 auto;max-width:62rem;padding:1rem;color:#1c2733}
code,pre{font:13px/1.45 ui-monospace,monospace}pre{background:#f3f6f8;padding:.7rem;overflow:auto}
details{border:1px solid #d5dde3;border-radius:4px;margin:.4rem 0;padding:.4rem .7rem}
summary{cursor:pointer}summary code{font-weight:600}
td,th{text-align:left;vertical-align:top;padding:.15rem .8rem .15rem 0}
.public{color:#5b6b78;font-size:.85rem}h2{margin-top:2rem}
"""


def docs_page(spec: Mapping[str, Any]) -> str:
    """The HTML page of an OpenAPI description."""
    info = spec["info"]
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8>",
        "<meta name=viewport content='width=device-width'>",
        f"<title>{escape(info['title'])} API</title><style>{_STYLE}</style>",
        f"<h1>{escape(info['title'])} API {escape(info['version'])}</h1>",
        *(f"<p>{_code(text)}</p>" for text in info["description"].strip().split("\n\n")),
        "<p>For machines: <a href='/openapi.json'>openapi.json</a></p>",
    ]
    for tag in spec["tags"]:
        parts.append(f"<h2>{escape(tag['name'])}</h2><p>{escape(tag['description'])}</p>")
        parts.extend(_operations(spec, tag["name"]))
    return "\n".join(parts) + "</html>\n"


def _operations(spec: Mapping[str, Any], tag: str) -> Iterator[str]:
    for path, operations in spec["paths"].items():
        for method, operation in operations.items():
            if tag in operation.get("tags", ()):
                yield _operation(spec, f"{method.upper()} {path}", operation)


def _operation(spec: Mapping[str, Any], name: str, operation: Mapping[str, Any]) -> str:
    public = "" if operation.get("security") else " <span class=public>public</span>"
    parts = [
        f"<details><summary><code>{escape(name)}</code> {escape(operation['summary'])}{public}</summary>",
        f"<p>{_code(operation.get('description', ''))}</p>",
        *_parameters(operation),
        *_body(spec, operation),
        "<table><tr><th>Status<th>Meaning",
    ]
    for status, response in operation["responses"].items():
        parts.append(
            f"<tr><td>{escape(status)}<td>{escape(response['description'])}{_model(response)}"
        )
    return "".join(parts) + "</table></details>"


def _parameters(operation: Mapping[str, Any]) -> Iterator[str]:
    parameters = operation.get("parameters")
    if not parameters:
        return
    yield "<table><tr><th>Parameter<th>In<th>"
    for given in parameters:
        told = given.get("description") or given["schema"].get("description", "")
        need = ", required" if given.get("required") else ""
        yield f"<tr><td><code>{escape(given['name'])}</code><td>{given['in']}{need}<td>{_code(told)}"
    yield "</table>"


def _body(spec: Mapping[str, Any], operation: Mapping[str, Any]) -> Iterator[str]:
    if "requestBody" not in operation:
        return
    contents = operation["requestBody"]["content"]
    for media, uploaded in contents.items():
        if media != "application/json":
            yield f"<p>{escape(media)}:<pre>{escape(uploaded['example'])}</pre>"
    content = contents.get("application/json", {})
    yield from _fields(spec, content.get("schema", {}))
    for name, example in content.get("examples", {}).items():
        text = json.dumps(example["value"], ensure_ascii=False, indent=2)
        yield f"<p>Example: {escape(name)}<pre>{escape(text)}</pre>"


def _fields(spec: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[str]:
    reference = _reference(schema)
    if reference is None:
        return
    model = spec["components"]["schemas"][reference]
    yield f"<table><tr><th>{escape(reference)}<th>"
    for name, field in model.get("properties", {}).items():
        need = " required" if name in model.get("required", ()) else ""
        yield f"<tr><td><code>{escape(name)}</code>{need}<td>{_code(field.get('description', ''))}"
    yield "</table>"


def _model(response: Mapping[str, Any]) -> str:
    for content in response.get("content", {}).values():
        reference = _reference(content.get("schema", {}))
        if reference is not None:
            return f" <code>{escape(reference)}</code>"
    return ""


def _reference(schema: Mapping[str, Any]) -> str | None:
    """The name of the model that a schema stands for."""
    for candidate in (schema, *schema.get("anyOf", ())):
        if "$ref" in candidate:
            return str(candidate["$ref"]).rsplit("/", 1)[-1]
    return None


def _code(text: str) -> str:
    """Escaped text whose `…` is code and whose **…** is strong."""
    pieces = escape(text).split("`")
    joined = "".join(
        f"<code>{piece}</code>" if index % 2 else piece for index, piece in enumerate(pieces)
    )
    strong = joined.split("**")
    return "".join(
        f"<strong>{piece}</strong>" if index % 2 else piece for index, piece in enumerate(strong)
    )
