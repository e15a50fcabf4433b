import type { JsonObject } from "../../common/json";

/** Providers of specifications. */
export const providers = {
  batch: "0ed90a81-07f4-4586-8190-b40eccef1c5a",
  streaming: "521eee4d-8cbe-4906-bb48-fb6bd4450033",
  destination: "14e34fac-d307-11e9-bb65-2a2ae2dbcce4",
} as const;

/**
 * Adobe's fixed ids of what a connection connects to. The classes have them too (`adobe/sdk/specs.ts`), but the emulator
 * imports nothing of the project.
 */
export const connectionSpecIds = {
  chatlio: "073127a3-26e3-496c-9d94-9f48fb93fba8",
  dataLake: "c604ff05-7f1a-43c0-8e18-33bf874cb11c",
  httpApi: "bc7b00d6-623a-4dfc-9fdb-f1240aeadaeb",
} as const;

export const draft = {
  $schema: "http://json-schema.org/draft-07/schema#",
  type: "object",
} as const;
export const text = { type: "string" } as const;
export const secret = { type: "string", format: "password" } as const;

export function authSpec(
  name: string,
  type: string,
  properties: JsonObject,
  required: readonly string[] = Object.keys(properties),
): JsonObject {
  return { name, type, spec: { ...draft, properties, required } };
}

/** A source or destination of the catalog. */
export interface Entry {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly provider: keyof typeof providers;
  readonly category: string;
  readonly authSpec: readonly JsonObject[];
  readonly sourceSpec?: JsonObject;
  readonly targetSpec?: JsonObject;
  readonly encryptionSpecs?: readonly JsonObject[];
}

/** An entry as a connection spec. */
export function connectionSpecOf(entry: Entry): JsonObject {
  const { id, name, label, provider, category, authSpec: ways, sourceSpec, targetSpec } = entry;
  const { encryptionSpecs } = entry;
  const role = provider === "destination" ? { isDestination: true } : { isSource: true };
  return {
    id,
    name,
    providerId: providers[provider],
    version: "1.0",
    authSpec: ways,
    ...(encryptionSpecs === undefined ? {} : { encryptionSpecs }),
    ...(sourceSpec === undefined ? {} : { sourceSpec }),
    ...(targetSpec === undefined ? {} : { targetSpec }),
    attributes: { category, ...role, uiAttributes: { ...role, label: { value: label } } },
    permissionsInfo: permissions(provider),
  };
}

export function permissions(provider: Entry["provider"]): JsonObject {
  const name = {
    batch: "EnterpriseSource",
    streaming: "StreamingSource",
    destination: "Destination",
  }[provider];
  const permission = (right: string) => [{ "@type": "lowLevel", name, permissions: [right] }];
  return { manage: permission("write"), view: permission("read") };
}

/** What a destination takes, as `targetSpec` says it. */
export function target(properties: JsonObject, required: readonly string[]): JsonObject {
  return {
    name: "User based target",
    type: "UserNamespace",
    spec: { ...draft, properties, required },
  };
}
