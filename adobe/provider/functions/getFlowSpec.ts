import * as z from "zod";

import { isObject } from "../../client/json";
import type { FunctionDefinition } from "../lifecycle/function";
import { objectIn, textOf, textsOf } from "../resources/common";
import { commonResult, findSpec, specArgs, specResult } from "./findSpec";

const args = specArgs("CloudStorageToAEP");

const result = z.object({
  ...specResult,
  sourceConnectionSpecIds: z
    .array(z.string())
    .describe("Ids of the connection specifications that it reads from."),
  targetConnectionSpecIds: z
    .array(z.string())
    .describe("Ids of the connection specifications that it writes to."),
  transformations: z
    .array(z.string())
    .describe("Names of the transformations that it can apply, as `Mapping`."),
  scheduled: z.boolean().describe("Whether its dataflows run by a schedule."),
});

export const getFlowSpec: FunctionDefinition<z.infer<typeof args>, z.infer<typeof result>> = {
  token: "adobe-aep:flow:getFlowSpec",
  description:
    "Looks up a flow specification: one way of Adobe's to move data from sources to targets. Calls Adobe once at every preview and update, and once more for a name that Adobe does not find.",
  args,
  result,
  example: `const toLake = aep.flow.getFlowSpecOutput({ name: "CloudStorageToAEP" });
export const sources = toLake.sourceConnectionSpecIds;`,

  async run(wanted, context, signal) {
    const found = await findSpec("flowSpecs", wanted, context, signal, () => "");
    const transformations = found["transformationSpecs"];
    return {
      ...commonResult(found),
      sourceConnectionSpecIds: textsOf(found["sourceConnectionSpecIds"]),
      targetConnectionSpecIds: textsOf(found["targetConnectionSpecIds"]),
      transformations: (Array.isArray(transformations) ? transformations : [])
        .filter(isObject)
        .map(({ name }) => textOf(name))
        .filter((name) => name !== ""),
      scheduled: Object.keys(objectIn(found, "scheduleSpec")).length > 0,
    };
  },
};
