import { createHash } from "node:crypto";

/** Who is looked for: what is known of one person. A message that has any of it is the person's. */
export interface Person {
  /** Addresses, in any letter case. */
  readonly emails: readonly string[];
  /** Chatlio's ids of the visitor, or visitor keys as rows have them. */
  readonly visitors: readonly string[];
  /** Ids that the site passes to Chatlio's `identify`: the user id, or a value of a trait. */
  readonly customers: readonly string[];
  /**
   * Traits that hold the customers' ids, by name or path (`customer.number`). Default: those whose name says that they hold
   * somebody's id.
   */
  readonly traits?: readonly string[];
  /** Whether a message is the person's in which only somebody's words have the address, or JSON with an id. Default false. */
  readonly mentions?: boolean;
}

/** SHA-256 of a text in hexadecimal: a report that names nobody. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A visitor key without its kind. */
export function bareVisitor(id: string): string {
  return id.trim().replace(/^(?:uuid|conversation|id):/i, "");
}
