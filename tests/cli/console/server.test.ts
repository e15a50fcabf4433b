import http from "node:http";

import { copyKey } from "../../../handlers/shared/copies";
import { dlqEvent, hold } from "../dlqSupport";
import { startTestConsole, type TestConsole } from "./support";

interface ConsoleResponse {
  readonly status: number;
  readonly text: string;
  readonly headers: http.IncomingHttpHeaders;
}

let stack: TestConsole;
beforeAll(async () => {
  stack = await startTestConsole();
});
afterAll(() => stack.close());
beforeEach(() => {
  stack.aws.messages.length = 0;
  stack.aws.sent.length = 0;
});

/** Sends a request as a client may: `fetch` would not let it choose `Host` and `Origin`. */
function send(
  method: string,
  path: string,
  headers: http.OutgoingHttpHeaders = {},
  body?: object,
): Promise<ConsoleResponse> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const type = text === undefined ? {} : { "content-type": "application/json" };
    const request = http.request(`${stack.url}${path}`, {
      method,
      headers: { ...type, ...headers },
    });
    request.on("error", reject).on("response", (response) => {
      let received = "";
      response.setEncoding("utf8").on("data", (chunk) => (received += String(chunk)));
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, text: received, headers: response.headers });
      });
    });
    request.end(text);
  });
}

function withSecret() {
  return { "x-console-secret": stack.secret };
}

async function api<T>(path: string, body: object = {}): Promise<T & { readonly error?: string }> {
  const { text } = await send("POST", `/api/${path}`, withSecret(), body);
  return JSON.parse(text) as T & { readonly error?: string };
}

const routes = [
  ["GET", "/api/state"],
  ["POST", "/api/find"],
  ["POST", "/api/dlq/show"],
  ["POST", "/api/dlq/again"],
  ["POST", "/api/redrive/plan"],
  ["POST", "/api/redrive"],
  ["POST", "/api/drift"],
] as const;

describe.each(routes)("%s %s", (method, path) => {
  const body = method === "POST" ? { id: "m", ids: ["m"] } : undefined;

  it("needs the secret of this run", async () => {
    for (const headers of [{}, { "x-console-secret": `${stack.secret}x` }]) {
      expect((await send(method, path, headers, body)).status).toBe(403);
    }
    expect((await send(method, `${path}?secret=${stack.secret}`, {}, body)).status).toBe(403);
  });

  it.each([
    ["origin", { origin: "https://evil.example" }],
    ["origin of another port", { origin: "http://127.0.0.1:1" }],
    ["referer", { referer: "https://evil.example/page" }],
    ["site", { "sec-fetch-site": "cross-site" }],
    ["host", { host: "evil.example" }],
  ])("rejects another %s even with the secret", async (_name, headers) => {
    const { status } = await send(method, path, { ...withSecret(), ...headers }, body);
    expect(status).toBe(403);
    expect(stack.aws.sent).toEqual([]);
  });
});

test("the page has no secret in it, loads nothing from elsewhere and cannot be framed", async () => {
  const { headers, text } = await send("GET", "/");
  const files = [...text.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map(([, file]) => file ?? "");
  expect(files).toHaveLength(3);
  expect(headers["content-security-policy"]).toContain("default-src 'self'");
  expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  for (const file of ["/", ...files]) {
    const found = await send("GET", file);
    expect([found.status, found.headers["x-content-type-options"]]).toEqual([200, "nosniff"]);
    expect(found.text + JSON.stringify(found.headers)).not.toContain(stack.secret);
  }
  for (const file of ["/cli/console/server.ts", "/cli/console/page/../server.ts", "/package.json"])
    expect((await send("GET", file)).status).toBe(404);
});

test("a redrive needs a dry run, sends exactly what it said, and uses it up", async () => {
  hold(stack.aws, dlqEvent("a", "inlet-400"), dlqEvent("b", "inlet-503"), "not an envelope");
  const { error } = await api("redrive", { plan: "11111111-1111-4111-8111-111111111111" });
  expect(error).toContain("Make another one.");
  type Plan = { id: string; sent: string[]; kept: object[] };
  const plan = await api<Plan>("redrive/plan", { ids: ["a", "m-2"] });
  expect(plan).toMatchObject({ sent: ["a"], kept: [{ id: "m-2", reason: "bad-envelope" }] });
  expect(stack.aws.sent).toEqual([]);
  expect(await api("redrive", { plan: plan.id })).toMatchObject({ sent: ["a"], kept: [] });
  expect(stack.aws.sent.map(({ queue }) => queue)).toEqual(["events"]);
  expect(stack.aws.messages.map(({ id }) => id)).toEqual(["m-1", "m-2"]);
  expect((await api("redrive", { plan: plan.id })).error).toContain("was used");
  expect((await api("redrive/plan", {})).error).toBe("Say which messages to send again.");
});

test("what is sent again is delivered when it is, and its copy is gone", async () => {
  await stack.close();
  stack = await startTestConsole({ archiveBucket: "archive" });
  const request = { requestId: "again-1", event: "feedback-left" };
  const text = dlqEvent("again-1", "inlet-400");
  stack.log("receiver", 60, "accepted", { ...request, id: "row-again-1" });
  stack.log("forwarder", 50, "moved to the dead-letter queue", { ...request, reason: "inlet-400" });
  stack.log("keeper", 40, "kept", request);
  hold(stack.aws, text);
  stack.aws.s3.objects.set(`archive/${copyKey(text)}`, text);
  const plan = await api<{ id: string }>("redrive/plan", { ids: ["again-1"] });
  expect(stack.aws.s3.objects.size).toBe(1);
  // The forwarder is done before the console has looked for further messages.
  const push = stack.aws.sent.push.bind(stack.aws.sent);
  stack.aws.sent.push = (...sent) => {
    stack.log("forwarder", 0, "delivered", { ...request, id: "row-again-1", lagMs: 60_000 });
    return push(...sent);
  };
  expect(await api("redrive", { plan: plan.id })).toMatchObject({ sent: ["again-1"] });
  expect(stack.aws.s3.objects.size).toBe(0);
  const { found } = await api<Found>("find", { id: "again-1" });
  expect(found?.place).toBe("delivered");
  expect(found?.steps.map(({ what }) => what)).toEqual([
    "accepted",
    "moved to the dead-letter queue",
    "kept",
    "sent again",
    "delivered",
  ]);
});

test("shows a message's content only by its own route, and says when it is gone", async () => {
  hold(stack.aws, dlqEvent("c", "inlet-400"));
  const { text } = await send("GET", "/api/state", withSecret());
  expect(text).not.toContain("maria.keller@example.com");
  expect(JSON.stringify(await api("dlq/show", { id: "c" }))).toContain("maria.keller@example.com");
  stack.aws.messages.length = 0;
  expect((await api("dlq/show", { id: "c" })).error).toContain(
    "There is no DLQ message c any more.",
  );
});

test("rejects an id that no log has, before it becomes part of a query", async () => {
  const before = stack.operated.queries.length;
  expect((await api("find", { id: 'x"/ or 1' })).error).toBe(
    "This is neither a request id nor an _id.",
  );
  expect(stack.operated.queries).toHaveLength(before);
  expect((await send("POST", "/api/find", withSecret(), { id: 1 })).status).toBe(400);
});

type Found = {
  readonly found: { readonly place: string; readonly steps: { readonly what: string }[] } | null;
  readonly problem?: string;
};

test("finds an event with the steps of all functions, by either id, and sees that it left the DLQ", async () => {
  const request = { requestId: "found-1", event: "feedback-left" };
  const row = "row-found-1";
  stack.log("receiver", 800, "accepted", { ...request, id: row });
  stack.log("forwarder", 700, "moved to the dead-letter queue", {
    ...request,
    reason: "inlet-400",
  });
  stack.log("keeper", 690, "kept", request);
  hold(stack.aws, dlqEvent("found-1", "inlet-400"));
  const placeNow = async () => (await api<Found>("find", { id: row })).found?.place;
  const look = async () => {
    await api("dlq/again");
    await send("GET", "/api/state", withSecret());
  };
  const becomes = async (place: string) => {
    let now = await placeNow();
    for (let tries = 0; now !== place && tries < 50; tries += 1) {
      await look();
      now = await placeNow();
    }
    expect(now).toBe(place);
  };
  await becomes("dead");
  stack.aws.messages.length = 0;
  await becomes("left");
  stack.log("forwarder", 600, "delivered", { ...request, id: row });
  stack.log("reconciler", 10, "row rejected by AEP", { id: row, event: "chatlio.feedback" });
  for (const id of ["found-1", row]) {
    const { found, problem } = await api<Found>("find", { id });
    expect(found).toMatchObject({ place: "notIngested", event: "feedback-left" });
    expect(found?.steps.map(({ what }) => what)).toEqual([
      "accepted",
      "moved to the dead-letter queue",
      "kept",
      "delivered",
      "row rejected by AEP",
    ]);
    expect(problem).toBeUndefined();
  }
});

test.each([
  ["is not there", "ResourceNotFoundException", undefined],
  ["may not be read", "AccessDeniedException", "logs:StartQuery on the functions' log groups"],
])("finds an event when a log that only some are in %s", async (_name, type, problem) => {
  const requestId = `found-${type}`;
  stack.log("receiver", 100, "accepted", { requestId, event: "feedback-left" });
  const before = stack.aws.more.get("StartQuery");
  stack.aws.more.set("StartQuery", (input) =>
    String(input["logGroupName"]).endsWith("-keeper")
      ? { status: 400, body: { __type: type, message: type } }
      : (before?.(input) ?? { body: {} }),
  );
  const response = await api<Found>("find", { id: requestId });
  if (before) stack.aws.more.set("StartQuery", before);
  expect(response.found?.steps).toHaveLength(1);
  if (problem === undefined) expect(response.problem).toBeUndefined();
  else expect(response.problem).toContain(problem);
});

test("says what cannot be read, and shows the rest", async () => {
  const look = async () => {
    const { text } = await send("GET", "/api/state", withSecret());
    return JSON.parse(text) as { verdict: string; problems: string[]; queue?: object };
  };
  // The alarms were read at most 15 seconds ago: another console reads them now.
  await stack.close();
  stack = await startTestConsole();
  stack.aws.behave("DescribeAlarms", "rejects");
  let state = await look();
  while (state.verdict === "reading") state = await look();
  expect(state.verdict).toBe("unknown");
  expect(state.problems.join()).toContain("cloudwatch:DescribeAlarms");
  expect(state.queue).toMatchObject({ waiting: 0 });
});
