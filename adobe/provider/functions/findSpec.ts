import * as z from "zod";

import { specNames } from "../../client/flowSpecs";
import type { SpecItem, SpecKind } from "../../client/flowSpecs";
import { listed, plain } from "../../client/text";
import { nearNames } from "../lifecycle/nearNames";
import type { SandboxContext } from "../lifecycle/sandboxContext";
import { objectIn, specInput, specOf, textOf } from "../resources/common";

/** Arguments that name one of Adobe's specifications. */
export function specArgs(example: string) {
  return z
    .strictObject({
      name: z
        .string()
        .min(1)
        .optional()
        .describe(`Its exact name at Adobe, as \`${example}\`. Give this or \`id\`.`),
      id: z.string().min(1).optional().describe("Its id, a UUID, the same in every organization."),
      providerId: z
        .string()
        .min(1)
        .optional()
        .describe(
          "Id of its provider, to choose among specifications of one name: a source and a destination may have the same.",
        ),
    })
    .refine(({ name, id }) => (name === undefined) !== (id === undefined), {
      error: "give either name or id",
      path: ["id"],
    });
}

interface SpecArgs {
  readonly name?: string | undefined;
  readonly id?: string | undefined;
  readonly providerId?: string | undefined;
}

/** The results that every specification has. */
export const specResult = {
  id: z.string().describe("Its id, a UUID."),
  name: z.string().describe("Its name."),
  version: z.string().describe("Its version, as `1.0`."),
  spec: specInput.describe("Id and version, as resources take them."),
  providerId: z.string().describe("Id of its provider. Empty when Adobe gives none."),
};

/** The results that every specification has, of one that was found. */
export function commonResult(found: SpecItem) {
  const spec = specOf(found);
  const { name = "", providerId = "" } = found;
  return { id: spec.id, name, version: spec.version, spec, providerId };
}

/**
 * Looks a specification up.
 *
 * @param roleOf - what it is for, where a message has to tell specifications of one name apart
 * @throws Error that names near names when there is none, and the ids when there is more than one
 */
export async function findSpec(
  kind: SpecKind,
  { name, id, providerId }: SpecArgs,
  { client }: SandboxContext,
  signal: AbortSignal,
  roleOf: (one: SpecItem) => string,
): Promise<SpecItem> {
  const { specs } = client.flows;
  const isWanted = (one: SpecItem) => providerId === undefined || one.providerId === providerId;
  const what = specNames[kind];
  if (id !== undefined) {
    const found = await specs.get(kind, id, { signal });
    if (found !== undefined && isWanted(found)) return found;
    throw new Error(
      found === undefined
        ? `there is no ${what} ${plain(id)}; check it, or give the name. The organization may not have the source or destination: Adobe's UI shows those that it has under Sources and Destinations`
        : `the ${what} ${plain(id)} is of the provider ${plain(found.providerId ?? "")}, not ${plain(providerId ?? "")}; leave providerId out`,
    );
  }
  const wanted = name ?? "";
  let found = await specs.findByName(kind, wanted, { signal });
  if (found.length === 0) {
    // Adobe does not say how its filter compares names: the whole list is certain, and has the near names.
    const all = await specs.list(kind, { signal });
    found = all.filter((one) => one.name === wanted);
    if (found.length === 0) throw new Error(unknownName(what, wanted, all));
  }
  const [one, another] = found.filter(isWanted);
  if (one !== undefined && another === undefined) return one;
  const shown = listed(
    found.map((each) => `${each.id} of the provider ${providerOf(each)}${roleOf(each)}`),
    "; ",
  );
  throw new Error(
    one === undefined
      ? `there is no ${what} called "${plain(wanted)}" of the provider ${plain(providerId ?? "")}; there is ${shown}`
      : `there is more than one ${what} called "${plain(wanted)}" (${shown}); give the id of the one that you want, or its providerId as well`,
  );
}

function providerOf({ providerId }: SpecItem): string {
  return providerId ?? "that Adobe does not name";
}

function unknownName(what: string, wanted: string, all: readonly SpecItem[]): string {
  const nameable = all.flatMap((one) =>
    one.name === undefined ? [] : [{ name: one.name, otherNames: labelsOf(one) }],
  );
  const near = nearNames(wanted, nameable);
  const names = near.length > 0 ? near : [...new Set(nameable.map(({ name }) => name))].sort();
  const quoted = listed(names.map((name) => `"${name}"`));
  const offer =
    names.length === 0
      ? "the list is empty: check the sandbox and the credential's role"
      : `${near.length > 0 ? "near ones are" : "there are"} ${quoted}`;
  return `there is no ${what} called "${plain(wanted)}"; ${offer}. Give the exact name, or the id`;
}

/** What Adobe's UI calls it, in the places where specifications have it. */
function labelsOf(one: SpecItem): string[] {
  const attributes = objectIn(one, "attributes");
  const label = objectIn(objectIn(attributes, "uiAttributes"), "label");
  return [attributes["connectorName"], label["value"], label["text"]]
    .map(textOf)
    .filter((text) => text !== "");
}
