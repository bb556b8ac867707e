"""ISigned: the form of signatures."""

from api.contract_errors.entry import RIGHT, VALUE, Entry, entry

_SIGN_AGAIN = (
    "Sign again with an EIP-712 wallet; send 65 bytes r, s, v per signature.",
    "请用支持 EIP-712 的钱包重新签名；每个签名为 65 字节 r、s、v。",
)

ENTRIES: dict[str, Entry] = {
    "SignatureLength": entry(
        VALUE,
        (
            "The signatures' {length} bytes cannot be cut into signatures.",
            "签名共 {length} 字节，无法拆分为有效签名。",
        ),
        _SIGN_AGAIN,
    ),
    "SignatureInvalid": entry(
        RIGHT,
        ("A signature is malformed or recovers to nobody.", "签名格式错误或无法恢复出签名人。"),
        _SIGN_AGAIN,
    ),
    "SignatureContractRefused": entry(
        RIGHT,
        (
            "The wallet {wallet} is a contract and does not acknowledge the signature (ERC-1271).",
            "钱包 {wallet} 为合约，未确认该签名（ERC-1271）。",
        ),
        (
            "Have the contract's own signers sign as it asks for; check the address.",
            "请按该合约的规则由其签署人签名，并核对地址。",
        ),
    ),
    "SignatureSetHeight": entry(
        VALUE,
        (
            "A set has 1 to 65,536 actions; this one has a height of {height}.",
            "一组操作为 1 至 65536 个；本组高度为 {height}。",
        ),
        ("Sign smaller sets.", "请分成较小的组签名。"),
    ),
    "SignatureTypeUnknown": entry(
        VALUE,
        (
            "This contract has no action of the type {typeHash}.",
            "该合约没有类型为 {typeHash} 的操作。",
        ),
        ("Send the set to the contract of its actions.", "请将该组提交至其操作所属的合约。"),
    ),
}
