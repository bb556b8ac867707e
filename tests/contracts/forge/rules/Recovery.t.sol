// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IConsortium} from "../../../../contracts/interfaces/IConsortium.sol";
import {ISigned} from "../../../../contracts/interfaces/ISigned.sol";
import {Powers} from "../../../../contracts/types/Powers.sol";
import {BANK, Cast, SHIPPER} from "../utils/Cast.sol";
import {RECOVERY_DELAY} from "../utils/Contracts.sol";
import {vm} from "../utils/Vm.sol";
import {Intent} from "./Rules.sol";
import {WalletsBase} from "./WalletsBase.sol";

/// @notice The rules of recovery: proposed by the governors, vetoed by an admin, completed by the new wallet.
contract RecoveryRules is WalletsBase {
    function test_recovery() external {
        _setFourEyes(SHIPPER, Powers.PLEDGE);
        address wallet = vm.addr(NEW_KEY);
        Intent memory i = _proposal(2, wallet);
        _refuseStaleOrUnknown(i, 2);
        i.keys = _keys(Cast.key(1));
        _refuse(i, _error(IConsortium.ConsortiumTooFewGovernors.selector, 1, 2));
        _refuse(_completion(2), _error(IConsortium.ConsortiumNoRecovery.selector, SHIPPER));
        _refuse(_veto(2), _error(IConsortium.ConsortiumNoRecovery.selector, SHIPPER));
        _refuse(_proposal(2, address(0)), _error(IConsortium.ConsortiumZeroWallet.selector));
        _refuse(
            _proposal(2, Cast.wallet(BANK)), _error(IConsortium.ConsortiumWalletTaken.selector, Cast.wallet(BANK), BANK)
        );
        uint40 readyAt = START + RECOVERY_DELAY;
        _expect();
        emit IConsortium.RecoveryProposed(SHIPPER, wallet, 3, readyAt);
        _accept(_proposal(2, wallet));
        _isShipper(3, 1, Powers.PLEDGE);
        _same(abi.encode(on.consortium.recoveryOf(SHIPPER)), abi.encode(wallet, readyAt));

        Intent memory done = _completion(3);
        vm.warp(readyAt - 1);
        _refuse(done, _error(IConsortium.ConsortiumRecoveryTooEarly.selector, SHIPPER, readyAt, readyAt - 1));
        vm.warp(readyAt);
        _refuseStaleOrUnknown(done, 3);
        bytes4 another = IConsortium.ConsortiumRecoveryOfAnother.selector;
        _refuse(_signedBy(done, 0, Cast.key(SHIPPER)), abi.encodeWithSelector(another, wallet, Cast.wallet(SHIPPER)));
        _refuse(_with(done, Cast.key(SHIPPER)), _error(ISigned.SignatureLength.selector, 130));
        _expect();
        emit IConsortium.WalletEnrolled(SHIPPER, wallet, 4, Powers.ALL, 0, wallet);
        emit IConsortium.RecoveryCompleted(SHIPPER, wallet, 4);
        _accept(done);

        _isShipper(4, 2, 0);
        _isWallet(wallet, SHIPPER, Powers.ALL, 0, false);
        _same(abi.encode(on.consortium.recoveryOf(SHIPPER)), abi.encode(address(0), 0));
        // The four-eyes rule ended for the wallets of before, too.
        _may(_mandate(SHIPPER, Powers.PLEDGE, 0, 0, 0), Cast.wallet(SHIPPER), address(0));
    }

    function test_recovery_refusedOfAWalletThatIsTakenMeanwhile() external {
        _accept(_proposal(1, vm.addr(NEW_KEY)));
        _accept(_enrolment(2, SOME, 0));
        vm.warp(START + RECOVERY_DELAY);
        _refuse(_completion(3), _error(IConsortium.ConsortiumWalletTaken.selector, vm.addr(NEW_KEY), SHIPPER));
    }

    function test_recovery_isVetoedByAnAdmin() external {
        address wallet = vm.addr(NEW_KEY);
        uint256 clerk = _clerk();
        _accept(_proposal(2, wallet));
        Intent memory i = _veto(3);
        _needsAdmin(i, clerk);
        _refuseStaleOrUnknown(i, 3);
        _expect();
        emit IConsortium.RecoveryVetoed(SHIPPER, wallet, 4, Cast.wallet(SHIPPER));
        _accept(i);
        _isShipper(4, 1, 0);
        _same(abi.encode(on.consortium.recoveryOf(SHIPPER)), abi.encode(address(0), 0));
    }
}
