// A bill's first days: the carrier issues it to the shipper, who endorses it to the bank; a second try is refused.
//
//   QUAY_URL=… CARRIER_KEY=0x… SHIPPER_KEY=0x… BANK_KEY=0x… node first-bill.ts bill.json
//
// bill.json is a transport document in DCSA's JSON, as the example at /docs of the gateway.
import { readFileSync } from "node:fs";
import type { Hex } from "viem";

import * as quay from "./client/sdk.gen.ts";
import { Party, Refused, told } from "./party.ts";

const url = process.env.QUAY_URL ?? "http://127.0.0.1:8000";
const document = JSON.parse(readFileSync(process.argv[2] ?? "bill.json", "utf-8"));

async function party(key: string): Promise<Party> {
  const made = new Party(url, process.env[key] as Hex);
  await made.signIn();
  return made;
}

const carrier = await party("CARRIER_KEY");
const shipper = await party("SHIPPER_KEY");
const bank = await party("BANK_KEY");

const prepared = await told(
  quay.prepareBill({ client: carrier.client, body: { document, holder: shipper.member } }),
);
const billId = prepared.bill_id;
await carrier.carryOut(prepared, { billId, holder: shipper.member });
console.log(`issued ${billId}: keep the document with its salt, both prove the bill`);

const endorse = { billId, endorsee: bank.member, deliverTo: bank.member };
const action = await shipper.act("Endorse", { ...endorse, endorsement: 0 });
console.log(`endorsed in block ${action.block_number}`);

const bill = await told(quay.readBill({ client: bank.client, path: { bill_id: billId } }));
if (bill.state !== "ISSUED" || bill.holder !== bank.member || bill.title_holder !== bank.member) {
  throw new Error(`the bill is ${bill.state}, held by ${bill.holder}`);
}
const mine = bill.next_actions.filter((next) => next.mine).map((next) => next.action);
console.log(`the bank holds it, and may now: ${mine.join(", ")}`);

try {
  await shipper.act("TransferPossession", { billId, holder: carrier.member });
  throw new Error("the shipper gave away what it no longer holds");
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.log(`refused: ${error.message}`);
  console.log(`remedy: ${error.problem.remedy}`);
}
