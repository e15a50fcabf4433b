import { runProgram } from "../infra/program";
import { denied, superfluous } from "./evaluate";
import { alarmsConfig, optionsConfig, saltsConfig } from "./options";
import { objectsOf, roleCalls, rolePolicyOf } from "./roleCalls";
import { seenOfFunction } from "./seenCalls";

describe.each(["receiver", "forwarder", "keeper", "reconciler"] as const)(
  "the %s's role",
  (part) => {
    it.each([
      ["", false],
      [" of a stack with salts and options", true],
    ])(
      "allows every call%s, and without any part of it one is denied",
      async (_what, options) => {
        const run = await runProgram({
          ...alarmsConfig,
          ...(options && { ...optionsConfig, ...saltsConfig }),
        });
        const requests = await seenOfFunction(part, options);
        expect(requests.length).toBeGreaterThan(1);
        const calls = roleCalls(requests, { part, objects: objectsOf(run), options });
        const policy = rolePolicyOf(run, part);
        expect(denied(policy, calls)).toEqual([]);
        expect(superfluous(policy, calls)).toEqual([]);
      },
      60_000,
    );
  },
);
