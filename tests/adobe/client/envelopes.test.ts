import fc from "fast-check";

import { readEnvelope } from "../../../adobe/client/envelopes";
import { quotable } from "../../../adobe/client/text";

function quote(text: string, max?: number): string {
  return quotable(text, [], max);
}

const problem = "http://ns.adobe.com/aep/errors";

/** Every error body that Adobe's documents show, and what a message must say of it. */
const envelopes: readonly [
  what: string,
  body: unknown,
  code: string | undefined,
  said: string[],
][] = [
  [
    "gateway",
    { error_code: "403010", message: "Oauth token is missing." },
    "403010",
    ["Oauth token is missing."],
  ],
  [
    "content type",
    {
      type: "/placeholder/type/uri",
      status: 400,
      title: "BadRequestError",
      detail: "A valid content-type must be specified",
    },
    undefined,
    ["BadRequestError", "A valid content-type must be specified"],
  ],
  [
    "Schema Registry",
    {
      type: `${problem}/XDM-1521-400`,
      title: "Title not unique",
      status: 400,
      report: {
        registryRequestId: "r-1",
        timestamp: "06-11-2026 10:00:00",
        "detailed-message": "An object named Chat exists",
        "sub-errors": [],
      },
      detail: "The title must be unique",
    },
    "XDM-1521-400",
    ["Title not unique", "The title must be unique", "An object named Chat exists"],
  ],
  [
    "Schema Registry, sub-errors as objects",
    {
      type: `${problem}/XDM-1020-400`,
      title: "Validation error",
      status: 400,
      report: {
        "sub-errors": [{ property: "/definitions/a", detail: "Fields belong below _acme" }],
      },
    },
    "XDM-1020-400",
    ["/definitions/a", "Fields belong below _acme"],
  ],
  [
    "Schema Registry, sub-errors as texts",
    {
      type: `${problem}/XDM-1020-400`,
      title: "Validation error",
      report: { "sub-errors": ["The path is taken"] },
    },
    "XDM-1020-400",
    ["The path is taken"],
  ],
  ...(
    [
      ["XDM-1811-400", "The descriptor already exists"],
      ["XDM-1810-400", "The namespace Emial does not exist"],
      ["XDM-1816-400", "The source property is not a string"],
    ] as const
  ).map(
    ([code, errorReason]) =>
      [
        `descriptor, ${code}`,
        {
          type: `${problem}/${code}`,
          title: "Descriptor validation error",
          status: 400,
          report: {
            registryRequestId: "r-2",
            additionalDetails: [{ errorCode: code, errorReason }],
          },
        },
        code,
        ["Descriptor validation error", errorReason],
      ] as [string, unknown, string, string[]],
  ),
  [
    "Flow Service",
    {
      type: "https://ns.adobe.com/aep/errors/FLOW-1439-404",
      title: "Resource not found",
      status: 404,
      report: { "detailed-message": "No flow x", id: "x", "request-id": "r-3", type: "flows" },
      errorMessage: "The flow cannot be found",
      errorDetails: "Look at the id",
    },
    "FLOW-1439-404",
    ["Resource not found", "No flow x", "The flow cannot be found", "Look at the id"],
  ],
  [
    "Catalog",
    {
      type: `${problem}/400`,
      title: "BadRequestError",
      status: 400,
      detail: "To enable profile datasets the schema should be valid",
      report: { code: "2100-404", requestId: "r-4" },
    },
    "2100-404",
    ["To enable profile datasets the schema should be valid"],
  ],
  [
    "Identity Service, with report.message",
    {
      timestamp: 1,
      type: "http://ns.adobe.com/adobecloud/problem/namespacevalidation",
      status: 409,
      title: "NAMESPACE_CODE_CONFLICT",
      error: "Conflict",
      report: { message: "The code is taken" },
    },
    "NAMESPACE_CODE_CONFLICT",
    ["Conflict", "The code is taken"],
  ],
  [
    "Identity Service, with a description",
    {
      type: "http://ns.adobe.com/adobecloud/problem/namespacevalidation",
      status: 400,
      title: "NAMESPACE_VALIDATION",
      description: "idType must be one of COOKIE",
      report: { code: "INVALID" },
    },
    "NAMESPACE_VALIDATION",
    ["idType must be one of COOKIE"],
  ],
  [
    "Data Prep, a rejected mapping",
    {
      validationResponse: [
        {
          status: "FAILED",
          errors: [
            {
              destination: "_acme.chat.emial",
              exception: "The destination is not in the schema",
              source: "email",
              columnName: null,
              sourceType: "ATTRIBUTE",
            },
          ],
        },
      ],
    },
    undefined,
    ["_acme.chat.emial", "The destination is not in the schema"],
  ],
  [
    "streaming endpoint, with the violations",
    {
      type: "http://ns.adobe.com/adobecloud/problem/data-collection-service/inlet",
      status: 400,
      title: "Invalid XDM Message Format",
      report: {
        message: "inletId: [x] Message is invalid",
        cause: {
          _streamingValidation: [
            { pointerToViolation: "#/_id", causingExceptions: [], message: "_id is missing" },
          ],
        },
      },
    },
    undefined,
    ["Invalid XDM Message Format", "Message is invalid", "#/_id", "_id is missing"],
  ],
  [
    "streaming endpoint, without a token",
    {
      type: "https://ns.adobe.com/adobecloud/problem/data-collection-service-authorization",
      status: "401",
      title: "Authorization",
      report: { message: "[id] Ims service token is empty" },
    },
    undefined,
    ["Authorization", "[id] Ims service token is empty"],
  ],
  [
    "Spring's own",
    { timestamp: 1, status: 400, error: "Bad Request", message: "No value", path: "/x" },
    undefined,
    ["Bad Request", "No value"],
  ],
  ["an error object", { error: { code: "X", message: "Deep inside" } }, undefined, ["Deep inside"]],
  [
    "a list of errors",
    [{ message: "First" }, { message: "Second" }],
    undefined,
    ["First", "Second"],
  ],
];

test.each(envelopes)("shows every reason of: %s", (_, body, code, said) => {
  const envelope = readEnvelope(body, JSON.stringify(body), quote);
  expect(envelope.code).toBe(code);
  for (const text of said) expect(envelope.reason).toContain(text);
});

test("names the request id for Adobe's support, wherever the service puts it", () => {
  const ids = envelopes.map(([, body]) => readEnvelope(body, "", quote).requestId);
  expect(ids.filter((id) => id !== undefined)).toEqual(
    expect.arrayContaining(["r-1", "r-2", "r-3", "r-4"]),
  );
});

test("loses no reason, however deep it is and whatever is next to it", () => {
  const key = fc.constantFrom("errorReason", "message", "detail", "exception", "detailed-message");
  const way = fc.array(fc.constantFrom("report", "additionalDetails", "cause", "sub-errors", "0"), {
    maxLength: 4,
  });
  fc.assert(
    fc.property(key, way, fc.string({ minLength: 1 }), (name, path, other) => {
      const inner: unknown = { [name]: "The particular reason", id: other };
      const body = path.reduceRight<unknown>(
        (value, part) => (part === "0" ? [value] : { [part]: value, status: 400 }),
        inner,
      );
      expect(readEnvelope({ title: "Failed", nested: body }, "", quote).reason).toMatch(
        /Failed.*The particular reason/,
      );
    }),
  );
});

test("shows a page that is not JSON as text", () => {
  const text = "<html><h1>Bad gateway</h1></html>";
  expect(readEnvelope(undefined, text, quote)).toMatchObject({
    code: undefined,
    reason: "Bad gateway",
  });
});

test("searches a bounded part of a body for reasons, however many it has", () => {
  const places = Array.from({ length: 50_000 }, (_, index) => ({
    field: `f${index}`,
    cause: "no",
  }));
  const keys = Object.fromEntries(places.map(({ field }) => [`${field}message`, field]));
  let quoted = 0;
  const { reason } = readEnvelope({ title: "Failed", places, keys }, "", (text, max) => {
    quoted++;
    return quote(text, max);
  });
  expect(reason).toMatch(/^Failed: f0: no/);
  expect(quoted).toBeLessThan(100);
});
