import fc from "fast-check";

import { matchToken } from "../../../handlers/receiver/token";
import { digest } from "../support/settings";

const digests = [
  { id: "new", sha256: digest("new-token") },
  { id: "old", sha256: digest("old-token") },
];

describe("matchToken", () => {
  it("finds each valid token by its digest", () => {
    expect(matchToken("new-token", digests)).toBe("new");
    expect(matchToken("old-token", digests)).toBe("old");
  });

  it("returns the first id when two have the same token", () => {
    const twice = [...digests, { id: "again", sha256: digest("new-token") }];
    expect(matchToken("new-token", twice)).toBe("new");
  });

  it("accepts no other token", () => {
    fc.assert(
      fc.property(fc.string(), (token) => {
        fc.pre(!["new-token", "old-token"].includes(token));
        expect(matchToken(token, digests)).toBeUndefined();
      }),
    );
  });

  it("accepts neither a missing nor an empty token, whatever is configured", () => {
    const empty = [{ id: "empty", sha256: digest("") }];
    expect(matchToken("", empty)).toBeUndefined();
    expect(matchToken(undefined, empty)).toBeUndefined();
    expect(matchToken("new-token", [])).toBeUndefined();
  });
});
