import { createServer } from "node:http";
import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";

import { AdobeError } from "../../../adobe/client";
import { parseBoundedJson } from "../../../adobe/client/boundedJson";
import { AdobeHttp } from "../../../adobe/client/http";
import type { Call, HttpOptions } from "../../../adobe/client/http";
import { createTokenSource } from "../../../adobe/client/ims";
import { MAX_QUOTE, MAX_SEARCHED } from "../../../adobe/client/text";
import { longestSearched } from "../../support/searchedCharacters";
import { startServer } from "../support/httpServer";
import { manualTiming } from "../support/manualTiming";

/** A server that writes whatever it likes. */
async function startRawServer(respond: (response: ServerResponse) => void) {
  let requests = 0;
  const server = createServer((request, response) => {
    requests++;
    request.resume().on("end", () => respond(response));
    response.on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const action = { verb: "read", kind: "dataset", name: "Events" };
const get: Call = { method: "GET", path: "/data/x", action };
const secret = "s3cr3t-of-mine";
const token = "t0ken-of-this-run";

async function failureFrom(
  respond: (response: ServerResponse) => void,
  options: Partial<HttpOptions> = {},
) {
  const server = await startRawServer(respond);
  const http = new AdobeHttp({
    platformUrl: server.url,
    orgId: "org@AdobeOrg",
    clientId: "client",
    sandbox: "dev",
    secrets: [secret],
    timing: manualTiming(),
    tokens: { token: () => Promise.resolve(token), discard: () => {} },
    ...options,
  });
  try {
    const error = await http.call(get).catch((reason: unknown) => reason);
    if (!(error instanceof AdobeError)) throw new Error(`not an AdobeError: ${String(error)}`);
    return { error, requests: server.requests() };
  } finally {
    http.close();
    await server.close();
  }
}

/** Writes the same chunk until the other side has closed the connection; counts the bytes. */
function writeForever(response: ServerResponse, chunk: Buffer, count: (bytes: number) => void) {
  const more = () => {
    if (response.destroyed || response.writableEnded) return;
    count(chunk.length);
    response.write(chunk, () => setImmediate(more));
  };
  more();
}

describe("a response that does not end", () => {
  const limits = { maxBodyBytes: 256 * 1024 };

  test.each([200, 500])("is read up to the limit, with status %d", async (status) => {
    let written = 0;
    const { error } = await failureFrom(
      (response) => {
        response.writeHead(status, { "content-type": "application/json" });
        writeForever(response, Buffer.alloc(16 * 1024, "a"), (bytes) => (written += bytes));
      },
      { limits },
    );
    expect(error.details.status).toBe(status);
    // What is in the buffers of both sides comes on top, once for each attempt.
    expect(written).toBeLessThan(6 * 16 * 1024 * 1024);
    expect(error.message.length).toBeLessThan(2_000);
  });

  test("is counted decompressed, and the request is not repeated", async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, "["));
    const { error, requests } = await failureFrom(
      (response) => {
        response.writeHead(200, { "content-encoding": "gzip" });
        response.end(bomb);
      },
      { limits },
    );
    expect(error.message).toContain("a response larger than 262144 bytes, which is not read");
    expect(requests).toBe(1);
  });

  test("ends when its total time is over, however often a byte arrives", async () => {
    const { error, requests } = await failureFrom(
      (response) => {
        response.writeHead(200);
        const drip = setInterval(() => response.write(" "), 5);
        response.on("close", () => clearInterval(drip));
      },
      { timeoutMs: 60 },
    );
    expect(error.message).toContain("no response within 0.06 s");
    expect(requests).toBe(6);
  });
});

test("a head that is too large is an error that says so", async () => {
  const { error } = await failureFrom((response) => {
    response.writeHead(200, { "x-much": "a".repeat(64 * 1024) }).end("{}");
  });
  expect(error.message).toContain("the head of the response is larger than 16 KiB");
});

test.each([
  ["too deep", "[".repeat(100_000), "nested more than 200 levels deep"],
  ["too deep in objects", '{"a":'.repeat(50_000), "nested more than 200 levels deep"],
  ["too many values", `[${"1,".repeat(1_100_000)}1]`, "of more than 1000000 values"],
])("JSON that is %s is not parsed", async (_, text, reason) => {
  const { error, requests } = await failureFrom((response) => response.end(text));
  expect(error.message).toContain(`a response ${reason}, which is not read`);
  expect(requests).toBe(1);
});

test("brackets and commas inside of strings do not count", () => {
  const value = { text: '[{",\\"'.repeat(1000), list: [1, { a: "]" }] };
  expect(parseBoundedJson(JSON.stringify(value), { maxDepth: 3, maxValues: 10 })).toEqual(value);
});

test.each(['{"a":{"__proto__":{"admin":true}}}', '{"a":{"\\u005f_proto__":{"admin":true}}}'])(
  "a key __proto__ never arrives: %s",
  (text) => {
    const { a } = parseBoundedJson(text) as { a: object };
    expect(Object.keys(a)).toEqual([]);
    expect(Object.assign({}, a)).not.toHaveProperty("admin");
  },
);

describe("the text of an error", () => {
  const long = (unit: string) => unit.repeat(Math.ceil(200_000 / unit.length));

  test.each([
    ["a page of tags", long("<")],
    ["an unending tag", `<${long("a")}`],
    ["text that looks like tokens", long("eyJ")],
    ["a code", JSON.stringify({ error_code: long("1"), message: "no" })],
    ["a type", JSON.stringify({ type: long("1/"), title: "no" })],
    ["a title", JSON.stringify({ title: long("A") })],
    ["a report", JSON.stringify({ report: { code: long("1"), registryRequestId: long("r") } })],
    ["a request id", JSON.stringify({ title: "no", requestId: long("\u202e\u0007") })],
  ])("no pattern searches more than the beginning of %s", async (_, body) => {
    let message = "";
    const longest = await longestSearched(async () => {
      const { error } = await failureFrom((response) => response.writeHead(400).end(body));
      ({ message } = error);
    });
    expect(longest).toBeLessThanOrEqual(2 * MAX_SEARCHED);
    expect(message.length).toBeLessThan(MAX_QUOTE + 1_000);
    expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  test("names no secret, in reason, code and request id", async () => {
    const { error } = await failureFrom((response) => {
      const body = { error_code: token, message: `${secret} ${token}`, requestId: secret };
      response.writeHead(400).end(JSON.stringify(body));
    });
    expect(error.message).toMatch(/\[secret\]: \[secret\] \[secret\]\. Request id \[secret\]/);
    expect(JSON.stringify(error.details)).not.toMatch(/s3cr3t|t0ken/);
  });

  test("survives values that are not texts", async () => {
    const { error } = await failureFrom((response) => {
      const body = { error_code: { toString: 1 }, title: [], detail: null, report: [] };
      response.writeHead(400).end(JSON.stringify(body));
    });
    expect(error.message).toContain("Adobe responded 400");
  });
});

test("a Retry-After of thousands of digits is a number of seconds", async () => {
  const headers = { "retry-after": "9".repeat(5_000) };
  const { error } = await failureFrom((response) => response.writeHead(503, headers).end());
  expect(error.message).toContain("Adobe requests a wait of 1000000000 s");
});

describe("a redirect", () => {
  test.each([301, 302, 303, 307, 308])("with status %d is not followed", async (status) => {
    const other = await startServer(() => ({}));
    const location = `${other.url}/data/x`;
    const { error, requests } = await failureFrom((response) =>
      response.writeHead(status, { location }).end(),
    );
    expect(error.message).toContain(`${status}: a redirect to ${new URL(other.url).host}, which`);
    expect([requests, other.received.length]).toEqual([1, 0]);
    await other.close();
  });

  test.each([302, 307, 308])(
    "of IMS with status %d does not send the secret to another host",
    async (status) => {
      const other = await startServer(() => ({ body: { access_token: "t", expires_in: 60 } }));
      const headers = { location: `${other.url}/ims/token/v3` };
      const ims = await startServer(() => ({ status, headers }));
      const credential = { clientId: "client", clientSecret: secret, imsUrl: ims.url };
      await expect(createTokenSource(credential, manualTiming()).token()).rejects.toThrow(
        "which is not followed",
      );
      expect([ims.received.length, other.received.length]).toEqual([1, 0]);
      await Promise.all([other.close(), ims.close()]);
    },
  );
});

describe("IMS", () => {
  async function errorOfIms(body: unknown, status = 400): Promise<string> {
    const ims = await startServer(() => ({ status, body }));
    const credential = { clientId: "client", clientSecret: secret, imsUrl: ims.url };
    const error = await createTokenSource(credential, manualTiming())
      .token()
      .catch((reason: unknown) => reason);
    await ims.close();
    return String(error);
  }

  test("may repeat the secret and send any text: the error is short and does not show the secret", async () => {
    const text = `${secret} \u001b[31m\u202e${"<".repeat(200_000)}`;
    const message = await errorOfIms({ error: text, error_description: text });
    expect(message).not.toMatch(/s3cr3t|[\p{Cc}\p{Cf}]/u);
    expect(message.length).toBeLessThan(MAX_QUOTE + 1_000);
  });

  test.each(["a\nb", "", "a".repeat(100_000), 7, { toString: 1 }])(
    "sends something that is not a valid token: %p",
    async (access_token) => {
      expect(await errorOfIms({ access_token }, 200)).toContain("no usable access token");
    },
  );

  test("a response that is too large is an error", async () => {
    expect(await errorOfIms({ access_token: "t", more: "a".repeat(300_000) }, 200)).toContain(
      "a response larger than 262144 bytes",
    );
  });
});
