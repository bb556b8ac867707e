"""Consortium: who may act."""

from api.contract_errors.entry import DOUBLE, RIGHT, SEE_AGAIN, STATE, VALUE, Entry, entry

_OTHER_WALLET = (
    "Sign with another wallet of the acting member, or have an admin wallet enrol this one.",
    "请用执行成员的其他钱包签名，或由其管理员钱包登记该钱包。",
)
_TAMPERED = (
    (
        "Check that exactly the prepared payload was signed (same chain id, contract and fields), and "
        "that the wallet is enrolled."
    ),
    "请确认签名的正是所准备的内容（链编号、合约与各字段均一致），且该钱包已登记。",
)
_GOVERNANCE = ("Turn to the consortium's governors.", "请联系联盟治理方。")

ENTRIES: dict[str, Entry] = {
    "ConsortiumFull": entry(
        STATE,
        (
            "The consortium has 16,777,215 members: no number is left.",
            "联盟成员已满 16777215 个，无可用编号。",
        ),
        (
            "Reinstate a member that has left, or found another consortium.",
            "请恢复已退出的成员，或另行组建联盟。",
        ),
    ),
    "ConsortiumUnknownWallet": entry(
        RIGHT,
        (
            (
                "The signature recovers to {wallet}, which is not enrolled: the payload that was signed "
                "differs from this one, or the wallet is unknown."
            ),
            "签名恢复出的地址 {wallet} 未登记：所签内容与提交内容不一致，或钱包未登记。",
        ),
        _TAMPERED,
    ),
    "ConsortiumWalletOfAnotherMember": entry(
        RIGHT,
        (
            "Wallet {wallet} signs for member {member}, not for member {actor}.",
            "钱包 {wallet} 属于成员 {member}，不能代成员 {actor} 签名。",
        ),
        _OTHER_WALLET,
    ),
    "ConsortiumWalletRevoked": entry(
        RIGHT, ("Wallet {wallet} has been revoked.", "钱包 {wallet} 已被撤销。"), _OTHER_WALLET
    ),
    "ConsortiumWalletExpired": entry(
        RIGHT,
        (
            "Wallet {wallet} expired at {expiresAt:time}.",
            "钱包 {wallet} 已于 {expiresAt:time} 过期。",
        ),
        _OTHER_WALLET,
    ),
    "ConsortiumWalletLacksPower": entry(
        RIGHT,
        (
            "Wallet {wallet} has the powers {powers:Powers}; this needs {needed:Powers}.",
            "钱包 {wallet} 的权限为 {powers:Powers}；该操作需要 {needed:Powers}。",
        ),
        _OTHER_WALLET,
    ),
    "ConsortiumSecondSignatureMissing": entry(
        RIGHT,
        (
            "Member {member} asks for two wallets' signatures to {power:Powers}: one is missing.",
            "成员 {member} 规定{power:Powers}须双人签名：缺少一个签名。",
        ),
        (
            "Have another wallet of the member sign too, and send both signatures.",
            "请由该成员的另一钱包一并签名，并提交两个签名。",
        ),
    ),
    "ConsortiumSameWalletTwice": entry(
        RIGHT,
        (
            "Wallet {wallet} signed twice: four eyes are two wallets.",
            "钱包 {wallet} 签名两次：双人签名须为两个钱包。",
        ),
        (
            "Have another wallet of the member sign.",
            "请由该成员的另一钱包签名。",
        ),
    ),
    "ConsortiumWalletTaken": entry(
        DOUBLE,
        (
            "Wallet {wallet} already serves member {member}.",
            "钱包 {wallet} 已归属成员 {member}。",
        ),
        ("Use a new key.", "请使用新的密钥。"),
    ),
    "ConsortiumZeroWallet": entry(
        VALUE,
        ("The zero address cannot be a wallet.", "零地址不能作为钱包。"),
        ("Name the wallet's address.", "请填写钱包地址。"),
    ),
    "ConsortiumTooManyWallets": entry(
        STATE,
        (
            "Member {member} has 256 wallets, revoked ones included: there is no room for more.",
            "成员 {member} 已有 256 个钱包（含已撤销），不能再登记。",
        ),
        (
            "Change the powers and the expiry of a wallet that is enrolled already.",
            "请变更已登记钱包的权限与有效期。",
        ),
    ),
    "ConsortiumWalletDidNotConsent": entry(
        RIGHT,
        (
            "The last signature is by {signer}, not by the wallet {wallet} that is enrolled.",
            "最后一个签名来自 {signer}，而非被登记的钱包 {wallet}。",
        ),
        (
            "Send the admin wallet's signature (two under four eyes), then the enrolled wallet's own.",
            "请先提交管理员钱包的签名（双人签名时为两个），再提交被登记钱包本身的签名。",
        ),
    ),
    "ConsortiumUndefinedPowers": entry(
        VALUE,
        (
            "The powers {powers} are none, or some that are not defined.",
            "权限 {powers} 为空或含未定义的位。",
        ),
        ("Use the bits of Powers.", "请使用 Powers 中定义的位。"),
    ),
    "ConsortiumExpiryPassed": entry(
        VALUE,
        (
            "The expiry {expiresAt:time} is in the past.",
            "有效期 {expiresAt:time} 早于当前时间。",
        ),
        ("Choose a later expiry, or 0 for never.", "请选择更晚的有效期，或填 0 表示永不过期。"),
    ),
    "ConsortiumLastAdminWallet": entry(
        STATE,
        (
            "Member {member} would have no admin wallet left.",
            "成员 {member} 将不再有管理员钱包。",
        ),
        ("Enrol another admin wallet first.", "请先登记另一个管理员钱包。"),
    ),
    "ConsortiumUnknownMember": entry(
        VALUE,
        ("There is no member {member}.", "没有成员 {member}。"),
        ("See /v1/participants.", "请参阅 /v1/participants。"),
    ),
    "ConsortiumMemberSuspended": entry(
        RIGHT, ("Member {member} is suspended.", "成员 {member} 已被暂停。"), _GOVERNANCE
    ),
    "ConsortiumMemberNotSuspended": entry(
        STATE,
        ("Member {member} is not suspended.", "成员 {member} 未被暂停。"),
        ("There is nothing to reinstate.", "无需恢复。"),
    ),
    "ConsortiumMemberLacksRole": entry(
        RIGHT,
        (
            "Member {member} has the roles {roles:Roles}; this needs one of {needed:Roles}.",
            "成员 {member} 的角色为 {roles:Roles}；该操作需要其一：{needed:Roles}。",
        ),
        ("Name a member that has the role.", "请选择具有该角色的成员。"),
    ),
    "ConsortiumStaleVersion": entry(
        STATE,
        (
            "The signer saw version {seen} of member {member}; it is {current} now.",
            "签名所见成员 {member} 的版本为 {seen}，当前为 {current}。",
        ),
        SEE_AGAIN,
    ),
    "ConsortiumIdentityTaken": entry(
        DOUBLE,
        (
            "An organisation with this legal identifier is member {member} already.",
            "该法定标识对应的单位已是成员 {member}。",
        ),
        ("Use the existing member.", "请使用已有成员。"),
    ),
    "ConsortiumEmptyIdentity": entry(
        VALUE,
        ("The identity's commitment is empty.", "身份承诺值为空。"),
        (
            "Send the salted commitment of the LEI or the 统一社会信用代码.",
            "请提交 LEI 或统一社会信用代码的加盐承诺值。",
        ),
    ),
    "ConsortiumNameLength": entry(
        VALUE,
        (
            "The name has {length} bytes; it may have 1 to 64.",
            "名称为 {length} 字节，应为 1 至 64。",
        ),
        ("Shorten the name.", "请缩短名称。"),
    ),
    "ConsortiumUndefinedRoles": entry(
        VALUE,
        (
            "The roles {roles} are none, or some that are not defined.",
            "角色 {roles} 为空或含未定义的位。",
        ),
        ("Use the bits of Roles.", "请使用 Roles 中定义的位。"),
    ),
    "ConsortiumTooFewGovernors": entry(
        RIGHT,
        (
            "{signatures} governors signed; it takes {threshold}.",
            "已有 {signatures} 个治理方签名；须有 {threshold} 个。",
        ),
        ("Collect more governors' signatures.", "请收集更多治理方签名。"),
    ),
    "ConsortiumGovernorsOutOfOrder": entry(
        VALUE,
        (
            "Governor {next} follows governor {previous}: they must ascend, each once.",
            "治理方 {next} 排在 {previous} 之后：须按成员编号升序且不重复。",
        ),
        (
            "Order the signatures by the governors' member numbers.",
            "请按治理方成员编号升序排列签名。",
        ),
    ),
    "ConsortiumThreshold": entry(
        VALUE,
        (
            "The threshold {threshold} is not between 1 and {governors}.",
            "门限 {threshold} 不在 1 与 {governors} 之间。",
        ),
        ("Choose a threshold that the governors can meet.", "请选择治理方能够达到的门限。"),
    ),
    "ConsortiumNoRecovery": entry(
        STATE,
        (
            "No recovery of member {member} is proposed.",
            "没有针对成员 {member} 的恢复提议。",
        ),
        ("Have the governors propose one.", "请由治理方提出恢复提议。"),
    ),
    "ConsortiumRecoveryTooEarly": entry(
        STATE,
        (
            "The recovery of member {member} can be completed from {readyAt:time} on.",
            "成员 {member} 的恢复自 {readyAt:time} 起方可完成。",
        ),
        ("Wait: the member may veto until then.", "请等待：此前该成员可否决。"),
    ),
    "ConsortiumRecoveryOfAnother": entry(
        RIGHT,
        (
            "The recovery is for wallet {wallet}; {signer} signed.",
            "恢复提议针对钱包 {wallet}；签名来自 {signer}。",
        ),
        ("Sign with the wallet that was proposed.", "请用提议中的钱包签名。"),
    ),
}
