import fc from "fast-check";

import { namer } from "../../infra/naming";
import { namedAsIn } from "../../infra/relay/namedAs";

const configured = { prefix: "chatlio-aep", stack: "dev" };

function urlOf(name: string): string {
  return `https://sqs.us-east-1.amazonaws.com/123456789012/${name}`;
}

test("the output of the last deployment counts, whatever the queue is called", () => {
  const namedAs = { prefix: "first", stack: "one" };
  const last = { namedAs, queueUrl: urlOf("other-name-events") };
  expect(namedAsIn(last, configured)).toEqual(namedAs);
});

test.each([
  ["the same names", "chatlio-aep-dev-events", configured],
  ["another namePrefix now", "acme-chat-dev-events", { prefix: "acme-chat", stack: "dev" }],
  ["another stack name now", "chatlio-aep-old-events", { prefix: "chatlio-aep", stack: "old" }],
  ["both now", "acme-old-events", { prefix: "acme", stack: "old" }],
])("a release without the output has the queue's URL: %s", (_, queue, expected) => {
  expect(namedAsIn({ queueUrl: urlOf(queue) }, configured)).toEqual(expected);
});

test.each([
  ["nothing", {}],
  ["no queue of ours", { queueUrl: urlOf("events") }],
  ["the output of direct mode", { namedAs: {} }],
])("without a relay nothing is kept: %s", (_, last) => {
  expect(namedAsIn(last, configured)).toBeUndefined();
});

// A name that a stack's name makes too long ends with a hash, from which nobody gets the stack's name back.
const part = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}[a-z]$/);

test("the names of a stack that was renamed, had another namePrefix or both are those that it has", () => {
  fc.assert(
    fc.property(part, part, part, part, (prefix, stack, prefixNow, stackNow) => {
      const names = namer(prefix, stack);
      const now = { prefix: prefixNow, stack: stackNow };
      const read = namedAsIn({ queueUrl: urlOf(names("queue", "events")) }, now);
      expect(read).toBeDefined();
      const again = namer(read?.prefix ?? "", read?.stack ?? "");
      for (const each of ["events", "dead-letters"]) {
        expect(again("queue", each)).toBe(names("queue", each));
      }
    }),
  );
});
