// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What a document or a batch of milestones is about.
enum SubjectKind {
    None, // nothing single: a tariff, a whole day's events
    Bill, // 提单, on this ledger
    ReleaseOrder, // 放货指令, on this ledger
    Certificate, // 退税证明, on this ledger
    Container, // 集装箱: the salted commitment of its number
    PortCall // 船舶靠港: the salted commitment of vessel, voyage and port
}
