import * as z from "zod";

import { TRAITS } from "../../handlers/model";
import { isPhoneNamespace } from "../../handlers/model/identityValue";
import { categoryLeftOut, hashedCategory } from "../../handlers/privacy/identityTraits";
import type { ConfigValues } from "./schema";
import { VISITOR_NAMESPACE } from "./visitorNamespace";

/** Identities that Adobe takes of one record (Identity Service guardrails), less visitor key and e-mail address. */
const MAX_IDENTITIES = 18;

const identity = z.strictObject(
  {
    namespace: z.string({ error: "is not set" }).regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, {
      error: "must be the code of a namespace, such as CRMID, not its name",
    }),
    from: z.string({ error: "is not set" }).regex(/^(userId|traits\..+)$/, {
      error: "must be userId, or traits. and the key of a trait",
    }),
  },
  {
    error: (issue) =>
      issue.code === "unrecognized_keys" && issue.keys.includes("primary")
        ? "cannot be chosen: most rows have no such value, and Adobe leaves out a row without its primary identity. With profile: true the visitor key is primary"
        : "must be an object with namespace and from",
  },
);

/** `chatlio-aep:identities`. */
export const siteIdentities = z
  .array(identity, { error: "must be a list of objects with namespace and from" })
  .max(MAX_IDENTITIES, {
    error: `must have at most ${MAX_IDENTITIES} identities: Adobe takes 20 of one row, and visitor key and e-mail address are two`,
  })
  .default([]);

/** What is wrong with an identity, with the part of the configuration that must change. */
interface IdentityProblem {
  readonly path: (string | number)[];
  readonly message: string;
  /** It must be removed: every other value would be as wrong. */
  readonly remove?: true;
}

/** What no shape of an identity can express: how the list and the other keys go together. */
export function identityProblems(values: ConfigValues): IdentityProblem[] {
  const list = values["chatlio-aep:identities"];
  const privacy = values["chatlio-aep:privacy"];
  const visitors = values["chatlio-aep:visitorNamespace"].toLowerCase();
  const isDirect = values["chatlio-aep:mode"] !== "relay";
  const seen = new Set<string>();
  return list.flatMap(({ from, namespace }, index) => {
    const problems: IdentityProblem[] = [];
    const add = (part: "from" | "namespace", message: string) =>
      problems.push({ path: ["chatlio-aep:identities", index, part], message });
    const code = namespace.toLowerCase();
    if (seen.has(code))
      problems.push({
        path: ["chatlio-aep:identities", index],
        message: `is for the namespace ${namespace}, as another entry is; each namespace has one field`,
        remove: true,
      });
    seen.add(code);
    if (code === visitors && code === VISITOR_NAMESPACE.toLowerCase())
      add("namespace", "is the visitor key's own namespace; name another");
    else if (code === visitors)
      // The identity is in the right namespace, and the visitor key is not.
      problems.push({
        path: ["chatlio-aep:visitorNamespace"],
        message: `is ${namespace}, a namespace of chatlio-aep:identities; the visitor key has one of its own`,
      });
    if (code === "email" && privacy.email !== "keep")
      add("namespace", "is Email, and chatlio-aep:privacy.email does not keep email addresses");
    if (isPhoneNamespace(namespace) && privacy.phone !== "keep")
      add("namespace", "is Phone, and chatlio-aep:privacy.phone does not keep phone numbers");
    const hashed = hashedCategory(namespace);
    if (hashed !== undefined && privacy[hashed] === "drop")
      add(
        "namespace",
        `is ${namespace}, and chatlio-aep:privacy.${hashed} drops ${hashed === "email" ? "email addresses" : "phone numbers"}, also their hashes`,
      );
    if (from.startsWith(TRAITS) && privacy.traits !== "keep")
      add("from", "names a trait, and chatlio-aep:privacy.traits does not keep traits");
    const category = from.startsWith(TRAITS)
      ? categoryLeftOut(from.slice(TRAITS.length), namespace, privacy)
      : undefined;
    if (category !== undefined && privacy.traits === "keep")
      add(
        "from",
        `names a trait whose key says that its value is one of the category ${category}, which chatlio-aep:privacy.${category} does not keep`,
      );
    if (isDirect && from.startsWith(TRAITS))
      add(
        "from",
        "names a trait, which direct mode cannot read: Chatlio sends traits as one text. Use userId",
      );
    if (isDirect && isPhoneNamespace(namespace))
      add("namespace", "is Phone, whose numbers direct mode cannot bring into Adobe's form");
    return problems;
  });
}
