import { computedProgram } from "../support/programs";
import { destroy, up, upAgain, urnOf } from "../support/stack";
import { failure } from "./failure";
import type { Stage } from "./failure";

const urn = urnOf("profile:ComputedAttribute", "visits");
const published = { ...computedProgram, status: "published" };

function publish({ provider }: Pick<Stage, "provider">) {
  return up(provider, urn, published);
}

/** What somebody sends to make the same one. */
const byHand = {
  name: String(computedProgram["name"]),
  displayName: "Visits",
  description: "By hand",
  expression: { type: "PQL", format: "pql/text", value: computedProgram["expression"] },
  duration: computedProgram["duration"],
  status: "DRAFT",
};

/** Computed attributes. */
export const computedFailures = [
  failure({
    title: "A computed attribute has the name already",
    cause:
      "The name of a computed attribute is unique among all of the sandbox, as it is the name of a field of the profile. The provider takes one that is there only when you say so.",
    prepare: ({ ui }) => ui.computed.create(byHand),
    provoke: publish,
    byHand: (ui) => ui.computed.create(byHand),
  }),
  failure({
    title: "A computed attribute that is inactive has the name",
    cause:
      "Adobe deletes drafts only. What was published is made inactive by a destroy, for good, and stays with its name.",
    prepare: async (stage) => destroy(stage.provider, await publish(stage)),
    provoke: publish,
  }),
  failure({
    title: "A published computed attribute is changed",
    cause:
      "Once an attribute is published, Adobe changes nothing of it but its status to inactive. A preview says so.",
    prepare: publish,
    provoke: ({ provider }, made) =>
      upAgain(provider, made, { ...published, duration: { count: 1, unit: "MONTHS" } }),
    byHand: (ui, made) => ui.computed.change(made.id, { duration: { count: 1, unit: "MONTHS" } }),
  }),
  failure({
    title: "A draft of a computed attribute was published meanwhile",
    cause: "Somebody has published the draft in Adobe's UI, and the state does not know yet.",
    prepare: async ({ provider, ui }) => {
      const made = await up(provider, urn, computedProgram);
      await ui.computed.change(made.id, { status: "NEW" });
      return made;
    },
    provoke: ({ provider }, made) =>
      upAgain(provider, made, { ...computedProgram, description: "Of a week" }),
    byHand: (ui, made) => ui.computed.change(made.id, { description: "Of a week" }),
  }),
];
