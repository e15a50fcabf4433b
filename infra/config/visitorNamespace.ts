import * as z from "zod";

/** Namespace of the visitor key unless the configuration names another. */
export const VISITOR_NAMESPACE = "ChatlioVisitor";

/**
 * Codes of Adobe's own identity namespaces, in lower case. Each is for ids of another kind, most of them in a form of
 * their own or of a device: the visitor key is none of them. In `ECID` Adobe skips the row, in `Email` it joins nobody.
 */
const standard: ReadonlySet<string> = new Set([
  "aaid",
  "adcloud",
  "apns",
  "avid",
  "core",
  "ecid",
  "email",
  "fcm",
  "fpid",
  "gaid",
  "gclid",
  "idfa",
  "phone",
  "tntid",
  "waid",
]);

/** `chatlio-aep:visitorNamespace`. */
export const visitorNamespace = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9]{0,31}$/, {
    error: "must be 1 to 32 letters and digits and start with a letter",
  })
  .refine((code) => !standard.has(code.toLowerCase()), {
    error:
      "must not be one of Adobe's own namespaces: they hold ids of other kinds, and this one only the visitor key",
  })
  .default(VISITOR_NAMESPACE);
