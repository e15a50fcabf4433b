import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { checkHarness } from "../support/checkHarness";
import { sourceProgram } from "../support/programs";
import { urnOf } from "../support/stack";

const check = checkHarness();

describe("names", () => {
  const nameOf = async (program: Properties, urn = urnOf("flow:SourceConnection", "x")) =>
    (await check.harness.provider.check(urn, program)).inputs["name"];

  test("are made from prefix, kind, stack and the inputs that identify the object", async () => {
    const name = await nameOf(sourceProgram);
    expect(name).toMatch(/^shop source connection \(dev\) [0-9a-f]{8}-[0-9a-f]{10}$/);
    expect(await nameOf({ ...sourceProgram, description: "in place" })).toBe(name);
    expect(await nameOf({ ...sourceProgram, providerId: "another" })).not.toBe(name);
    expect(await nameOf({ ...sourceProgram, generation: "2" })).not.toBe(name);
    expect(await nameOf(sourceProgram, urnOf("flow:SourceConnection", "y"))).not.toBe(name);
    expect(await nameOf({ ...sourceProgram, baseConnectionId: UNKNOWN })).toBe(UNKNOWN);
  });

  test("a replacement of an unchanged object has another name", async () => {
    const provider = await check.harness.another();
    const urn = urnOf("flow:SourceConnection", "x");
    const first = await provider.check(urn, sourceProgram);
    const kept = await provider.check(urn, sourceProgram, first.inputs);
    expect(kept.inputs["name"]).toBe(first.inputs["name"]);
    const successor = await provider.check(urn, sourceProgram);
    expect(successor.inputs["name"]).not.toBe(first.inputs["name"]);
    // The next process sees only the successor, and keeps its name.
    const later = await (await check.harness.another()).check(urn, sourceProgram, successor.inputs);
    expect(later.inputs["name"]).toBe(successor.inputs["name"]);
  });
});
