import type { Properties } from "../../../provider-sdk";
import { startHarness } from "./harness";
import type { Harness } from "./harness";
import { fieldGroupProgram } from "./programs";
import { urnOf } from "./stack";

/** A provider whose checks call nobody: the emulator is only there to say so, after all tests. */
export function checkHarness() {
  let harness: Harness;
  let before = 0;
  beforeAll(async () => {
    harness = await startHarness();
    before = (await harness.requests()).length;
  });
  afterAll(async () => {
    expect((await harness.requests()).length).toBe(before);
    await harness.close();
  });
  return {
    /** For a test that does more than a check: its requests do not count. */
    leaveOutRequests: async () => {
      before = (await harness.requests()).length;
    },
    get harness() {
      return harness;
    },
    /** Reasons by property. */
    failures: async (type: string, newInputs: Properties, oldInputs?: Properties) => {
      const { failures: found } = await harness.provider.check(
        urnOf(type, "x"),
        newInputs,
        oldInputs,
      );
      return Object.fromEntries(found.map(({ property, reason }) => [property, reason]));
    },
  };
}

/** The program of a field group with these fields. */
export function group(properties: unknown, more: Properties = {}): Properties {
  return {
    ...fieldGroupProgram,
    title: "Chat",
    properties,
    ...more,
  };
}
