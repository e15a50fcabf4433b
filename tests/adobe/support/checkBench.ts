import type { Properties } from "../../../provider-sdk";
import { fieldGroupProgram } from "./programs";
import { urnOf } from "./stack";
import { startWorld } from "./world";
import type { World } from "./world";

/** A provider whose checks call nobody: the emulator is only there to say so, after all tests. */
export function checkBench() {
  let world: World;
  let before = 0;
  beforeAll(async () => {
    world = await startWorld();
    before = (await world.requests()).length;
  });
  afterAll(async () => {
    expect((await world.requests()).length).toBe(before);
    await world.close();
  });
  return {
    get world() {
      return world;
    },
    /** Reasons by property. */
    failures: async (type: string, news: Properties, olds?: Properties) => {
      const { failures: found } = await world.provider.check(urnOf(type, "x"), news, olds);
      return Object.fromEntries(found.map(({ property, reason }) => [property, reason]));
    },
  };
}

/** The program of a field group with these fields. */
export const group = (properties: unknown, more: Properties = {}): Properties => ({
  ...fieldGroupProgram,
  title: "Chat",
  properties,
  ...more,
});
