import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { JavaScriptValue, Value } from "google-protobuf/google/protobuf/struct_pb";

import type { Properties } from "./types";

/** Key that marks an object as one of Pulumi's special values. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** Wraps a value so that the engine encrypts it in the state and hides it on the screen. */
function secret(value: unknown): Properties {
  return { [SIGNATURE]: SECRET, value };
}

function isSecret(value: object): value is { value: unknown } {
  return Object.hasOwn(value, SIGNATURE) && (value as Properties)[SIGNATURE] === SECRET;
}

/** Removes every secret envelope, however deep; the wrappers of assets and archives stay. */
function unwrapSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapSecrets);
  if (typeof value !== "object" || value === null) return value;
  if (isSecret(value)) return unwrapSecrets(value.value);
  return mapValues(value, unwrapSecrets);
}

/** A struct from the wire as plain JSON, with secrets unwrapped. A missing one is empty. */
export function fromStruct(struct: Struct | undefined): Properties {
  return unwrapSecrets(rawFromStruct(struct)) as Properties;
}

/** Like {@link fromStruct}, but keeps the secret envelopes. */
export function rawFromStruct(struct: Struct | undefined): Properties {
  const properties: [string, unknown][] = [];
  struct?.getFieldsMap().forEach((value: Value, key: string) => {
    properties.push([key, fromValue(value)]);
  });
  return fromEntries(properties);
}

function fromValue(value: Value): unknown {
  if (value.hasStructValue()) return rawFromStruct(value.getStructValue());
  const list = value.getListValue();
  return list === undefined ? value.toJavaScript() : list.getValuesList().map(fromValue);
}

/** An object of these entries. A key `__proto__`, which would replace what it inherits, is dropped. */
function fromEntries(entries: readonly (readonly [string, unknown])[]): Properties {
  return Object.fromEntries(entries.filter(([key]) => key !== "__proto__"));
}

/** Wraps the listed top-level values as secrets, those that have a value. */
export function markSecrets(properties: Properties, keys: readonly string[]): Properties {
  const marked = keys
    .map((key) => [key, properties[key]] as const)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([key, value]) => [key, secret(value)] as const);
  return { ...properties, ...Object.fromEntries(marked) };
}

/** Plain JSON as a struct for the wire, with the listed top-level keys marked as secret. */
export function toStruct(properties: Properties, secretKeys: readonly string[] = []): Struct {
  const clean = withoutUndefined(markSecrets(properties, secretKeys));
  return Struct.fromJavaScript(clean as Record<string, JavaScriptValue>);
}

/** A struct cannot carry `undefined`: such keys are dropped, and such list elements become null. */
function withoutUndefined(value: unknown): unknown {
  if (value === undefined) return null;
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== "object" || value === null) return value;
  return mapValues(value, (inner) => (inner === undefined ? undefined : withoutUndefined(inner)));
}

function mapValues(value: object, change: (inner: unknown) => unknown): Properties {
  const changed = Object.entries(value).map(([key, inner]) => [key, change(inner)] as const);
  return fromEntries(changed.filter(([, inner]) => inner !== undefined));
}
