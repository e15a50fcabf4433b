import type { Envelope } from "./envelopes";

/** Whether a 404's text blames the sandbox: then nothing is known about the object itself. */
export function saysSandbox(reason: string): boolean {
  return /\bsandbox\b/i.test(reason);
}

/** What to check for an answer, by Adobe's code first, and by status and text else. */
export function hintFor(
  status: number,
  { code, reason }: Pick<Envelope, "code" | "reason">,
): string | undefined {
  // `FLOW-2105-400` → `FLOW-2105`; the catalogue of Flow Service writes it without the prefix.
  const parts = /^(?:([A-Z]+)-)?(\d{4})-\d{3}$/.exec(code ?? "");
  const key = parts === null ? (code ?? "") : `${parts[1] ?? "FLOW"}-${parts[2] ?? ""}`;
  return byCode[key] ?? byStatus[status] ?? (saysSandbox(reason) ? sandbox : undefined);
}

const sandbox =
  "Check sandbox: the name (not the title) of an active sandbox that the credential's role may use";
const permission =
  "In Adobe's Permissions, give the credential a role with the needed permissions in this sandbox, and in Admin Console a product profile of Experience Platform";
const organisation =
  "Check orgId (…@AdobeOrg): it must be the organisation the credential was made in, with a product profile of Experience Platform";

const byCode: Record<string, string> = {
  // Gateway (Experience Platform troubleshooting guide)
  "403000": "Check clientId",
  "403003": "Check clientId, and that the project has the Experience Platform API",
  "403025": organisation,
  "400003": organisation,
  "401013": "Check clientId, clientSecret and imsUrl: the token was refused twice",
  "403010": "Check clientId, clientSecret and imsUrl: the token was refused twice",
  // Flow Service (its error catalogue)
  "FLOW-2000": organisation,
  "FLOW-2001": organisation,
  "FLOW-2002": organisation,
  "FLOW-2100": sandbox,
  "FLOW-2101": sandbox,
  "FLOW-2103": sandbox,
  "FLOW-2105": sandbox,
  "FLOW-2118": permission,
  "FLOW-2120": permission,
  "FLOW-2121": permission,
  "FLOW-1413":
    "The source is not available to this organisation, or its specification's id is wrong",
  "FLOW-1425": "Give mapping set and target connection the same schema",
  "FLOW-1447": "A dataflow still uses it",
  // Schema Registry (XDM troubleshooting guide)
  "XDM-1709": sandbox,
  "XDM-1521":
    "Another schema or field group has this title; its id is in Adobe's text. Import that one, or give another title",
  "XDM-1413":
    "Another schema of the same class in Profile has this path with another type; rename the field",
  "XDM-1526": "Remove the relationship descriptor, or complete it, before joining the union",
  "XDM-1527": "Remove the relationship descriptor, or complete it, before joining the union",
  "XDM-1528": "Give the schema a primary identity (an IdentityDescriptor with primary: true) first",
};

const byStatus: Record<number, string> = {
  401: "Check clientId and clientSecret",
  403: permission,
  429: "Adobe limits the rate per project: let fewer programs use the credential at once",
  502: "Adobe is unavailable; run it again later",
  503: "Adobe is unavailable; run it again later",
  504: "Adobe did not answer in time; run it again later",
};
