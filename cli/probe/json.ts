import { isObject } from "../../adobe/client/json";

export { isObject };

export type Json = Readonly<Record<string, unknown>>;

/** The value below the keys and indexes; undefined when there is none. */
export function valueAt(value: unknown, ...keys: readonly (string | number)[]): unknown {
  return keys.reduce<unknown>((node, key) => {
    if (Array.isArray(node)) return (node as unknown[])[Number(key)];
    return isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined;
  }, value);
}

/** The text below the keys and indexes; undefined when there is none, or something else. */
export function stringAt(
  value: unknown,
  ...keys: readonly (string | number)[]
): string | undefined {
  const found = valueAt(value, ...keys);
  return typeof found === "string" ? found : undefined;
}

/** The list below the keys; empty when there is none. */
export function listAt(value: unknown, ...keys: readonly (string | number)[]): readonly unknown[] {
  const found = valueAt(value, ...keys);
  return Array.isArray(found) ? found : [];
}
