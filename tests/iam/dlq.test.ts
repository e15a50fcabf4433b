import { operatorPolicy } from "../../scripts/deployerPolicy/policy";
import { allows, denied, superfluous, type Call } from "./evaluate";
import { kmsKey } from "./options";
import { scope } from "./providerCalls";
import { operatorCalls } from "./roleCalls";
import { operatorObjects, seenOfDlq } from "./seenCalls";

const target = { partition: "aws", prefix: "chatlio-aep", ...scope };

test("the operator's policy allows what chatlio-aep dlq does, and nothing else", async () => {
  const requests = await seenOfDlq();
  for (const withKey of [false, true]) {
    const policy = operatorPolicy({ ...target, ...(withKey ? { kmsKey } : {}) });
    const calls = operatorCalls(requests, operatorObjects, withKey);
    expect(denied(policy, calls)).toEqual([]);
    expect(superfluous(policy, calls)).toEqual([]);
    const resource = operatorObjects["events"] ?? "";
    const take: Call = { by: "dlq", action: "sqs:DeleteMessage", resource };
    expect(allows(policy, take)).toBe(false);
  }
}, 60_000);
