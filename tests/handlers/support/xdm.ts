import Ajv from "ajv";
import addFormats from "ajv-formats";

import { fieldGroupProperties, withSiteFields } from "../../../handlers/model";

export const TENANT = "_acme";

/** The identities of a stack that has some. */
export const siteIdentities = [
  { namespace: "CRMID", from: "userId" },
  { namespace: "ECID", from: "traits.ecid" },
  { namespace: "Phone", from: "traits.mobile phone" },
] as const;

const text = { type: "string", minLength: 1 };
const uri = { type: "string", format: "uri" };

/**
 * The schema that a row must hold to, strict where AEP may be: our own fields without any other, no
 * empty text, and the standard fields with their formats (adobe/xdm).
 */
function strict(field: Record<string, unknown>): Record<string, unknown> {
  const { type, format, properties, items } = field as {
    type: string;
    format?: string;
    properties?: Record<string, Record<string, unknown>>;
    items?: Record<string, unknown>;
  };
  if (type === "object")
    return {
      type,
      additionalProperties: false,
      minProperties: 1,
      properties: Object.fromEntries(
        Object.entries(properties ?? {}).map(([name, child]) => [name, strict(child)]),
      ),
    };
  if (type === "array") return { type, minItems: 1, items: strict(items ?? {}) };
  return type === "string" ? { ...text, ...(format && { format }) } : { type };
}

function object(properties: object) {
  return {
    type: "object",
    additionalProperties: false,
    minProperties: 1,
    properties,
  };
}

const ajv = addFormats(new Ajv({ allErrors: true, strict: false }));

/** The schema of a row. */
export const rowSchema = {
  ...object({
    _id: text,
    timestamp: { type: "string", format: "date-time" },
    eventType: text,
    web: object({ webPageDetails: object({ URL: uri }), webReferrer: object({ URL: uri }) }),
    environment: object({
      browserDetails: object({ userAgent: text }),
      ipV4: { type: "string", format: "ipv4" },
      ipV6: { type: "string", format: "ipv6" },
    }),
    [TENANT]: strict({
      type: "object",
      properties: withSiteFields(fieldGroupProperties, { identities: siteIdentities }),
    }),
  }),
  required: ["_id", "timestamp", "eventType", TENANT],
};

const validate = ajv.compile(rowSchema);

/** What is wrong with a row, one line each; nothing when it is valid. */
export function problems(row: unknown): string[] {
  validate(row);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
