// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IConsortium} from "../../../../contracts/interfaces/IConsortium.sol";
import {Registry} from "../ghosts/Registry.sol";
import {Campaign} from "./Campaign.sol";

contract MembersTest is Campaign {
    function setUp() public override {
        super.setUp();
        _withMembers();
    }

    function invariant_membersAndWalletsAreCountedRight() public {
        _requireLawful();
        IConsortium consortium = _registry.contracts().consortium;
        require(consortium.memberCount() == _registry.memberCount(), "member count");
        require(consortium.governorCount() == _registry.governorCount(), "governor count");
        require(consortium.threshold() == _registry.threshold(), "threshold");
        require(consortium.threshold() <= consortium.governorCount(), "threshold out of reach");
        require(consortium.version() == _registry.version(), "the consortium's version");
        for (uint24 member = 1; member <= _registry.memberCount(); ++member) {
            _requireCounted(consortium, member);
        }
    }

    function _requireCounted(IConsortium consortium, uint24 member) private view {
        Registry.GhostMember memory ghost = _registry.memberOf(member);
        IConsortium.Member memory real = consortium.memberOf(member);
        require(real.version == ghost.version, "a member's version");
        require(real.roles == ghost.roles && real.fourEyes == ghost.fourEyes, "a member's roles or four-eyes rule");
        require(real.active == !ghost.suspended, "a member's suspension");
        require(real.adminWallets == _registry.adminCount(member), "a member's admin wallets");
        require(real.adminWallets != 0, "a member without an admin wallet");
        require(consortium.recoveryOf(member).wallet == ghost.candidate, "a member's recovery");
        address[] memory wallets = consortium.walletsOf(member);
        require(wallets.length == _registry.walletsOf(member).length, "a member's wallets");
        for (uint256 i = 0; i < wallets.length; ++i) {
            IConsortium.Wallet memory wallet = consortium.walletOf(wallets[i]);
            Registry.GhostWallet memory known = _registry.walletOf(wallets[i]);
            require(wallet.member == member && known.member == member, "a wallet of two members");
            require(wallet.powers == known.powers && wallet.expiresAt == known.expiresAt, "a wallet's powers or expiry");
            require(wallet.revoked == known.revoked, "a wallet's revocation");
        }
    }
}
