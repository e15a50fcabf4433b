import { once } from "node:events";
import fs from "node:fs/promises";
import http from "node:http";
import os from "node:os";
import path from "node:path";

import { openDoor, type Door } from "../../../local/services/door";
import { newCredentials, sessionTokenProblem } from "../../../local/services/sessionToken";

const { sessionToken } = newCredentials();
const token = { "x-amz-security-token": sessionToken };
const webhook = "/_aws/execute-api/0a1b2c3d/$default/chatlio/main/feedback-left?token=t";

let directory: string;
let service: http.Server;
let door: Door;
const reached: string[] = [];

beforeAll(async () => {
  directory = await fs.mkdtemp(path.join(os.tmpdir(), "session-"));
  const socket = path.join(directory, "service.sock");
  service = http.createServer((request, response) => {
    reached.push(`${request.method} ${request.url}`);
    response.end("done");
  });
  await once(service.listen(socket), "listening");
  door = await openDoor("The service", socket, {
    guard: (request) => sessionTokenProblem(request, sessionToken),
  });
});
afterAll(async () => {
  await door.close();
  service.close();
  await fs.rm(directory, { recursive: true, force: true });
});
beforeEach(() => {
  reached.length = 0;
});

async function send(url: string, headers: http.OutgoingHttpHeaders): Promise<number | undefined> {
  const options = { host: "127.0.0.1", port: door.port, path: url, method: "POST", headers };
  const request = http.request(options).end("{}");
  const [response] = (await once(request, "response")) as [http.IncomingMessage];
  response.resume();
  return response.statusCode;
}

it.each([
  ["a call of an AWS service with the run's token", "/", token],
  ["a call by path with the run's token", "/2015-03-31/functions", token],
  ["a webhook without a token", webhook, {}],
  ["the question whether the service runs", "/_ministack/health", {}],
])("lets %s in", async (_what, url, headers) => {
  expect(await send(url, headers)).toBe(200);
  expect(reached).toHaveLength(1);
});

it.each([
  ["no token", "/2015-03-31/functions", {}],
  ["an empty token", "/", { "x-amz-security-token": "" }],
  ["another run's token", "/", { "x-amz-security-token": newCredentials().sessionToken }],
  ["a token cut short", "/", { "x-amz-security-token": sessionToken.slice(0, -1) }],
  ["the token and more", "/", { "x-amz-security-token": `${sessionToken}x` }],
  ["two tokens", "/", { "x-amz-security-token": [sessionToken, "another"] }],
  ["an AWS service named on a webhook's path", webhook, { "x-amz-target": "AmazonSQS.ListQueues" }],
  ["a path that only begins as a webhook's", "/_aws/execute-api/", {}],
  ["a path without the API's name", "/_aws/execute-api//2015-03-31/functions", {}],
  ["a path that looks like a webhook's", "/x/_aws/execute-api/0a1b2c3d/s/y", {}],
  ["an encoded path", "/_aws%2Fexecute-api/0a1b2c3d/s/y", {}],
  ["a whole URL as the path", "http://127.0.0.1/_aws/execute-api/0a1b2c3d/s/y", {}],
  ["the API for connections", "/_aws/execute-api/0a1b2c3d/s/@connections/1", {}],
  ["the same, encoded", "/_aws/execute-api/0a1b2c3d/s/%40connections/1", {}],
  ["the same, with an encoded letter", "/_aws/execute-api/0a1b2c3d/s/@c%6Fnnections/1", {}],
  ["a path that cannot be decoded", "/_aws/execute-api/0a1b2c3d/s/%zz", {}],
  ["the same behind an encoded slash", "/_aws/execute-api/0a1b2c3d/s%2F@connections/1", {}],
  ["a path that only begins as health's", "/_ministack/health/../reset", {}],
  ["a reset", "/_ministack/reset", {}],
  ["a change of settings", "/_ministack/config", {}],
])("keeps a request out with %s", async (_what, url, headers) => {
  expect(await send(url, headers)).toBe(403);
  expect(reached).toEqual([]);
});

/** Where MiniStack's path for deployed APIs ends: what is before it must be spelled exactly like this. */
const prefix = "/_aws/execute-api/";
const rest = "0a1b2c3d/$default/chatlio/main/feedback-left";

function encoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}

/** The prefix with one character at a time written in another way. */
function spellings(change: (character: string) => string): string[] {
  return Array.from(prefix, (character, at) => {
    const written = change(character);
    return written === character
      ? []
      : [`${prefix.slice(0, at)}${written}${prefix.slice(at + 1)}${rest}`];
  }).flat();
}

describe("without the token, another spelling of a webhook's path gets 403:", () => {
  it.each([
    ["in capitals", [`${prefix.toUpperCase()}${rest}`]],
    ["with a capital", spellings((character) => character.toUpperCase())],
    ["with a letter that only looks like one", spellings((one) => (one === "s" ? "\u017f" : one))],
    ["with an encoded character", spellings(encoded)],
    ["with a character encoded twice", spellings((one) => encoded(one).replace("%", "%25"))],
    ["with a slash doubled", spellings((one) => (one === "/" ? "//" : one))],
    ["with a backslash", spellings((one) => (one === "/" ? "\\" : one))],
    ["with a dot segment", spellings((one) => (one === "/" ? "/./" : one))],
    ["with a way back", spellings((one) => (one === "/" ? "/x/../" : one))],
    ["with a character missing", spellings(() => "")],
    ["with a capital in the API's id", [`${prefix}0A1b2c3d/s/x`]],
    ["cut short", ["", "0a1b2c3d", "0a1b2c3d/", "0a1b2c3d/s"].map((end) => `${prefix}${end}`)],
    ["with a query too early", [`${prefix}?/s/x`, `${prefix}0a1b2c3d?/s/x`, `${prefix}a/s?/x`]],
    ["with an empty part", [`${prefix}/s/x`, `${prefix}a//x`, `${prefix}a/s//x`]],
    [
      "that leaves the API",
      ["..", ".", "%2e%2e", ".%2E", "x/..", "x%2f..%2fy"].map((way) => `${prefix}a/s/${way}`),
    ],
    [
      "of the API for connections",
      ["@connections/1", "@Connections/1", "%40connections", "@%63onnections"].map(
        (way) => `${prefix}a/s/${way}`,
      ),
    ],
    [
      "of MiniStack's own paths and other ways to an API",
      [
        "/_aws/lambda-url/0a1b2c3d/x",
        "/_alb/lb/x",
        "/restapis/0a1b2c3d/s/_user_request_/x",
        "/_localstack/health",
        "/_MINISTACK/health",
        "/_ministack/Health",
        "/_ministack/health/",
        "/_ministack/%68ealth",
        "/_ministack/health?x",
        "/_ministack/lambda-code/f",
        "/_ministack/sqs/messages",
        "/_ministack/cfn-response/t",
        "/v2/_catalog",
        "/v20180820/mrap/instances",
        "/oauth2/token",
        "/iceberg",
        "/x/.well-known/jwks.json",
      ],
    ],
  ])("%s", (_what, urls) => {
    expect(urls.length).toBeGreaterThan(0);
    const passed = urls.filter(
      (url) => sessionTokenProblem({ headers: {}, url }, "t") === undefined,
    );
    expect(passed).toEqual([]);
  });

  it.each([rest, `${rest}?token=/../@x`, "a/s/", "a/s-1/x%20y", "a/S/main/@x"])(
    "but a call of an API does not: %s",
    (url) => {
      expect(sessionTokenProblem({ headers: {}, url: `${prefix}${url}` }, "t")).toBeUndefined();
    },
  );
});
