// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IActionTypes} from "./interfaces/IActionTypes.sol";
import {IConsortium} from "./interfaces/IConsortium.sol";
import {ActionFields} from "./libraries/ActionFields.sol";
import {Signed} from "./libraries/Signed.sol";
import {
    ADMIT_MEMBER_TYPEHASH,
    AdmitMember,
    CHANGE_ROLES_TYPEHASH,
    CHANGE_THRESHOLD_TYPEHASH,
    COMPLETE_RECOVERY_TYPEHASH,
    ChangeRoles,
    ChangeThreshold,
    CompleteRecovery,
    ENROL_WALLET_TYPEHASH,
    EnrolWallet,
    PROPOSE_RECOVERY_TYPEHASH,
    ProposeRecovery,
    REINSTATE_MEMBER_TYPEHASH,
    REVOKE_WALLET_TYPEHASH,
    ReinstateMember,
    RevokeWallet,
    SET_FOUR_EYES_TYPEHASH,
    SUSPEND_MEMBER_TYPEHASH,
    SetFourEyes,
    SuspendMember,
    VETO_RECOVERY_TYPEHASH,
    VetoRecovery
} from "./types/Actions.sol";
import {Mandate, Mandates} from "./types/Mandate.sol";
import {MemberWord, MemberWords} from "./types/MemberWord.sol";
import {Powers} from "./types/Powers.sol";
import {Roles} from "./types/Roles.sol";
import {Versions} from "./types/Versions.sol";
import {WalletWord, WalletWords} from "./types/WalletWord.sol";

/// @title Consortium
/// @notice The members and their wallets; see {IConsortium}.
contract Consortium is IConsortium, Signed {
    uint256 private constant MAX_NAME_LENGTH = 64;
    uint256 private constant MAX_WALLETS = 256;

    uint40 private immutable RECOVERY_DELAY;

    uint24 private _memberCount;
    uint24 private _governorCount;
    uint32 private _version;
    uint8 private _threshold;
    mapping(uint24 member => MemberWord) private _members;
    mapping(uint24 member => bytes32) private _identities;
    mapping(uint24 member => address[]) private _walletsOf;
    mapping(uint24 member => Recovery) private _recoveries;
    mapping(address wallet => WalletWord) private _wallets;
    mapping(bytes32 identity => uint24 member) private _memberByIdentity;
    mapping(string name => address) private _directory;
    /// @dev The last question that {checkMandateFromSet} answered in this transaction; 0 once anything changed that an answer
    /// hangs on. Time stands still in a transaction.
    bytes32 private transient _answered;

    /// @notice Writes the founding members and the directory; nobody has any power over them afterwards but by
    /// the actions below.
    /// @param founders The founding members; those with the role GOVERNOR admit all others.
    /// @param threshold_ How many governors must sign.
    /// @param recoveryDelay_ How long a recovery waits for a veto, in seconds.
    /// @param types The letters of the actions' types.
    /// @param directory The other contracts of this deployment.
    constructor(
        FoundingMember[] memory founders,
        uint8 threshold_,
        uint40 recoveryDelay_,
        IActionTypes types,
        DirectoryEntry[] memory directory
    ) Signed(types) {
        RECOVERY_DELAY = recoveryDelay_;
        for (uint256 i = 0; i < founders.length; ++i) {
            FoundingMember memory f = founders[i];
            _admit(f.identity, f.name, f.roles, f.wallet);
        }
        _setThreshold(threshold_);
        for (uint256 i = 0; i < directory.length; ++i) {
            _directory[directory[i].name] = directory[i].target;
            emit ContractRegistered(directory[i].name, directory[i].target);
        }
    }

    /// @inheritdoc IConsortium
    function admitMember(AdmitMember calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        bytes32 structHash = keccak256(
            abi.encode(
                ADMIT_MEMBER_TYPEHASH, action.identity, keccak256(bytes(action.name)), action.roles, action.wallet
            )
        );
        _requireGovernors(ADMIT_MEMBER_TYPEHASH, structHash, signatures);
        _admit(action.identity, action.name, action.roles, action.wallet);
    }

    /// @inheritdoc IConsortium
    function enrolWallet(EnrolWallet calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        MemberWord member = _requireVersion(action.member, action.version);
        if (action.powers == 0 || action.powers & ~Powers.ALL != 0) revert ConsortiumUndefinedPowers(action.powers);
        if (action.expiresAt != 0 && action.expiresAt < block.timestamp) {
            revert ConsortiumExpiryPassed(action.expiresAt, block.timestamp);
        }
        address admin = _requireConsent(action, signatures);
        _requireEnrollable(action.member, action.wallet);

        member = _countAdmin(action.member, member, action.wallet, action.powers).advanced();
        _setMember(action.member, member);
        _enrol(action.member, member, action.wallet, action.powers, action.expiresAt, admin);
    }

    /// @inheritdoc IConsortium
    function revokeWallet(RevokeWallet calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        MemberWord member = _requireVersion(action.member, action.version);
        address admin = _requireAdmin(action.member, REVOKE_WALLET_TYPEHASH, 3, signatures);
        WalletWord wallet = _wallets[action.wallet];
        if (wallet.member() == 0) revert ConsortiumUnknownWallet(action.wallet);
        if (wallet.member() != action.member) {
            revert ConsortiumWalletOfAnotherMember(action.wallet, wallet.member(), action.member);
        }
        if (wallet.revoked()) revert ConsortiumWalletRevoked(action.wallet);

        member = _countAdmin(action.member, member, action.wallet, 0).advanced();
        _setMember(action.member, member);
        _setWallet(action.wallet, wallet.withRevoked());
        emit WalletRevoked(action.member, action.wallet, member.version(), admin);
    }

    /// @inheritdoc IConsortium
    function changeRoles(ChangeRoles calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        MemberWord member = _requireVersion(action.member, action.version);
        _requireRoles(action.roles);
        _requireGovernors(CHANGE_ROLES_TYPEHASH, _structHash(CHANGE_ROLES_TYPEHASH, 3), signatures);

        _countGovernor(_governs(member), action.roles & Roles.GOVERNOR != 0 && !member.suspended());
        member = member.withRoles(action.roles).advanced();
        _writeMember(action.member, member);
        emit RolesChanged(action.member, member.version(), action.roles);
    }

    /// @inheritdoc IConsortium
    function suspendMember(SuspendMember calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        MemberWord member = _requireVersion(action.member, action.version);
        if (member.suspended()) revert ConsortiumMemberSuspended(action.member);
        _requireGovernors(SUSPEND_MEMBER_TYPEHASH, _structHash(SUSPEND_MEMBER_TYPEHASH, 2), signatures);

        _countGovernor(_governs(member), false);
        member = member.withSuspended(true).advanced();
        _writeMember(action.member, member);
        emit MemberSuspended(action.member, member.version());
    }

    /// @inheritdoc IConsortium
    function reinstateMember(ReinstateMember calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        MemberWord member = _requireVersion(action.member, action.version);
        if (!member.suspended()) revert ConsortiumMemberNotSuspended(action.member);
        _requireGovernors(REINSTATE_MEMBER_TYPEHASH, _structHash(REINSTATE_MEMBER_TYPEHASH, 2), signatures);

        member = member.withSuspended(false).advanced();
        _countGovernor(false, _governs(member));
        _writeMember(action.member, member);
        emit MemberReinstated(action.member, member.version());
    }

    /// @inheritdoc IConsortium
    function changeThreshold(ChangeThreshold calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        if (action.member != 0) revert ConsortiumUnknownMember(action.member);
        if (action.version != _version) revert ConsortiumStaleVersion(0, action.version, _version);
        _requireGovernors(CHANGE_THRESHOLD_TYPEHASH, _structHash(CHANGE_THRESHOLD_TYPEHASH, 3), signatures);

        _setThreshold(action.threshold);
    }

    /// @inheritdoc IConsortium
    function setFourEyes(SetFourEyes calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        MemberWord member = _requireVersion(action.member, action.version);
        if (action.powers & ~Powers.ALL != 0) revert ConsortiumUndefinedPowers(action.powers);
        address admin = _requireAdmin(action.member, SET_FOUR_EYES_TYPEHASH, 3, signatures);

        member = member.withFourEyes(action.powers).advanced();
        _writeMember(action.member, member);
        emit FourEyesSet(action.member, member.version(), action.powers, admin);
    }

    /// @inheritdoc IConsortium
    function proposeRecovery(ProposeRecovery calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        MemberWord member = _requireVersion(action.member, action.version);
        _requireGovernors(PROPOSE_RECOVERY_TYPEHASH, _structHash(PROPOSE_RECOVERY_TYPEHASH, 3), signatures);
        _requireUnused(action.wallet);

        member = member.advanced();
        _setMember(action.member, member);
        uint40 readyAt = uint40(block.timestamp) + RECOVERY_DELAY;
        _recoveries[action.member] = Recovery({wallet: action.wallet, readyAt: readyAt});
        emit RecoveryProposed(action.member, action.wallet, member.version(), readyAt);
    }

    /// @inheritdoc IConsortium
    function vetoRecovery(VetoRecovery calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        MemberWord member = _requireVersion(action.member, action.version);
        Recovery memory recovery = _requireRecovery(action.member);
        address admin = _requireAdmin(action.member, VETO_RECOVERY_TYPEHASH, 2, signatures);

        member = member.advanced();
        _setMember(action.member, member);
        delete _recoveries[action.member];
        emit RecoveryVetoed(action.member, recovery.wallet, member.version(), admin);
    }

    /// @inheritdoc IConsortium
    function completeRecovery(CompleteRecovery calldata action, bytes calldata signatures) external {
        ActionFields.check(action);
        MemberWord member = _requireVersion(action.member, action.version);
        Recovery memory recovery = _requireRecovery(action.member);
        if (block.timestamp < recovery.readyAt) {
            revert ConsortiumRecoveryTooEarly(action.member, recovery.readyAt, block.timestamp);
        }
        bytes32 structHash = _structHash(COMPLETE_RECOVERY_TYPEHASH, 2);
        (address signer, address second) = _signers(COMPLETE_RECOVERY_TYPEHASH, structHash, signatures);
        if (signer != recovery.wallet) revert ConsortiumRecoveryOfAnother(recovery.wallet, signer);
        if (second != address(0)) revert SignatureLength(signatures.length);
        _requireUnused(recovery.wallet);

        member = _countAdmin(action.member, member, recovery.wallet, Powers.ALL).withFourEyes(0).advanced();
        _writeMember(action.member, member);
        delete _recoveries[action.member];
        _enrol(action.member, member, recovery.wallet, Powers.ALL, 0, signer);
        emit RecoveryCompleted(action.member, recovery.wallet, member.version());
    }

    /// @inheritdoc IConsortium
    function checkMandate(Mandate mandate, address first, address second) external view {
        _checkMandate(mandate, first, second);
    }

    /// @inheritdoc IConsortium
    function checkMandateFromSet(Mandate mandate, uint256 first, uint256 second) external {
        bytes32 question = _question();
        if (question == _answered) return;
        _checkMandate(mandate, address(uint160(first)), address(uint160(second)));
        _answered = question;
    }

    /// @inheritdoc IConsortium
    function requireMember(uint24 member, uint32 roles) public view {
        MemberWord m = _members[member];
        if (m.stands(roles)) return;
        if (m.version() == 0) revert ConsortiumUnknownMember(member);
        if (m.suspended()) revert ConsortiumMemberSuspended(member);
        revert ConsortiumMemberLacksRole(member, m.roles(), roles);
    }

    /// @inheritdoc IConsortium
    function memberOf(uint24 member) external view returns (Member memory) {
        MemberWord m = _members[member];
        return Member({
            version: m.version(),
            roles: m.roles(),
            active: m.version() != 0 && !m.suspended(),
            adminWallets: m.adminWallets(),
            fourEyes: m.fourEyes(),
            identity: _identities[member]
        });
    }

    /// @inheritdoc IConsortium
    function walletOf(address wallet) external view returns (Wallet memory) {
        WalletWord w = _wallets[wallet];
        return Wallet({member: w.member(), powers: w.powers(), expiresAt: w.expiresAt(), revoked: w.revoked()});
    }

    /// @inheritdoc IConsortium
    function walletsOf(uint24 member) external view returns (address[] memory) {
        return _walletsOf[member];
    }

    /// @inheritdoc IConsortium
    function recoveryOf(uint24 member) external view returns (Recovery memory) {
        return _recoveries[member];
    }

    /// @inheritdoc IConsortium
    function memberCount() external view returns (uint24) {
        return _memberCount;
    }

    /// @inheritdoc IConsortium
    function governorCount() external view returns (uint24) {
        return _governorCount;
    }

    /// @inheritdoc IConsortium
    function threshold() external view returns (uint8) {
        return _threshold;
    }

    /// @inheritdoc IConsortium
    function version() external view returns (uint32) {
        return _version;
    }

    /// @inheritdoc IConsortium
    function recoveryDelay() external view returns (uint40) {
        return RECOVERY_DELAY;
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
        _requireRoles(roles);
        _requireUnused(wallet);

        if (_memberCount == type(uint24).max) revert ConsortiumFull();
        // In a loop in the constructor alone: founders are few.
        // slither-disable-next-line costly-loop
        uint24 number = ++_memberCount;
        MemberWord member = MemberWords.create(roles).withAdminWallets(1);
        // slither-disable-next-line costly-loop
        if (_governs(member)) ++_governorCount;
        _memberByIdentity[identity] = number;
        _identities[number] = identity;
        _setMember(number, member);
        emit MemberAdmitted(number, identity, 1, roles, name);
        _enrol(number, member, wallet, Powers.ALL, 0, address(0));
    }

    function _enrol(
        uint24 number,
        MemberWord member,
        address wallet,
        uint32 powers,
        uint40 expiresAt,
        address signer
    ) private {
        if (_wallets[wallet].member() == 0) _walletsOf[number].push(wallet);
        WalletWord word = WalletWords.create(number, powers, expiresAt);
        _setWallet(wallet, word.withMember(member.roles(), member.fourEyes(), member.suspended()));
        emit WalletEnrolled(number, wallet, member.version(), powers, expiresAt, signer);
    }

    /// @dev The one place where a member's word is written: what was answered before may not be true any more.
    function _setMember(uint24 number, MemberWord member) private {
        _members[number] = member;
        // A transient word; in a loop in the constructor alone, where founders are few.
        // slither-disable-next-line costly-loop
        _answered = 0;
    }

    /// @dev The one place where a wallet's word is written, as `_setMember`.
    function _setWallet(address wallet, WalletWord word) private {
        _wallets[wallet] = word;
        // As there.
        // slither-disable-next-line costly-loop
        _answered = 0;
    }

    /// @dev Writes a member whose roles, suspension or four-eyes rule changed, and the copies in its wallets.
    function _writeMember(uint24 number, MemberWord member) private {
        _setMember(number, member);
        address[] storage wallets = _walletsOf[number];
        for (uint256 i = 0; i < wallets.length; ++i) {
            WalletWord wallet = _wallets[wallets[i]];
            _setWallet(wallets[i], wallet.withMember(member.roles(), member.fourEyes(), member.suspended()));
        }
    }

    /// @dev Keeps the count of admin wallets while `wallet` goes from its present powers to `powers`.
    function _countAdmin(uint24 number, MemberWord member, address wallet, uint32 powers)
        private
        view
        returns (MemberWord)
    {
        bool was = _wallets[wallet].powers() & Powers.ADMIN != 0;
        bool is_ = powers & Powers.ADMIN != 0;
        if (was == is_) return member;
        if (is_) return member.withAdminWallets(member.adminWallets() + 1);
        if (member.adminWallets() == 1) revert ConsortiumLastAdminWallet(number);
        return member.withAdminWallets(member.adminWallets() - 1);
    }

    /// @dev Keeps the count of governors; there are always enough for the threshold.
    function _countGovernor(bool was, bool is_) private {
        if (was == is_) return;
        if (is_) {
            ++_governorCount;
        } else {
            if (_governorCount == _threshold) revert ConsortiumThreshold(_threshold, _governorCount - 1);
            --_governorCount;
        }
    }

    function _setThreshold(uint8 threshold_) private {
        if (threshold_ == 0 || threshold_ > _governorCount) revert ConsortiumThreshold(threshold_, _governorCount);
        uint32 next = Versions.next(_version);
        _threshold = threshold_;
        _version = next;
        emit ThresholdChanged(0, next, threshold_);
    }

    function _requireVersion(uint24 number, uint32 seen) private view returns (MemberWord member) {
        member = _members[number];
        if (member.version() == 0) revert ConsortiumUnknownMember(number);
        if (seen != member.version()) revert ConsortiumStaleVersion(number, seen, member.version());
    }

    function _requireAdmin(uint24 number, bytes32 typeHash, uint256 fields, bytes calldata signatures)
        private
        view
        returns (address admin)
    {
        address second;
        (admin, second) = _signers(typeHash, _structHash(typeHash, fields), signatures);
        _check(Mandates.by(number, Powers.ADMIN, 0), admin, second);
    }

    /// @dev The admin's signature, a second one where four eyes are asked for, then the wallet's own.
    function _requireConsent(EnrolWallet calldata action, bytes calldata signatures)
        private
        view
        returns (address admin)
    {
        bytes32 structHash = _structHash(ENROL_WALLET_TYPEHASH, 5);
        bytes32 digest = _hashTypedDataV4(structHash);
        uint256 end;
        address second = address(0);
        address last;
        (admin, end) = _signer(ENROL_WALLET_TYPEHASH, digest, structHash, signatures, 0);
        (last, end) = _signer(ENROL_WALLET_TYPEHASH, digest, structHash, signatures, end);
        if (end != signatures.length) {
            second = last;
            (last, end) = _signer(ENROL_WALLET_TYPEHASH, digest, structHash, signatures, end);
        }
        if (end != signatures.length) revert SignatureLength(signatures.length);
        _check(Mandates.by(action.member, Powers.ADMIN, 0), admin, second);
        if (last != action.wallet) revert ConsortiumWalletDidNotConsent(action.wallet, last);
    }

    function _requireRoles(uint32 roles) private pure {
        if (roles == 0 || roles & ~Roles.ALL != 0) revert ConsortiumUndefinedRoles(roles);
    }

    function _requireUnused(address wallet) private view {
        if (wallet == address(0)) revert ConsortiumZeroWallet();
        if (_wallets[wallet].member() != 0) revert ConsortiumWalletTaken(wallet, _wallets[wallet].member());
    }

    function _requireEnrollable(uint24 member, address wallet) private view {
        if (wallet == address(0)) revert ConsortiumZeroWallet();
        WalletWord w = _wallets[wallet];
        if (w.member() != 0 && w.member() != member) revert ConsortiumWalletTaken(wallet, w.member());
        if (w.revoked()) revert ConsortiumWalletRevoked(wallet);
        // Not asked of a recovery: whoever stole a member's wallets could prevent it by enrolling many more.
        if (w.member() == 0 && _walletsOf[member].length >= MAX_WALLETS) revert ConsortiumTooManyWallets(member);
    }

    function _requireRecovery(uint24 member) private view returns (Recovery memory recovery) {
        recovery = _recoveries[member];
        if (recovery.wallet == address(0)) revert ConsortiumNoRecovery(member);
    }

    /// @dev Each governor signs once: members must ascend. A member's own four-eyes rule does not count here.
    function _requireGovernors(bytes32 typeHash, bytes32 structHash, bytes calldata signatures) private view {
        bytes32 digest = _hashTypedDataV4(structHash);
        uint256 count = 0;
        uint256 offset = 0;
        uint24 previous = 0;
        while (offset < signatures.length) {
            address wallet;
            (wallet, offset) = _signer(typeHash, digest, structHash, signatures, offset);
            uint24 governor = _wallets[wallet].member();
            _checkWallet(Mandates.by(governor, Powers.GOVERN, Roles.GOVERNOR), wallet);
            if (governor <= previous) revert ConsortiumGovernorsOutOfOrder(previous, governor);
            previous = governor;
            ++count;
        }
        if (count < _threshold) revert ConsortiumTooFewGovernors(count, _threshold);
    }

    function _checkMandate(Mandate mandate, address first, address second) private view {
        // The everyday answer first; whatever else it is, the questions one by one find it.
        if (second != address(0) || !_wallets[first].answers(mandate, block.timestamp)) _check(mandate, first, second);
        // Where a role is asked for, nobody is not good enough.
        if (mandate.asksForRecipient()) requireMember(mandate.recipient(), mandate.recipientRoles());
    }

    /// @dev The running function's three words in one.
    function _question() private pure returns (bytes32 question) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let start := mload(0x40)
            calldatacopy(start, 4, 0x60)
            question := keccak256(start, 0x60)
        }
    }

    function _check(Mandate mandate, address first, address second) private view {
        uint32 fourEyes = _checkWallet(mandate, first);
        if (second == address(0)) {
            if (fourEyes & mandate.power() == 0) return;
            revert ConsortiumSecondSignatureMissing(mandate.actor(), mandate.power());
        }
        if (second == first) revert ConsortiumSameWalletTwice(first);
        _checkWallet(mandate, second);
    }

    function _checkWallet(Mandate mandate, address wallet) private view returns (uint32 fourEyes) {
        WalletWord w = _wallets[wallet];
        if (w.member() == 0) revert ConsortiumUnknownWallet(wallet);
        if (w.member() != mandate.actor()) {
            // Whoever does not exist cannot have signed: that is the clearer answer.
            if (_members[mandate.actor()].version() == 0) revert ConsortiumUnknownMember(mandate.actor());
            revert ConsortiumWalletOfAnotherMember(wallet, w.member(), mandate.actor());
        }
        if (w.suspended()) revert ConsortiumMemberSuspended(w.member());
        uint32 roles = mandate.roles();
        if (roles != 0 && w.roles() & roles == 0) revert ConsortiumMemberLacksRole(w.member(), w.roles(), roles);
        if (w.revoked()) revert ConsortiumWalletRevoked(wallet);
        if (w.expiresAt() != 0 && w.expiresAt() < block.timestamp) {
            revert ConsortiumWalletExpired(wallet, w.expiresAt());
        }
        if (w.powers() & mandate.power() == 0) revert ConsortiumWalletLacksPower(wallet, w.powers(), mandate.power());
        return w.fourEyes();
    }

    function _governs(MemberWord member) private pure returns (bool) {
        return member.roles() & Roles.GOVERNOR != 0 && !member.suspended();
    }
}
