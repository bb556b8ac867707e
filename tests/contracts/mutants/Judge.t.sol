// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {vm} from "../forge/utils/Vm.sol";

/// @notice Runs the rules of `tests/contracts/forge/rules` on contracts that carry all faults, with one fault awake at a time.
/// @dev `scripts/dev/mutation` writes the plan and reads the verdicts. What a rule did is undone, because the call around it
/// reverts: the contracts are deployed once.
contract Judge {
    /// @notice A rule of one of the suites.
    struct Rule {
        uint256 suite;
        bytes4 selector;
    }

    /// @notice What is to be done: the suites' creation code, their rules, and of each fault which rules pass its place.
    struct Plan {
        bytes[] suites;
        Rule[] rules;
        uint256[] faults;
        uint16[][] reached;
    }

    /// @dev In `prevrandao`: each fault that is passed reads a slot of its own, from this one on.
    uint256 private constant REACH = type(uint256).max;
    uint256 private constant SLOTS = 0xFA017 << 200;
    /// @dev A fault can make a loop endless.
    uint256 private constant GAS = 1_000_000_000;
    uint256 private constant START = 1_800_000_000;

    error Outcome(bool passed, uint256 gas, uint256[] reached);

    address[] private _suites;

    /// @notice Of each rule: whether it holds on the sound contracts, the gas that it takes, and which faults it passes.
    function test_reach() external {
        Plan memory plan = _begin();
        bool[] memory holds = new bool[](plan.rules.length);
        uint256[] memory gas = new uint256[](plan.rules.length);
        uint256[][] memory reached = new uint256[][](plan.rules.length);
        for (uint256 i = 0; i < plan.rules.length; ++i) {
            (holds[i], gas[i],) = _outcome(plan.rules[i], 0);
            (,, reached[i]) = _outcome(plan.rules[i], REACH);
        }
        _end(abi.encode(holds, gas, reached));
    }

    /// @notice By which rule each fault is found out, counted from 1; 0 for a fault that survives all rules that pass it.
    function test_judge() external {
        Plan memory plan = _begin();
        uint256[] memory found = new uint256[](plan.faults.length);
        uint256 last = 0;
        for (uint256 i = 0; i < plan.faults.length; ++i) {
            uint16[] memory rules = plan.reached[i];
            // What found the fault before finds its neighbour, mostly.
            for (uint256 j = 0; j < rules.length && found[i] == 0; ++j) {
                if (rules[j] == last && _finds(plan, last, plan.faults[i])) found[i] = last + 1;
            }
            for (uint256 j = 0; j < rules.length && found[i] == 0; ++j) {
                if (rules[j] != last && _finds(plan, rules[j], plan.faults[i])) found[i] = rules[j] + 1;
            }
            if (found[i] != 0) last = found[i] - 1;
        }
        _end(abi.encode(found));
    }

    /// @notice Runs one rule and reverts with what came of it.
    function run(address suite, bytes4 selector, uint256 fault) external {
        vm.record();
        uint256 gas = gasleft();
        (bool passed,) = suite.call{gas: GAS}(abi.encodePacked(selector));
        revert Outcome(passed, gas - gasleft(), fault == REACH ? _reached(suite) : new uint256[](0));
    }

    function _finds(Plan memory plan, uint256 rule, uint256 fault) private returns (bool) {
        (bool passed,,) = _outcome(plan.rules[rule], fault);
        return !passed;
    }

    function _outcome(Rule memory rule, uint256 fault) private returns (bool passed, uint256 gas, uint256[] memory reached) {
        vm.warp(START);
        vm.prevrandao(bytes32(fault));
        (, bytes memory reason) = address(this).call(abi.encodeCall(this.run, (_suites[rule.suite], rule.selector, fault)));
        assembly ("memory-safe") {
            // Behind the error's selector.
            mstore(add(reason, 4), sub(mload(reason), 4))
            reason := add(reason, 4)
        }
        return abi.decode(reason, (bool, uint256, uint256[]));
    }

    /// @dev The faults that any contract of the suite passed, each once.
    function _reached(address suite) private returns (uint256[] memory reached) {
        uint256 nonces = vm.getNonce(suite);
        reached = new uint256[](20_000);
        for (uint256 nonce = 1; nonce < nonces; ++nonce) {
            (bytes32[] memory reads,) = vm.accesses(vm.computeCreateAddress(suite, nonce));
            for (uint256 i = 0; i < reads.length; ++i) {
                uint256 fault = uint256(reads[i]) ^ SLOTS;
                if (fault >= reached.length) continue;
                // Marked at its own place; moved together below.
                reached[fault] = REACH;
            }
        }
        uint256 next = 0;
        for (uint256 fault = 0; fault < reached.length; ++fault) {
            if (reached[fault] == REACH) reached[next++] = fault;
        }
        assembly ("memory-safe") {
            mstore(reached, next)
        }
    }

    function _begin() private returns (Plan memory plan) {
        vm.warp(START);
        plan = abi.decode(vm.parseBytes(vm.readFile("build/mutants/plan.hex")), (Plan));
        for (uint256 i = 0; i < plan.suites.length; ++i) {
            bytes memory code = plan.suites[i];
            address suite;
            assembly ("memory-safe") {
                suite := create(0, add(code, 32), mload(code))
            }
            (bool ok, bytes memory reason) = suite.call(abi.encodeWithSignature("setUp()"));
            if (!ok) revert(string(reason));
            _suites.push(suite);
        }
    }

    function _end(bytes memory verdicts) private {
        vm.writeFile("build/mutants/verdicts.hex", vm.toString(verdicts));
    }
}
