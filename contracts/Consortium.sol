// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {IConsortium} from "./interfaces/IConsortium.sol";
import {
    AdmitMember,
    ADMIT_MEMBER_TYPEHASH,
    EnrolWallet,
    ENROL_WALLET_TYPEHASH,
    RevokeWallet,
    REVOKE_WALLET_TYPEHASH
} from "./types/Actions.sol";
import {Powers} from "./types/Powers.sol";
import {Roles} from "./types/Roles.sol";

/// @title Consortium
/// @notice The members and their wallets; see {IConsortium}.
contract Consortium is IConsortium, EIP712 {
    uint256 private constant SIGNATURE_LENGTH = 65;
    uint256 private constant MAX_NAME_LENGTH = 64;

    uint8 private immutable THRESHOLD;

    uint24 private _memberCount;
    mapping(uint24 member => Member) private _members;
    mapping(address wallet => Wallet) private _wallets;
    mapping(bytes32 identity => uint24 member) private _memberByIdentity;
    mapping(string name => address) private _directory;

    /// @notice Writes the founding members and the directory; nobody has any power over them afterwards but by
    /// the actions below.
    /// @param founders The founding members; those with the role GOVERNOR admit all others.
    /// @param threshold_ How many governors must sign an admission.
    /// @param directory The other contracts of this deployment.
    constructor(FoundingMember[] memory founders, uint8 threshold_, DirectoryEntry[] memory directory)
        EIP712("Quayledger", "1")
    {
        uint256 governors;
        for (uint256 i = 0; i < founders.length; ++i) {
            FoundingMember memory f = founders[i];
            _admit(f.identity, f.name, f.roles, f.wallet);
            if (f.roles & Roles.GOVERNOR != 0) ++governors;
        }
        if (threshold_ == 0 || threshold_ > governors) revert ConsortiumThreshold(threshold_, governors);
        THRESHOLD = threshold_;
        for (uint256 i = 0; i < directory.length; ++i) {
            _directory[directory[i].name] = directory[i].target;
            emit ContractRegistered(directory[i].name, directory[i].target);
        }
    }

    /// @inheritdoc IConsortium
    function admitMember(AdmitMember calldata action, bytes calldata signatures) external {
        bytes32 structHash = keccak256(
            abi.encode(
                ADMIT_MEMBER_TYPEHASH, action.identity, keccak256(bytes(action.name)), action.roles, action.wallet
            )
        );
        _requireGovernors(_hashTypedDataV4(structHash), signatures);
        _admit(action.identity, action.name, action.roles, action.wallet);
    }

    /// @inheritdoc IConsortium
    function enrolWallet(EnrolWallet calldata action, bytes calldata signatures) external {
        _requireVersion(action.member, action.version);
        if (action.powers == 0 || action.powers & ~Powers.ALL != 0) revert ConsortiumUndefinedPowers(action.powers);
        if (action.expiresAt != 0 && action.expiresAt < block.timestamp) {
            revert ConsortiumExpiryPassed(action.expiresAt, block.timestamp);
        }
        _requireLength(signatures, 2 * SIGNATURE_LENGTH);
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(ENROL_WALLET_TYPEHASH, action)));
        address admin = _requireWallet(action.member, Powers.ADMIN, digest, signatures[:SIGNATURE_LENGTH]);
        address consenting = _recover(digest, signatures[SIGNATURE_LENGTH:]);
        if (consenting != action.wallet) revert ConsortiumWalletDidNotConsent(action.wallet, consenting);

        _requireEnrollable(action.member, action.wallet);
        _countAdmin(action.member, action.wallet, action.powers);
        _enrol(action.member, action.wallet, action.powers, action.expiresAt, ++_members[action.member].version, admin);
    }

    /// @inheritdoc IConsortium
    function revokeWallet(RevokeWallet calldata action, bytes calldata signatures) external {
        _requireVersion(action.member, action.version);
        _requireLength(signatures, SIGNATURE_LENGTH);
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(REVOKE_WALLET_TYPEHASH, action)));
        address admin = _requireWallet(action.member, Powers.ADMIN, digest, signatures);

        Wallet storage wallet = _wallets[action.wallet];
        if (wallet.member == 0) revert ConsortiumUnknownWallet(action.wallet);
        if (wallet.member != action.member) {
            revert ConsortiumWalletOfAnotherMember(action.wallet, wallet.member, action.member);
        }
        if (wallet.revoked) revert ConsortiumWalletRevoked(action.wallet);
        _countAdmin(action.member, action.wallet, 0);
        wallet.revoked = true;
        emit WalletRevoked(action.member, action.wallet, ++_members[action.member].version, admin);
    }

    /// @inheritdoc IConsortium
    function authorize(
        uint24 actor,
        uint32 power,
        uint32 roles,
        uint24 recipient,
        uint32 recipientRoles,
        bytes32 digest,
        bytes calldata signatures
    ) external view returns (address wallet) {
        requireMember(actor, roles);
        _requireLength(signatures, SIGNATURE_LENGTH);
        wallet = _requireWallet(actor, power, digest, signatures);
        if (recipient != 0) requireMember(recipient, recipientRoles);
    }

    /// @inheritdoc IConsortium
    function requireMember(uint24 member, uint32 roles) public view {
        Member storage m = _members[member];
        if (m.version == 0) revert ConsortiumUnknownMember(member);
        if (!m.active) revert ConsortiumMemberSuspended(member);
        if (roles != 0 && m.roles & roles == 0) revert ConsortiumMemberLacksRole(member, m.roles, roles);
    }

    /// @inheritdoc IConsortium
    function memberOf(uint24 member) external view returns (Member memory) {
        return _members[member];
    }

    /// @inheritdoc IConsortium
    function walletOf(address wallet) external view returns (Wallet memory) {
        return _wallets[wallet];
    }

    /// @inheritdoc IConsortium
    function memberCount() external view returns (uint24) {
        return _memberCount;
    }

    /// @inheritdoc IConsortium
    function threshold() external view returns (uint8) {
        return THRESHOLD;
    }

    /// @inheritdoc IConsortium
    function contractNamed(string calldata name) external view returns (address) {
        return _directory[name];
    }

    function _admit(bytes32 identity, string memory name, uint32 roles, address wallet) private {
        if (identity == 0) revert ConsortiumEmptyIdentity();
        if (_memberByIdentity[identity] != 0) revert ConsortiumIdentityTaken(identity, _memberByIdentity[identity]);
        if (bytes(name).length == 0 || bytes(name).length > MAX_NAME_LENGTH) {
            revert ConsortiumNameLength(bytes(name).length);
        }
        if (roles == 0 || roles & ~Roles.ALL != 0) revert ConsortiumUndefinedRoles(roles);
        if (_wallets[wallet].member != 0) revert ConsortiumWalletTaken(wallet, _wallets[wallet].member);

        uint24 member = ++_memberCount;
        _memberByIdentity[identity] = member;
        _members[member] = Member({version: 1, roles: roles, active: true, adminWallets: 1, identity: identity});
        emit MemberAdmitted(member, identity, 1, roles, name);
        _enrol(member, wallet, Powers.ALL, 0, 1, address(0));
    }

    function _enrol(
        uint24 member,
        address wallet,
        uint32 powers,
        uint40 expiresAt,
        uint32 version,
        address signer
    ) private {
        if (wallet == address(0)) revert ConsortiumZeroWallet();
        _wallets[wallet] = Wallet({member: member, powers: powers, expiresAt: expiresAt, revoked: false});
        emit WalletEnrolled(member, wallet, version, powers, expiresAt, signer);
    }

    /// @dev Keeps the count of admin wallets while `wallet` goes from its present powers to `powers`.
    function _countAdmin(uint24 member, address wallet, uint32 powers) private {
        bool was = _wallets[wallet].powers & Powers.ADMIN != 0;
        bool is_ = powers & Powers.ADMIN != 0;
        if (was == is_) return;
        if (is_) {
            ++_members[member].adminWallets;
        } else {
            if (_members[member].adminWallets == 1) revert ConsortiumLastAdminWallet(member);
            --_members[member].adminWallets;
        }
    }

    function _requireEnrollable(uint24 member, address wallet) private view {
        Wallet storage w = _wallets[wallet];
        if (w.member != 0 && w.member != member) revert ConsortiumWalletTaken(wallet, w.member);
        if (w.revoked) revert ConsortiumWalletRevoked(wallet);
    }

    function _requireVersion(uint24 member, uint32 seen) private view {
        requireMember(member, 0);
        uint32 current = _members[member].version;
        if (seen != current) revert ConsortiumStaleVersion(member, seen, current);
    }

    /// @dev Each governor signs once: members must ascend.
    function _requireGovernors(bytes32 digest, bytes calldata signatures) private view {
        uint256 count = signatures.length / SIGNATURE_LENGTH;
        _requireLength(signatures, count * SIGNATURE_LENGTH);
        if (count < THRESHOLD) revert ConsortiumTooFewGovernors(count, THRESHOLD);
        uint24 previous;
        for (uint256 i = 0; i < count; ++i) {
            bytes calldata signature = signatures[i * SIGNATURE_LENGTH:(i + 1) * SIGNATURE_LENGTH];
            uint24 governor = _wallets[_recover(digest, signature)].member;
            requireMember(governor, Roles.GOVERNOR);
            if (governor <= previous) revert ConsortiumGovernorsOutOfOrder(previous, governor);
            _requireWallet(governor, Powers.GOVERN, digest, signature);
            previous = governor;
        }
    }

    /// @dev The wallet that signed, if it may sign this for this member now.
    function _requireWallet(uint24 actor, uint32 power, bytes32 digest, bytes calldata signature)
        private
        view
        returns (address wallet)
    {
        wallet = _recover(digest, signature);
        Wallet storage w = _wallets[wallet];
        if (w.member == 0) revert ConsortiumUnknownWallet(wallet);
        if (w.member != actor) revert ConsortiumWalletOfAnotherMember(wallet, w.member, actor);
        if (w.revoked) revert ConsortiumWalletRevoked(wallet);
        if (w.expiresAt != 0 && w.expiresAt < block.timestamp) revert ConsortiumWalletExpired(wallet, w.expiresAt);
        if (w.powers & power == 0) revert ConsortiumWalletLacksPower(wallet, w.powers, power);
    }

    function _requireLength(bytes calldata signatures, uint256 expected) private pure {
        if (signatures.length != expected || expected == 0) {
            revert ConsortiumSignatureLength(signatures.length, expected);
        }
    }

    function _recover(bytes32 digest, bytes calldata signature) private pure returns (address signer) {
        ECDSA.RecoverError failure;
        (signer, failure,) = ECDSA.tryRecoverCalldata(digest, signature);
        if (failure != ECDSA.RecoverError.NoError) revert ConsortiumInvalidSignature();
    }
}
