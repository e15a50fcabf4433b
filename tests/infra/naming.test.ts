import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";

import { fit, nameLimits, namer, namerAfter } from "../../infra/naming";

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

test("names after a queue begin as it does, whatever the stack is called now", async () => {
  const after = async (queue: string) =>
    new Promise((resolve) => {
      namerAfter(pulumi.output(queue))("alarm", "throttles").apply(resolve);
    });
  expect(await after("chatlio-aep-dev-events")).toBe("chatlio-aep-dev-throttles");
  // Of two queues that were truncated, the hash is kept.
  const long = namer("chatlio-aep", "a".repeat(100))("queue", "events");
  expect(await after(long)).toBe(`${long.replace(/-events$/, "")}-throttles`);
});
