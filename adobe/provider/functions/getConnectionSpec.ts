import * as z from "zod";

import type { SpecItem } from "../../client/flowSpecs";
import { isObject } from "../../client/json";
import type { FunctionDefinition } from "../lifecycle/function";
import { objectIn, textOf } from "../resources/common";
import { commonResult, findSpec, specArgs, specResult } from "./findSpec";

const args = specArgs("amazon-s3");

const result = z.object({
  ...specResult,
  types: z
    .array(z.string())
    .describe("`source`, `target` or both: what it is for, as far as Adobe says."),
  authSpecNames: z
    .array(z.string())
    .describe(
      "Names of the ways to authenticate, for `auth.specName` of a base connection. Empty when it needs none.",
    ),
});

export const getConnectionSpec: FunctionDefinition<z.infer<typeof args>, z.infer<typeof result>> = {
  token: "adobe-aep:flow:getConnectionSpec",
  description:
    "Looks up a connection specification: one source or destination of Adobe's catalog. Calls Adobe once at every preview and update, and once more for a name that Adobe does not find.",
  args,
  result,
  example: `const s3 = aep.flow.getConnectionSpecOutput({
  name: "amazon-s3",
  providerId: "0ed90a81-07f4-4586-8190-b40eccef1c5a",
});
export const waysToAuthenticate = s3.authSpecNames;`,

  async run(wanted, context, signal) {
    const found = await findSpec("connectionSpecs", wanted, context, signal, (one) =>
      typesOf(one)
        .map((type) => `, a ${type}`)
        .join(""),
    );
    return { ...commonResult(found), types: typesOf(found), authSpecNames: authSpecNamesOf(found) };
  },
};

/** What it is for. Specifications say it in different places. */
function typesOf(one: SpecItem): string[] {
  const attributes = objectIn(one, "attributes");
  const says = (spec: string, ...keys: readonly string[]) =>
    Object.keys(objectIn(one, spec)).length > 0 ||
    [attributes, objectIn(attributes, "uiAttributes")].some((place) =>
      keys.some((key) => place[key] === true),
    );
  return [
    ...(says("sourceSpec", "isSource") ? ["source"] : []),
    ...(says("targetSpec", "isTarget", "isDestination") ? ["target"] : []),
  ];
}

function authSpecNamesOf({ authSpec }: SpecItem): string[] {
  return (Array.isArray(authSpec) ? authSpec : [])
    .filter(isObject)
    .map(({ name }) => textOf(name))
    .filter((name) => name !== "");
}
