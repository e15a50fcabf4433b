import { byCode, byStatus, byWords, hintFor, tooLongHint } from "../../../adobe/client/hints";

/** A hint begins with what to do, or says it after what is wrong. */
const nextStep =
  /(^|[:,;] |\. |so )(and )?(check|give|keep|delete|remove|correct|rename|run|wait|let|import|set|in Adobe's Permissions, give)\b/i;

const all = [
  ...Object.entries(byCode),
  ...Object.entries(byStatus),
  ...byWords.map(([words, hint]) => [String(words), hint] as const),
  ["a long Retry-After", tooLongHint(9_999_000)] as const,
  ["the gateway's 404", hint(404, { gateway: true })] as const,
  ["a 404 of a create", hintOfCreate()] as const,
];

function hint(status: number, more: Partial<Parameters<typeof hintFor>[1]> = {}): string {
  return hintFor(status, { code: undefined, reason: "no", gateway: false, ...more }) ?? "";
}

function hintOfCreate(more: Partial<Parameters<typeof hintFor>[1]> = {}): string {
  const said = { code: undefined, reason: "no", gateway: false, ...more };
  return hintFor(404, said, { creates: true }) ?? "";
}

test.each(all)("%s: the hint says what to do next", (_, text) => {
  expect(text).toMatch(nextStep);
});

test.each([
  ["a stale etag", hint(412), /wait until .* run `pulumi refresh`/],
  ["a conflict", hint(409), /run `pulumi refresh`/],
  ["the gateway's 404", hint(404, { code: "404000", gateway: true }), /check platformUrl/],
  ["a service's 404", hint(404), /run `pulumi refresh`/i],
  ["a create's 404", hintOfCreate(), /^Correct the id .* make that object first/],
  ["a create's 404 about the sandbox", hintOfCreate({ reason: "No sandbox x" }), /Check sandbox/],
  ["a create's 404 of the gateway", hintOfCreate({ gateway: true }), /check platformUrl/],
  ["a 404 about the sandbox", hint(404, { reason: "Sandbox x not found" }), /Check sandbox/],
  ["a breaking change by code", hint(400, { code: "XDM-1700-400" }), /deprecated: true/],
  [
    "a breaking change by its words",
    hint(400, { reason: "This is a breaking change" }),
    /deprecated: true/,
  ],
  [
    "a descriptor that exists",
    hint(400, { code: "XDM-1811-400" }),
    /Import that one with `pulumi import`/,
  ],
  ["what is in use", hint(400, { reason: "Resource is in use" }), /what uses it first/],
  ["a code that is a property of every object", hint(500, { code: "constructor" }), /Adobe failed/],
])("%s", (_, text, expected) => expect(text).toMatch(expected));

test.each([400, 401, 403, 404, 408, 409, 412, 429, 500, 502, 503, 504])(
  "a response of %d always has a hint",
  (status) => expect(hint(status, { code: "unheard-of" })).toMatch(nextStep),
);
