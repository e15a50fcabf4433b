import { isObject } from "../../client/json";
import type { Definition } from "../lifecycle/definition";
import { keyOf } from "./sandboxObject";
import type { ReadObject, SandboxObject } from "./sandboxObject";

type Any = Pick<
  Definition<Record<string, unknown>, Record<string, unknown>>,
  "token" | "referredToBy"
>;

/** A value that is another object's id, or another of its properties. */
export class Reference {
  constructor(
    /** {@link keyOf} the other object. */
    readonly target: string,
    readonly property: string,
    /** What stands there. */
    readonly value: unknown,
  ) {}
}

/** What of a sandbox inputs can refer to. */
export class Targets {
  readonly #byId = new Map<string, string>();
  readonly #byInput: {
    readonly input: string;
    readonly inputsEnd: RegExp;
    readonly keys: ReadonlyMap<string, string>;
  }[] = [];

  /** @param objects - Of two that have one id, the first is referred to. */
  constructor(definitions: readonly Any[], objects: readonly SandboxObject[]) {
    for (const { token, referredToBy } of definitions) {
      const ofType = objects.filter((one) => one.token === token);
      if (referredToBy !== undefined) {
        const keys = new Map(ofType.map((one) => [one.name, keyOf(one)]));
        this.#byInput.push({ ...referredToBy, keys });
        continue;
      }
      for (const one of ofType) {
        if (!this.#byId.has(one.id)) this.#byId.set(one.id, keyOf(one));
      }
    }
  }

  /** The object that a text refers to, which is the value of an input of this name. */
  of(text: string, input: string): Reference | undefined {
    for (const { input: property, inputsEnd, keys } of this.#byInput) {
      const target = inputsEnd.test(input) ? keys.get(text) : undefined;
      if (target !== undefined) return new Reference(target, property, text);
    }
    const target = this.#byId.get(text);
    return target === undefined ? undefined : new Reference(target, "id", text);
  }
}

/** The inputs of an object, with a {@link Reference} for each value that another object has. */
export function withReferences(object: ReadObject, targets: Targets): Record<string, unknown> {
  const own = keyOf(object);
  const replaced = (value: unknown, input: string): unknown => {
    if (typeof value === "string") {
      const reference = targets.of(value, input);
      return reference === undefined || reference.target === own ? value : reference;
    }
    if (Array.isArray(value)) return value.map((one: unknown) => replaced(one, input));
    return isObject(value) ? mapped(value, replaced) : value;
  };
  return mapped(object.inputs, replaced);
}

/**
 * The same, where an id stands next to another property of that object, as its version: it is referred to as well, as
 * long as the object has that value.
 */
export function withProperties(
  inputs: Record<string, unknown>,
  found: ReadonlyMap<string, ReadObject>,
): Record<string, unknown> {
  const visited = (value: unknown): unknown => {
    if (value instanceof Reference) return value;
    if (Array.isArray(value)) return value.map(visited);
    if (!isObject(value)) return value;
    const { id } = value;
    const outputs = id instanceof Reference ? found.get(id.target)?.outputs : undefined;
    return mapped(value, (one, key) =>
      id instanceof Reference && key === "version" && outputs?.[key] === one
        ? new Reference(id.target, key, one)
        : visited(one),
    );
  };
  return mapped(inputs, visited);
}

/** Keys of the objects that a value refers to. */
export function referencesIn(value: unknown): string[] {
  if (value instanceof Reference) return [value.target];
  if (Array.isArray(value)) return [...new Set(value.flatMap(referencesIn))];
  return isObject(value) ? [...new Set(Object.values(value).flatMap(referencesIn))] : [];
}

/** A key such as `__proto__` stays a property of its own. */
function mapped(
  object: Readonly<Record<string, unknown>>,
  change: (value: unknown, key: string) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).map(([key, one]) => [key, change(one, key)]));
}
