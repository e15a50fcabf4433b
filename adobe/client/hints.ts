import type { Envelope } from "./envelopes";
import { own } from "./own";
import { permissionHint } from "./permissions";

/** Whether the text of a 404 blames the sandbox. Then nothing is known about the object itself. */
export function saysSandbox(reason: string): boolean {
  return /\bsandbox\b/i.test(reason);
}

/**
 * What to check or do about a response. Chosen by Adobe's code first, then by the words, then by the
 * status.
 *
 * @param call - `path`: decides which permission is named; `creates`: what a 404 misses is not the object itself
 */
export function hintFor(
  status: number,
  { code, reason, gateway }: Pick<Envelope, "code" | "reason" | "gateway">,
  { path, creates = false }: { readonly path?: string; readonly creates?: boolean } = {},
): string | undefined {
  if (gateway && status === 404) return noRoute;
  // `FLOW-2105-400` → `FLOW-2105`. The error catalog of Flow Service has the codes without the prefix.
  const parts = /^(?:([A-Z]+)-)?(\d{4})-\d{3}$/.exec(code ?? "");
  const key = parts === null ? (code ?? "") : `${parts[1] ?? "FLOW"}-${parts[2] ?? ""}`;
  const said = byWords.find(([words]) => words.test(reason))?.[1];
  const isSaid = [400, 404, 422].includes(status) || own(byStatus, String(status)) === undefined;
  const general = status === 404 && creates ? missingPart : own(byStatus, String(status));
  const hint = own(byCode, key) ?? (isSaid ? said : undefined) ?? general;
  return hint === permission ? permissionHint(path) : hint;
}

/** What to do when the sandbox that the client names is missing, or the credential may not use it. */
export const sandboxHint =
  "Check sandbox: the name (not the title) of an active sandbox that the credential's role may use";
const permission = permissionHint(undefined);
const productProfile =
  "In Adobe Developer Console, give the credential a product profile of Experience Platform (at the project's Experience Platform API), and check orgId";
const organization =
  "Check orgId (…@AdobeOrg): it must be the organization the credential was made in, with a product profile of Experience Platform";

const sharedGraph =
  "Keep the sandbox (retainOnDelete), or end that use of the identity graph in Adobe Analytics or Audience Manager first: Adobe offers no way around it";
const noRoute =
  "Adobe's gateway knows no such address: check platformUrl, and that the credential's project has the Experience Platform API";
const missingPart =
  "Correct the id that Adobe's text names, or make that object first; the credential's role may also not see it";
const breaking =
  "Keep the field as it is and mark it `deprecated: true`, or add another next to it; a field that must change all the same needs another schema and dataset";
const inUse =
  "Delete or change what uses it first (Adobe's UI shows what was made by hand), or set `retainOnDelete` to leave this one at Adobe";

/** What a hint is chosen by. Exported for the test that checks that each hint says what to do next. */
export const byCode: Readonly<Record<string, string>> = {
  // Gateway (Experience Platform troubleshooting guide)
  "403000": "Check clientId",
  "403003":
    "Check clientId, and that its project in Adobe Developer Console has the Experience Platform API",
  "403025": organization,
  "403027": productProfile,
  "400003": organization,
  "401013": "Check clientId, clientSecret and imsUrl: the token was rejected twice",
  "403010": "Check clientId, clientSecret and imsUrl: the token was rejected twice",
  // Flow Service (its error catalog)
  "FLOW-2000": organization,
  "FLOW-2001": organization,
  "FLOW-2002": organization,
  "FLOW-2100": sandboxHint,
  "FLOW-2101": sandboxHint,
  "FLOW-2103": sandboxHint,
  "FLOW-2105": sandboxHint,
  "FLOW-2118": permission,
  "FLOW-2120": permission,
  "FLOW-2121": permission,
  "FLOW-1100":
    "Correct the input of that path: the specification says what it takes (spec of getConnectionSpec or getFlowSpec), and Adobe's catalog describes it",
  "FLOW-1413":
    "Check the specification's id, that this organization has the source or destination, and that the flow specification takes its connections: getFlowSpec names them in sourceConnectionSpecIds and targetConnectionSpecIds",
  "FLOW-1425": "Give mapping set and target connection the same schema",
  "FLOW-1447": "A dataflow still uses it: delete that first",
  // Policy Service (Dataset Service API reference)
  "PES-409":
    "With these labels, something that uses the dataset would break a data usage policy: take it off that use, give other labels, or change the policy in Adobe's UI",
  // Sandbox API (its guide)
  "SMS-2074": sharedGraph,
  "SMS-2075": sharedGraph,
  "SMS-2076": sharedGraph,
  "SMS-2077":
    "To go on all the same, set ignoreWarnings: true on the sandbox, run `pulumi up`, and do it again: the segments are shared no more then",
  // Schema Registry (XDM troubleshooting guide)
  "XDM-1709": sandboxHint,
  "XDM-1536": breaking,
  "XDM-1700": breaking,
  "XDM-1701": inUse,
  "XDM-1521":
    "Another schema or field group has this title; its id is in Adobe's text. Import that one, or give another title",
  "XDM-1810": "Check the namespace's code: it must be Adobe's or one of the organization's own",
  "XDM-1811":
    "There is such a descriptor already, with its id in Adobe's text. Import that one with `pulumi import`, or delete it in Adobe's UI",
  "XDM-1816": "Give the path of a string field: no other can be an identity",
  "XDM-1855": "Give the version a field that is not in the primary key",
  "XDM-1413":
    "Another schema of the same class in Profile has this path with another type; rename the field",
  "XDM-1526": "Remove the relationship descriptor, or complete it, before joining the union",
  "XDM-1527": "Remove the relationship descriptor, or complete it, before joining the union",
  "XDM-1528": "Give the schema a primary identity (an IdentityDescriptor with primary: true) first",
};

/** For a 400 or 404 for which no document has a code, such as a rejected breaking change. */
export const byWords: readonly (readonly [RegExp, string])[] = [
  [/\bbreaking\b/i, breaking],
  [
    /\b(limit|quota|guardrail|maximum)\b.*\b(exceeded|reached|per (sandbox|organization))\b|\bhas room for\b/i,
    "Adobe limits how many there may be: delete what nobody needs, use another sandbox, or let Adobe raise the limit",
  ],
  [
    /\benable profile dataset/i,
    "Give its schema a ProfileUnion first, and let the dataset wait for it with the option `dependsOn`",
  ],
  [/\bin use\b|\bstill uses?\b|\bused by\b/i, inUse],
  [/\bsandbox\b/i, sandboxHint],
];

const again = "run it again later";

export const byStatus: Readonly<Record<string, string>> = {
  400: "Correct what Adobe's text names",
  401: "Check clientId and clientSecret",
  403: permission,
  404: "Run `pulumi refresh`: it is gone, or the credential's role may not see it",
  408: `Adobe did not respond in time: ${again}`,
  409: "Another object or change is in conflict: run `pulumi refresh`, then `pulumi up` again",
  412: "Others are changing it at the same time: wait until they are done, run `pulumi refresh`, then `pulumi up` again",
  422: "Correct what Adobe's text names, or run it again once what it depends on is ready",
  429: "Adobe limits the rate per project: let fewer programs use the credential at once, and run it again",
  500: "Adobe failed: should it do so again later, give its support the request id",
  502: `Adobe is unavailable: ${again}`,
  503: `Adobe is unavailable: ${again}`,
  504: `Adobe did not respond in time: ${again}`,
};

/** For a response whose `Retry-After` is longer than a run can wait. */
export function tooLongHint(waitMs: number): string {
  return `Adobe requests a wait of ${Math.ceil(waitMs / 1000)} s: run it again after that`;
}
