import fc from "fast-check";

import { fit, nameLimits, namer } from "../../infra/naming";

test("a name within the limit stays as it is", () => {
  expect(namer("chatlio-aep", "dev")("queue", "events")).toBe("chatlio-aep-dev-events");
  expect(namer("chatlio-aep", "dev.blue")("queue", "events")).toBe("chatlio-aep-dev-blue-events");
});

test("a longer name is truncated, keeps its last part and stays different from others", () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z][a-z0-9-]{0,99}$/),
      fc.stringMatching(/^[a-z][a-z0-9-]{0,99}$/),
      fc.constantFrom(...Object.values(nameLimits)),
      (a, b, limit) => {
        const [fitA, fitB] = [fit(a, "receiver", limit), fit(b, "receiver", limit)];
        expect(fitA.length).toBeLessThanOrEqual(limit);
        expect(fitA).toMatch(/-receiver$/);
        expect(fitA === fitB).toBe(a === b);
      },
    ),
  );
});
