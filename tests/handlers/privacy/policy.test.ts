import { createHash, createHmac } from "node:crypto";

import {
  privacyCategories,
  type PrivacyAction,
  type PrivacyCategory,
} from "../../../handlers/model";
import { actionFor, hashValue, keepAll, keepsAll } from "../../../handlers/privacy/policy";

function policy(changes: Partial<Record<PrivacyCategory, PrivacyAction>>, privacySalt?: string) {
  return {
    privacy: {
      ...(Object.fromEntries(privacyCategories.map((category) => [category, "keep"])) as Record<
        PrivacyCategory,
        PrivacyAction
      >),
      ...changes,
    },
    privacySalt,
  };
}

describe("the action for several categories", () => {
  it.each<[readonly PrivacyCategory[], PrivacyAction]>([
    [[], "keep"],
    [["ip"], "keep"],
    [["ip", "name"], "hash"],
    [["name", "email", "ip"], "drop"],
    [["email"], "drop"],
  ])("of %j is %s, the strictest", (categories, action) => {
    expect(actionFor(categories, policy({ name: "hash", email: "drop" }))).toBe(action);
  });
});

describe("a policy that keeps every category", () => {
  it("needs no search, and values stay as they are", () => {
    const values = { message: "Write to pat@example.com" };
    expect(keepsAll(policy({}))).toBe(true);
    expect(keepAll(values, policy({}))).toBe(values);
  });

  it.each(
    privacyCategories.flatMap((category) => [
      [category, "drop"] as const,
      [category, "hash"] as const,
    ]),
  )(
    "is another one with %s: %s, under which no value passes without a search",
    (category, action) => {
      const other = policy({ [category]: action });
      expect(keepsAll(other)).toBe(false);
      expect(() => keepAll({ message: "x" }, other)).toThrow("needs the search");
    },
  );
});

describe("the hash of a value", () => {
  it("is SHA-256, or an HMAC of it with a salt; an e-mail is trimmed and lowercased first", () => {
    const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
    expect(hashValue(" A@b ", false, policy({}))).toBe(sha256(" A@b "));
    expect(hashValue(" A@b ", true, policy({}))).toBe(sha256("a@b"));
    expect(hashValue("A", false, policy({}, "salt"))).toBe(
      createHmac("sha256", "salt").update("A").digest("hex"),
    );
  });
});
