import { definitions } from "../resources";
import { chosen } from "./choice";
import type { Choice } from "./choice";
import { write } from "./program";
import type { Written } from "./program";
import type { SandboxReader } from "./reader";
import { referencesIn, Targets, withProperties, withReferences } from "./references";
import { keyOf, shortType } from "./sandboxObject";
import type { LeftObject, ReadObject, SandboxObject } from "./sandboxObject";

export type { Choice } from "./choice";
export { SandboxReader } from "./reader";
export type { Listing, NotListed } from "./reader";
export { keyOf, nameInText, shortType } from "./sandboxObject";
export type { LeftObject, ReadObject, SandboxObject } from "./sandboxObject";

/** Every type of the provider whose objects are in a sandbox, as `xdm:Schema`. */
export function importableTypes(): string[] {
  const listed = definitions.filter((one) => "list" in one);
  return listed.map(({ token }) => shortType(token));
}

/** What is written for a choice. */
export interface Brought extends Written {
  readonly imported: readonly (ReadObject & { readonly isNeeded: boolean })[];
  readonly left: readonly (LeftObject & { readonly isNeeded: boolean })[];
}

/**
 * Reads what is chosen and what that refers to, and writes program and import file.
 *
 * @param objects - all that the sandbox has
 */
export async function bring(
  reader: SandboxReader,
  sandbox: string,
  objects: readonly SandboxObject[],
  choice: Choice,
): Promise<Brought> {
  const targets = new Targets(definitions, objects);
  const byKey = new Map(objects.map((one) => [keyOf(one), one]));
  const wanted = chosen(objects, choice);
  const isChosen = new Set(wanted.map(keyOf));
  const seen = new Set(isChosen);
  const found = new Map<string, ReadObject>();
  const left: LeftObject[] = [];
  for (let wave = wanted; wave.length > 0;) {
    const read = await Promise.all(wave.map((one) => reader.read(one)));
    const needed = new Set<string>();
    for (const [index, one] of read.entries()) {
      if ("reason" in one) {
        left.push(one);
        continue;
      }
      found.set(keyOf(wave[index] ?? one), one);
      for (const key of referencesIn(withReferences(one, targets))) needed.add(key);
      for (const key of mentionedBy(one)) if (byKey.has(key)) needed.add(key);
    }
    wave = [...needed].filter((key) => !seen.has(key)).flatMap((key) => byKey.get(key) ?? []);
    for (const one of wave) seen.add(keyOf(one));
  }
  // In the order of the sandbox, whatever was needed first.
  const imported = objects.flatMap((one) => found.get(keyOf(one)) ?? []);
  const program = imported.map((one) => ({
    ...one,
    inputs: withProperties(withReferences(one, targets), found),
    dependsOn: precedingOf(one, imported),
  }));
  const marked = <T extends SandboxObject>(one: T) => ({
    ...one,
    isNeeded: !isChosen.has(keyOf(one)),
  });
  return {
    ...write(sandbox, program, left),
    imported: imported.map(marked),
    left: left.map(marked),
  };
}

/** Keys of the objects that come before this one, although it does not refer to them. */
function precedingOf(object: ReadObject, all: readonly ReadObject[]): string[] {
  const definition = definitions.find(({ token }) => token === object.token);
  const ofSchema = Object.entries(definition?.comesAfter ?? {}).flatMap(([input, tokens]) =>
    all
      .filter(({ token, inputs }) => {
        return tokens.includes(token) && inputs["schemaId"] === object.inputs[input];
      })
      .map(keyOf),
  );
  const keys = new Set(all.map(keyOf));
  return [...ofSchema, ...mentionedBy(object).filter((key) => keys.has(key))];
}

/** Keys of what may be other objects of its type, by the ids in its texts. */
function mentionedBy({ token, id, inputs }: ReadObject): string[] {
  const definition = definitions.find((one) => one.token === token);
  const ids = definition?.mentions?.(inputs) ?? [];
  return [...new Set(ids)].filter((one) => one !== id).map((one) => keyOf({ token, id: one }));
}
