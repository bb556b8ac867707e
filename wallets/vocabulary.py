"""The words for the enums and bit tables of the contracts, in English and Chinese.

The Chinese names of certificate types are those of 国家税务总局公告 (export refund circulars); the others are the
trade's own terms. Every value of the bindings has its words; the tests hold that.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from contracts.bindings import enums


class Words(NamedTuple):
    """The same thing in English and in Chinese."""

    en: str
    zh: str


ENUM_WORDS: Final[Mapping[str, Mapping[str, Words]]] = {
    "BillKind": {
        "Straight": Words("straight", "记名"),
        "ToOrder": Words("to order", "指示"),
        "Bearer": Words("bearer", "不记名"),
        "SeaWaybill": Words("sea waybill", "海运单"),
    },
    "EndorsementKind": {
        "ToOrder": Words("to order, so that it may be endorsed on", "指示背书,可再背书"),
        "Restrictive": Words("restrictively, not to be endorsed on", "限制性背书,不得再背书"),
        "InBlank": Words("in blank, so that title follows possession", "空白背书,权利随占有转移"),
    },
    "ReleaseFlow": {
        "Yard": Words("through the yard", "经堆场"),
        "DirectPickup": Words("by direct pick-up from the ship's side", "船边直提"),
        "DirectLoading": Words("by direct loading", "抵港直装"),
    },
    "SurrenderReason": {
        "None": Words("nothing", "无"),
        "Amendment": Words("amendment", "改单"),
        "ChangeOfDestination": Words("a change of destination", "变更目的港"),
        "SwitchBill": Words("a switch to a second set", "转换提单"),
        "SwitchToPaper": Words("a switch to paper", "转纸质"),
        "Split": Words("a split", "拆单"),
        "Combine": Words("a combination with others", "并单"),
    },
    "InspectionResult": {
        "Pass": Words("pass", "通过"),
        "SampleSent": Words("a sample is sent to the laboratory", "送检"),
        "Fail": Words("fail", "不通过"),
    },
    "Attendance": {
        "Accompanied": Words("accompanied by its side", "陪同"),
        "Unaccompanied": Words("unaccompanied", "无陪同"),
    },
    "HoldAuthority": {
        "Customs": Words("customs", "海关"),
        "Quarantine": Words("quarantine and inspection", "检疫/查验"),
        "Carrier": Words("the carrier", "船公司"),
        "Terminal": Words("the terminal", "码头"),
        "Court": Words("the court", "法院"),
    },
    "ManagementClass": {
        "None": Words("no class", "无分类"),
        "Class1": Words("class 1", "一类"),
        "Class2": Words("class 2", "二类"),
        "Class3": Words("class 3", "三类"),
        "Class4": Words("class 4", "四类"),
    },
    "ClaimOutcome": {
        "None": Words("without an outcome", "无结论"),
        "Approved": Words("approved", "准予退税"),
        "Refused": Words("refused", "不予退税"),
    },
    "CertificateType": {
        "None": Words("no type", "无类型"),
        "AgencyExport": Words("agency export", "代理出口货物证明"),
        "EntrustedExport": Words("entrusted export", "委托出口货物证明"),
        "AgencyImport": Words("agency import", "代理进口货物证明"),
        "ProcessingExemption": Words(
            "tax exemption for processing with supplied materials", "来料加工免税证明"
        ),
        "DomesticSale": Words("domestic sale of export goods", "出口货物转内销证明"),
        "BidWinning": Words("notice of winning a bid", "中标证明通知书"),
        "TaxRepaidOrNotRefunded": Words(
            "tax repaid or not refunded on export goods", "出口货物已补税/未退税证明"
        ),
        "CigarettePurchaseExemption": Words(
            "tax-exempt purchase of cigarettes for export", "准予免税购进出口卷烟证明"
        ),
        "CigaretteExempted": Words("tax exemption of exported cigarettes", "出口卷烟已免税证明"),
    },
    "SubjectKind": {
        "None": Words("nothing single", "无特定对象"),
        "Bill": Words("bill", "提单"),
        "ReleaseOrder": Words("release order", "放货指令"),
        "Certificate": Words("refund certificate", "退税证明"),
        "Container": Words("container", "集装箱"),
        "PortCall": Words("port call", "船舶靠港"),
    },
    "DocumentType": {
        "None": Words("no type", "无类型"),
        "CrossBorderInvoice": Words("cross-border e-invoice", "跨境电子发票"),
        "DangerousGoodsPackingCertificate": Words(
            "dangerous goods packing certificate", "集装箱装运危险货物装箱证明书"
        ),
        "InspectionQuarantineCertificate": Words(
            "inspection and quarantine certificate", "入境货物检验检疫证明"
        ),
        "CertificateOfOrigin": Words("certificate of origin", "原产地证"),
        "ThirdPartyInspectionReport": Words("third-party inspection report", "第三方检验报告"),
        "ArrivalNotice": Words("arrival notice", "到货通知"),
        "ProofOfPayment": Words("proof of payment", "费用结清证明"),
        "EquipmentInterchangeReceipt": Words("equipment interchange receipt", "设备交接单"),
        "EmissionStatement": Words("emission statement", "碳排放声明"),
        "Tariff": Words("tariff", "收费公示"),
        "Other": Words("other document", "其他单证"),
    },
}
"""Words for the values of enums, by the enum's and the value's name."""

BIT_WORDS: Final[Mapping[str, Mapping[str, Words]]] = {
    "Roles": {
        "CARRIER": Words("carrier", "承运人"),
        "SHIPPER": Words("shipper", "托运人"),
        "CONSIGNEE": Words("consignee", "收货人"),
        "FORWARDER": Words("forwarder", "货运代理"),
        "BANK": Words("bank", "银行"),
        "TERMINAL": Words("terminal", "码头"),
        "HAULIER": Words("haulier", "集卡车队"),
        "CUSTOMS": Words("customs", "海关"),
        "TAX_AUTHORITY": Words("tax authority", "税务机关"),
        "INSPECTION_BODY": Words("inspection body", "采信机构"),
        "PORT_AUTHORITY": Words("port authority", "口岸管理部门"),
        "INSURER": Words("insurer", "保险人"),
        "COURT": Words("court", "法院"),
        "GOVERNOR": Words("governor", "治理成员"),
    },
    "Powers": {
        "ADMIN": Words("manage wallets", "管理钱包"),
        "GOVERN": Words("govern", "治理"),
        "ISSUE": Words("issue bills", "签发提单"),
        "TRANSFER": Words("transfer", "流转"),
        "SURRENDER": Words("surrender", "交还"),
        "RELEASE": Words("release", "放货"),
        "COLLECT": Words("collect", "提货"),
        "HOLD": Words("hold", "扣留"),
        "GATE": Words("gate-out", "出闸"),
        "CERTIFICATE": Words("certificates", "退税证明"),
        "TAX": Words("tax", "税务"),
        "PLEDGE": Words("pledge", "质押"),
        "ANCHOR": Words("anchor", "存证"),
        "FREEZE": Words("freeze", "冻结"),
    },
}
"""Words for the bits of bit tables, by the table's and the bit's name."""

_NO_BITS: Final = Words("none at all", "无")


def enum_words(enum: str, value: int) -> Words:
    """The words for an enum's value; one that the contracts do not know is told as such."""
    for name, number in enums()[enum].items():
        if number == value:
            return ENUM_WORDS[enum][name]
    return Words(f"unknown value {value}", f"未知值 {value}")


def bit_words(table: str, bits: int) -> Words:
    """The words for all the bits that are set, in the table's order; unknown ones are told by their place."""
    known = [words for name, words in BIT_WORDS[table].items() if bits & enums()[table][name]]
    rest = bits & ~enums()[table]["ALL"]
    unknown = [
        Words(f"unknown bit {place}", f"未知位 {place}")
        for place in range(rest.bit_length())
        if rest >> place & 1
    ]
    parts = known + unknown or [_NO_BITS]
    return Words(", ".join(part.en for part in parts), "、".join(part.zh for part in parts))
