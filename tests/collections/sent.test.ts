import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { EchoServer, type Received } from "./echo";
import type { CollectionFile, Variable } from "./format";
import { replay } from "./replay";
import type { Replayed } from "./results";

const url = "https://platform.adobe.io/data/foundation/catalog/dataSets";

let echo: EchoServer;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "collection-"));
  await writeFile(path.join(folder, "rows.json"), '{"from":"a file"}');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

beforeEach(async () => {
  echo = await EchoServer.start();
});

afterEach(() => echo.close());

interface Scripts {
  readonly before?: readonly string[];
  readonly after?: readonly string[];
}

function scripted({ before = [], after = [] }: Scripts): object {
  return {
    event: [
      { listen: "prerequest", script: { exec: before } },
      { listen: "test", script: { exec: after } },
    ],
  };
}

function run(collection: CollectionFile, environment: readonly Variable[] = []) {
  return replay(collection, { url: echo.url, token: "token of the emulator", folder, environment });
}

/** What reached the server of a collection of one request. */
async function sent(request: object, scripts: Scripts = {}): Promise<Received | undefined> {
  await run({ item: [{ name: "One", request: { url, ...request }, ...scripted(scripts) }] });
  return echo.received[0];
}

describe("a request of a collection", () => {
  it("is sent as its scripts have changed it", async () => {
    const header = [
      { key: "x-empty", value: "{{nothing}}" },
      { key: "x-api-key", value: "old" },
    ];
    const body = { mode: "raw", raw: '{"old":true}' };
    const before = [
      "pm.request.headers.remove('x-empty');",
      "pm.request.headers.upsert({ key: 'x-api-key', value: 'new' });",
      "pm.request.headers.add({ key: 'x-more', value: '{{more}}' });",
      "pm.variables.set('more', 'resolved');",
      "pm.request.url.query.add({ key: 'limit', value: '1' });",
      "pm.request.method = 'PATCH';",
      "pm.request.body.update({ mode: 'raw', raw: JSON.stringify({ changed: true }) });",
      "pm.request.auth = { type: 'bearer', bearer: [{ key: 'token', value: 'of the script' }] };",
    ];
    expect(await sent({ method: "POST", header, body }, { before })).toMatchObject({
      method: "PATCH",
      url: "/data/foundation/catalog/dataSets?limit=1",
      headers: { "x-api-key": "new", "x-more": "resolved" },
      body: '{"changed":true}',
    });
    expect(echo.received[0]?.headers).not.toHaveProperty("x-empty");
  });

  it("logs in as it says", async () => {
    const pairs = (values: Readonly<Record<string, string | boolean>>) =>
      Object.entries(values).map(([key, value]) => ({ key, value }));
    const logins: readonly object[] = [
      { type: "bearer", bearer: pairs({ token: "{{ACCESS_TOKEN}}" }) },
      { type: "basic", basic: pairs({ username: "a", password: "b" }) },
      { type: "apikey", apikey: pairs({ key: "x-api-key", value: "k", in: "header" }) },
      { type: "oauth2", oauth2: pairs({ accessToken: "t", addTokenTo: "header" }) },
      {
        type: "oauth1",
        oauth1: pairs({ consumerKey: "c", consumerSecret: "s", addParamsToHeader: true }),
      },
      { type: "awsv4", awsv4: pairs({ accessKey: "a", secretKey: "s", region: "r" }) },
      { type: "hawk", hawk: pairs({ authId: "h", authKey: "k", algorithm: "sha256" }) },
    ];
    await run({ item: logins.map((auth) => ({ request: { url, auth } })) });
    expect(echo.received.map(({ headers }) => headers)).toMatchObject([
      { authorization: "Bearer token of the emulator" },
      { authorization: `Basic ${Buffer.from("a:b").toString("base64")}` },
      { "x-api-key": "k" },
      { authorization: "Bearer t" },
      { authorization: expect.stringMatching(/^OAuth .*oauth_consumer_key="c"/) as string },
      { authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=a\//) as string },
      { authorization: expect.stringMatching(/^Hawk id="h"/) as string },
    ]);
  });

  it("inherits the login of folder and collection, unless it has its own or none", async () => {
    const bearer = (value: string) => ({ type: "bearer", bearer: [{ key: "token", value }] });
    await run({
      auth: bearer("collection"),
      item: [
        { name: "inherits", request: { url } },
        { name: "folder", auth: bearer("folder"), item: [{ name: "in it", request: { url } }] },
        { name: "own", request: { url, auth: bearer("own") } },
        { name: "none", request: { url, auth: { type: "noauth" } } },
      ],
    });
    expect(echo.received.map(({ headers }) => headers["authorization"])).toEqual([
      "Bearer collection",
      "Bearer folder",
      "Bearer own",
      undefined,
    ]);
  });

  it("sends forms, and files from the folder of the collection", async () => {
    const text = { key: "title", value: "a {{API_KEY}}", type: "text" };
    const file = { key: "rows", type: "file", src: "rows.json" };
    const received = await sent({
      method: "POST",
      body: { mode: "formdata", formdata: [text, file] },
    });
    expect(received?.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
    expect(received?.body).toContain('{"from":"a file"}');
    expect(received?.body).not.toContain("{{API_KEY}}");
    const urlencoded = [{ key: "grant type", value: "a&b" }];
    await run({
      item: [
        { name: "a", request: { method: "POST", url, body: { mode: "urlencoded", urlencoded } } },
      ],
    });
    expect(echo.received[1]?.body).toBe("grant%20type=a%26b");
  });

  it("says which file cannot be read", async () => {
    const item = ["missing.json", "../secret.json", os.devNull].map((src) => {
      const formdata = [{ key: "rows", type: "file", src }];
      return { request: { method: "POST", url, body: { mode: "formdata", formdata } } };
    });
    expect((await run({ item })).map(({ warnings }) => warnings.join())).toEqual([
      'Form param `rows`, file load error: "missing.json", no such file',
      'Form param `rows`, file load error: "../secret.json" is not in the folder of the collection',
      `Form param \`rows\`, file load error: "${os.devNull}" is not in the folder of the collection`,
    ]);
  });

  it("has the values of dynamic variables", async () => {
    const header = ["$guid", "$timestamp", "$randomInt"].map((name) => ({
      key: `x-${name.slice(1)}`,
      value: `{{${name}}}`,
    }));
    expect((await sent({ header }))?.headers).toMatchObject({
      "x-guid": expect.stringMatching(/^[\da-f-]{36}$/) as string,
      "x-timestamp": expect.stringMatching(/^\d{10}$/) as string,
      "x-randomint": expect.stringMatching(/^\d+$/) as string,
    });
  });

  it("has the environment's values, with the emulator's login in place of a real one", async () => {
    const request = {
      url: "https://{{PLATFORM_GATEWAY}}/{{mine}}/{{IMS}}",
      header: [
        { key: "x-token", value: "{{Access-Token}}" },
        { key: "x-org", value: "{{imsOrg}}" },
      ],
    };
    const environment = [
      { key: "Access-Token", value: "a real one" },
      { key: "ACCESS_TOKEN", value: "a real one" },
      { key: "PLATFORM_GATEWAY", value: "platform-stage.adobe.io" },
      { key: "mine", value: "own" },
      { key: "IMS", value: "" },
    ];
    const variable = [
      { key: "mine", value: "of the collection" },
      { key: "IMS", value: "" },
    ];
    await run({ variable, item: [{ name: "a", request }] }, environment);
    const [received] = echo.received;
    expect(received).toMatchObject({
      url: "/own/ims-na1.adobelogin.com",
      headers: { "x-token": "token of the emulator" },
    });
    expect(received?.headers["x-org"]).toMatch(/@AdobeOrg$/);
  });
});

describe("a script of a collection", () => {
  async function results(after: readonly string[]): Promise<readonly Replayed[]> {
    return run({ item: [{ name: "One", request: { url }, ...scripted({ after }) }] });
  }

  it("asserts as in Postman, also in its older words", async () => {
    const after = [
      "pm.test('status', () => pm.response.to.have.status(200));",
      "pm.test('body', () => pm.expect(pm.response.json()).to.have.property('method', 'GET'));",
      "pm.test('later', (done) => setTimeout(done, 1));",
      "pm.test.skip('not now', () => { throw new Error(); });",
      "tests['old words'] = JSON.parse(responseBody).method === 'GET';",
      "tests['wrong'] = false;",
    ];
    const [result] = await results(after);
    expect(result).toMatchObject({ passed: 4, failures: [expect.stringContaining("wrong")] });
  });

  it("reports an error that it throws", async () => {
    expect(await results(["nothing.at.all();"])).toMatchObject([
      { status: 200, failures: ["nothing is not defined"] },
    ]);
  });

  it("keeps variables of every scope for the next request", async () => {
    const scopes = ["environment", "globals", "collectionVariables"];
    const before = scopes.map((scope) => `pm.${scope}.set('${scope}', 'of ${scope}');`);
    const next = `${url}/{{environment}}/{{globals}}/{{collectionVariables}}`;
    await run({
      item: [
        { name: "sets", request: { url }, ...scripted({ before }) },
        { name: "reads", request: { url: next } },
      ],
    });
    const expected = "/of%20environment/of%20globals/of%20collectionVariables";
    expect(echo.received[1]?.url).toMatch(new RegExp(`${expected}$`));
  });

  it.each(["pm.execution.setNextRequest", "postman.setNextRequest"])(
    "goes on where %s says, and can repeat a request",
    async (call) => {
      const count = "pm.variables.set('count', 1 + Number(pm.variables.get('count') || 0));";
      const after = [count, `${call}(pm.variables.get('count') < 3 ? 'Again' : 'Last');`];
      const result = await run({
        item: [
          { name: "Again", request: { url }, ...scripted({ after }) },
          { name: "Left out", request: { url } },
          { name: "Last", request: { url } },
        ],
      });
      expect(result.map(({ name }) => name)).toEqual([
        "Again",
        "Again",
        "Again",
        "Last",
        "Left out",
      ]);
      expect(result.at(-1)?.unsent).toMatch(/^a script went on elsewhere/);
    },
  );

  it("is stopped when it repeats a request without end", async () => {
    const after = ["pm.execution.setNextRequest(pm.info.requestName);"];
    const result = await run({ item: [{ name: "a", request: { url }, ...scripted({ after }) }] });
    expect(result).toHaveLength(100);
    expect(result.at(-1)?.failures).toEqual(["stopped: the scripts have repeated it 100 times"]);
  });

  it("can skip its request", async () => {
    const before = ["pm.execution.skipRequest();"];
    const result = await run({ item: [{ name: "a", request: { url }, ...scripted({ before }) }] });
    expect(result).toMatchObject([{ status: undefined, unsent: "skipped by its script" }]);
    expect(echo.received).toEqual([]);
  });

  it("sends requests of its own to the emulator, and waits for them", async () => {
    const token = "{ url: 'https://ims-na1.adobelogin.com/ims/token/v3', method: 'POST' }";
    const save = "pm.environment.set('found', response.json().url)";
    const before = [`pm.sendRequest(${token}, (error, response) => ${save});`];
    await run({
      item: [
        { name: "a", request: { url: `${url}{{found}}`, method: "GET" }, ...scripted({ before }) },
      ],
    });
    expect(echo.received.map((received) => received.url)).toEqual([
      "/ims/token/v3",
      "/data/foundation/catalog/dataSets/ims/token/v3",
    ]);
  });
});

describe("what would leave the machine", () => {
  it("is not sent", async () => {
    const urls = [
      "https://example.com/",
      "http://platform.adobe.io.example.com/",
      "http://unix:/var/run/docker.sock:/info",
      "{{unknown}}/data",
    ];
    const result = await run({ item: urls.map((other) => ({ request: { url: other } })) });
    expect(result.map(({ unsent }) => unsent)).toEqual([
      "example.com is not a host of Adobe's",
      "platform.adobe.io.example.com is not a host of Adobe's",
      "/var/run/docker.sock is not a host of Adobe's",
      expect.stringContaining("Invalid URI"),
    ]);
    expect(echo.received).toEqual([]);
  });

  it.each(["https", "http"])("is not sent through a proxy that a script names: %s", async (to) => {
    const proxy = await EchoServer.start();
    const { hostname, port } = new URL(proxy.url);
    const config = { match: "<all_urls>", host: hostname, port: Number(port), tunnel: false };
    const own = { url: `${to}://platform.adobe.io/own`, proxy: config };
    const request = { url: `${to}://platform.adobe.io/request`, proxy: config };
    const before = [`pm.sendRequest(${JSON.stringify(own)}, () => {});`];
    await run({ item: [{ name: "a", request, ...scripted({ before }) }] });
    expect(proxy.received).toEqual([]);
    expect(echo.received.map((received) => received.url)).toEqual(["/own", "/request"]);
    await proxy.close();
  });
});
