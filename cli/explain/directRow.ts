import { engine } from "../../emulator/services/dataPrep/language/lazyEngine";
import type { Value } from "../../emulator/services/dataPrep/language/values";
import { fieldGroupProperties, withSiteFields, type SiteIdentity } from "../../handlers/model";
import { directMappings, type DirectOptions } from "../../handlers/model/direct";

const text = { type: "string" };

/** What Data Prep must know of the row: the types of the fields that a mapping fills. */
function rowSchema(identities: readonly SiteIdentity[]) {
  return {
    type: "object",
    properties: {
      _id: text,
      timestamp: { ...text, format: "date-time" },
      eventType: text,
      web: {
        type: "object",
        properties: {
          webPageDetails: { type: "object", properties: { URL: text } },
          webReferrer: { type: "object", properties: { URL: text } },
        },
      },
      environment: {
        type: "object",
        properties: {
          browserDetails: { type: "object", properties: { userAgent: text } },
          ipV4: text,
          ipV6: text,
        },
      },
      _tenant: { type: "object", properties: withSiteFields(fieldGroupProperties, { identities }) },
    },
  };
}

/** A row in direct mode, and the fields that a failed conversion left empty. */
export interface DirectRow {
  readonly row: Readonly<Record<string, unknown>>;
  readonly warnings: readonly { readonly destination: string; readonly reason: string }[];
}

/**
 * The row that Adobe's Data Prep would make, by the emulator's evaluation of its language.
 *
 * @param now - when Adobe maps the record, in milliseconds since 1970
 */
export function directRow(payload: unknown, options: DirectOptions, now: number): DirectRow {
  const mappings = directMappings(options).map((mapping, index) => ({
    ...mapping,
    id: String(index),
    name: undefined,
    description: undefined,
    identity: false,
  }));
  const { compileMapping, applyMapping } = engine();
  const compiled = compileMapping(mappings, rowSchema(options.identities ?? []));
  const [fault] = compiled.faults;
  if (fault !== undefined) throw new Error(`${fault.mapping.destination}: ${fault.reason}`);
  return applyMapping(compiled, { now: () => now, record: payload as Value });
}
