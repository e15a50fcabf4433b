import { sandboxProgram } from "../support/programs";
import { destroy, importOne, up, urnOf } from "../support/stack";
import { failure } from "./failure";
import type { Stage } from "./failure";

const urn = urnOf("sandboxes:Sandbox", "acme");

function makeSandbox({ provider }: Pick<Stage, "provider">) {
  return up(provider, urn, sandboxProgram);
}

/** Sandboxes as resources. */
export const sandboxFailures = [
  failure({
    title: "The role may not manage sandboxes",
    cause:
      "Sandboxes belong to the organization, and looking at them, making them and resetting them are permissions of their own.",
    emulator: { assume: { "sandbox-view": "forbidden" } },
    provoke: makeSandbox,
  }),
  failure({
    title: "The organization has as many sandboxes as it may have",
    cause:
      "A license of Experience Platform has five sandboxes, and up to 75 with additional packs. Adobe's text is not documented.",
    emulator: { assume: { "sandbox-limit": "5" } },
    prepare: async ({ provider }) => {
      for (const name of ["a", "b", "c"]) {
        await up(provider, urnOf("sandboxes:Sandbox", name), { ...sandboxProgram, name });
      }
    },
    provoke: makeSandbox,
  }),
  failure({
    title: "A sandbox has the name already",
    cause:
      "The name of a sandbox is unique in the organization. The provider takes one that is there only when you say so.",
    provoke: ({ provider }) => up(provider, urn, { ...sandboxProgram, name: "prod" }),
    byHand: (ui) => ui.sandboxes.create({ name: "prod", title: "Production", type: "development" }),
  }),
  failure({
    title: "A deleted sandbox had the name",
    cause:
      "Adobe still shows a sandbox after it was deleted. Whether its name is free again is not documented; here it is not.",
    prepare: async (stage) => {
      const forced = { ...sandboxProgram, forceDestroy: true };
      await destroy(stage.provider, await up(stage.provider, urn, forced));
    },
    provoke: makeSandbox,
  }),
  failure({
    title: "A sandbox is deleted",
    cause:
      "Everything that is in a sandbox is gone for ever with it, so the provider deletes one on request only.",
    atAdobe: "Adobe itself deletes it with everything in it.",
    prepare: makeSandbox,
    provoke: ({ provider }, sandbox) => destroy(provider, sandbox),
  }),
  failure({
    title: "The default sandbox is deleted",
    cause:
      "Each organization has a default production sandbox, which can be reset and not deleted.",
    prepare: async ({ provider }) => {
      const imported = await importOne(provider, urn, "prod");
      return { ...imported, inputs: { ...imported.inputs, forceDestroy: true } };
    },
    provoke: ({ provider }, sandbox) => destroy(provider, sandbox),
    byHand: (ui) => ui.sandboxes.delete("prod"),
  }),
];
