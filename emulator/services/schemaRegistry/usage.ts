import { isObject, type JsonObject } from "../../common/json";
import type { Sandbox } from "../../state/sandbox";

/** What a document refers to. It is kept: a list counts the usages of each of its resources, and a change makes a new document. */
const known = new WeakMap<JsonObject, ReadonlySet<unknown>>();

/** How many resources of the sandbox refer to this one. */
export function usageCount(sandbox: Sandbox, id: string): number {
  return sandbox.resources
    .values()
    .filter((other) => other.$id !== id && referencesOf(other.document).has(id)).length;
}

function referencesOf(document: JsonObject): ReadonlySet<unknown> {
  let references = known.get(document);
  if (references === undefined) {
    references = new Set(referencesIn(document));
    known.set(document, references);
  }
  return references;
}

/** Every `$ref` below a value. */
function* referencesIn(value: unknown): Generator {
  if (Array.isArray(value)) for (const item of value) yield* referencesIn(item);
  if (!isObject(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === "$ref") yield inner;
    yield* referencesIn(inner);
  }
}
