"""Batch, and what the contracts' libraries and the compiler raise."""

from api.contract_errors.entry import STATE, VALUE, Entry, entry

_OPERATOR = (
    "Submit again; if it stays, tell the gateway's operator.",
    "请重新提交；若仍失败，请联系网关运营方。",
)

ENTRIES: dict[str, Entry] = {
    "BatchOutOfGas": entry(
        STATE,
        (
            (
                "The transaction had {available} gas left for call {index}, which needs {needed}: nothing "
                "of it happened."
            ),
            "交易剩余 {available} gas，不足以执行第 {index} 个调用所需的 {needed}：未发生任何变更。",
        ),
        _OPERATOR,
    ),
    "BatchSetSize": entry(
        STATE,
        (
            (
                "{words} words do not make actions of {fields} fields that differ in those of the bits "
                "{varying}."
            ),
            "{words} 个字无法构成含 {fields} 个字段、按位 {varying} 所示字段各异的一组动作。",
        ),
        _OPERATOR,
    ),
    "ActionFieldOutOfRange": entry(
        VALUE,
        (
            "The value of the field {field} is larger than its type allows.",
            "字段 {field} 的值超出其类型允许的范围。",
        ),
        (
            "Sign and send a value that the field's type holds.",
            "请使用该字段类型可容纳的值重新签名并提交。",
        ),
    ),
    "VersionExhausted": entry(
        STATE,
        (
            "The record has changed 4,294,967,295 times and can change no more.",
            "该记录已变更 4294967295 次，不能再变更。",
        ),
        _OPERATOR,
    ),
    "SecondHalfMissing": entry(
        VALUE,
        (
            "There is no code at {secondHalf}, the contract's second half.",
            "合约的后半部分 {secondHalf} 处没有代码。",
        ),
        _OPERATOR,
    ),
    "InvalidShortString": entry(
        VALUE,
        ("The contract's own name is malformed.", "合约自身名称格式错误。"),
        _OPERATOR,
    ),
    "StringTooLong": entry(
        VALUE,
        ("The contract's own name is too long.", "合约自身名称过长。"),
        _OPERATOR,
    ),
}
