"""Validation errors of the request in words: field (JSON path), rule, English and Chinese."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.errors import FieldProblem, PlatformError, Words

_BODY = "body"

# Rule → the Chinese sentence; `{…}` are the rule's own parameters (Pydantic's `ctx`).
_CHINESE: Mapping[str, str] = {
    "missing": "缺少必填字段",
    "extra_forbidden": "不允许的字段",
    "string_type": "应为字符串",
    "string_too_short": "长度不得少于 {min_length} 个字符",
    "string_too_long": "长度不得超过 {max_length} 个字符",
    "string_pattern_mismatch": "应匹配格式 {pattern}",
    "string_unicode": "应为有效的 Unicode 字符串",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_parsing_size": "整数过大",
    "int_from_float": "应为整数，不得带小数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "finite_number": "应为有限数",
    "bool_type": "应为布尔值",
    "bool_parsing": "应为布尔值",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "应不小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "应不大于 {le}",
    "list_type": "应为数组",
    "too_short": "至少应有 {min_length} 项",
    "too_long": "至多可有 {max_length} 项",
    "dict_type": "应为对象",
    "model_type": "应为对象",
    "model_attributes_type": "应为对象",
    "enum": "应为以下之一：{expected}",
    "literal_error": "应为以下之一：{expected}",
    "date_type": "应为日期（YYYY-MM-DD）",
    "date_parsing": "应为日期（YYYY-MM-DD）",
    "date_from_datetime_parsing": "应为日期（YYYY-MM-DD）",
    "datetime_type": "应为时间（RFC 3339）",
    "datetime_parsing": "应为时间（RFC 3339）",
    "datetime_from_date_parsing": "应为时间（RFC 3339）",
    "timezone_aware": "时间应带时区",
    "decimal_type": "应为十进制数",
    "decimal_parsing": "应为十进制数",
    "decimal_max_digits": "数字不得超过 {max_digits} 位",
    "decimal_max_places": "小数不得超过 {decimal_places} 位",
    "union_tag_invalid": "未知的类型标记：{tag}",
    "union_tag_not_found": "缺少类型标记 {discriminator}",
    "none_required": "应为空",
}


class MalformedBody(PlatformError):
    """400: the body is not JSON."""

    def __init__(self, reason: str, field: str = "$") -> None:
        super().__init__(
            "malformed_json",
            400,
            "Malformed JSON",
            Words(
                f"The body is not well-formed JSON: {reason}.",
                "请求体不是格式正确的 JSON。",
            ),
            remedy=Words("Send one JSON value in UTF-8.", "请发送 UTF-8 编码的单个 JSON 值。"),
            errors=(
                FieldProblem(
                    field, "json", f"must be well-formed JSON ({reason})", "应为格式正确的 JSON"
                ),
            ),
        )


def field_problems(errors: Sequence[Mapping[str, Any]]) -> list[FieldProblem]:
    """Pydantic's errors as ours.

    Raises:
        MalformedBody: One of them says that the body is not JSON at all.
    """
    for error in errors:
        if error["type"] == "json_invalid":
            raise MalformedBody(str(error.get("ctx", {}).get("error", "syntax error")).lower())
    return [_problem(error) for error in errors]


def prefixed(problems: Sequence[FieldProblem], prefix: str) -> list[FieldProblem]:
    """The same problems below another root (`document`)."""
    return [
        FieldProblem(
            prefix if p.field == "$" else f"{prefix}.{p.field}", p.rule, p.message, p.message_zh
        )
        for p in problems
    ]


def json_path(location: Sequence[str | int]) -> str:
    """A location as a JSON path from the body's root: `document.cargoItems[0].hsCode`."""
    path = ""
    for step in location:
        if isinstance(step, int):
            path += f"[{step}]"
        else:
            path += f".{step}" if path else step
    return path or "$"


def _problem(error: Mapping[str, Any]) -> FieldProblem:
    location = list(error.get("loc", ()))
    if location and location[0] == _BODY:
        location = location[1:]
    rule = str(error["type"])
    context = dict(error.get("ctx") or {})
    message = _english(str(error["msg"]))
    return FieldProblem(json_path(location), rule, message, _chinese(rule, message, context))


def _english(message: str) -> str:
    """Pydantic prefixes what a validator of ours says."""
    for prefix in ("Value error, ", "Assertion failed, "):
        message = message.removeprefix(prefix)
    return message[:1].lower() + message[1:]


def _chinese(rule: str, message: str, context: Mapping[str, Any]) -> str:
    own = context.get("message_zh")
    if own:
        return str(own)
    template = _CHINESE.get(rule)
    if template is None:
        return f"不符合规则 {rule}：{message}"
    try:
        return template.format_map(context)
    except KeyError:
        return template.split("{", maxsplit=1)[0].rstrip("：")
