import {
  observerPolicy,
  operatorPolicy,
  privacyOfficerPolicy,
} from "../../scripts/deployerPolicy/policy";
import { allows, denied, superfluous, type Call } from "./evaluate";
import { kmsKey } from "./options";
import { scope } from "./providerCalls";
import { operatorCalls } from "./roleCalls";
import { operatorObjects, seenOfDlq, seenOfObserver, seenOfPrivacyOfficer } from "./seenCalls";

const target = { partition: "aws", prefix: "chatlio-aep", ...scope };

test("the operator's policy allows what chatlio-aep dlq does, and nothing else", async () => {
  const requests = await seenOfDlq();
  for (const withKey of [false, true]) {
    const policy = operatorPolicy({ ...target, ...(withKey ? { kmsKey } : {}) });
    const calls = operatorCalls("dlq", requests, operatorObjects, withKey);
    expect(denied(policy, calls)).toEqual([]);
    expect(superfluous(policy, calls)).toEqual([]);
    const resource = operatorObjects["events"] ?? "";
    const take: Call = { by: "dlq", action: "sqs:DeleteMessage", resource };
    expect(allows(policy, take)).toBe(false);
  }
}, 60_000);

test("the observer's policy allows what status, verify, reconcile, rotate-token and console do, and nothing else", async () => {
  const requests = await seenOfObserver();
  for (const withKey of [false, true]) {
    const policy = observerPolicy({ ...target, ...(withKey ? { kmsKey } : {}) });
    const calls = operatorCalls("status", requests, operatorObjects, withKey);
    expect(denied(policy, calls)).toEqual([]);
    expect(superfluous(policy, calls)).toEqual([]);
    for (const action of ["sqs:DeleteMessage", "sqs:SendMessage"]) {
      const resource = operatorObjects["dead"] ?? "";
      expect(allows(policy, { by: "status", action, resource })).toBe(false);
    }
  }
}, 60_000);

test("the policy for forget and export allows what these do, and nothing else", async () => {
  const requests = await seenOfPrivacyOfficer();
  for (const withKey of [false, true]) {
    const policy = privacyOfficerPolicy({ ...target, ...(withKey ? { kmsKey } : {}) });
    const calls = operatorCalls("forget", requests, operatorObjects, withKey);
    expect(denied(policy, calls)).toEqual([]);
    expect(superfluous(policy, calls)).toEqual([]);
    const resource = operatorObjects["events"] ?? "";
    for (const action of ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:SendMessage"])
      expect(allows(policy, { by: "forget", action, resource })).toBe(false);
  }
}, 60_000);
