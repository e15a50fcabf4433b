import { AdobeError } from "../../../adobe/client";
import { AdobeHttp } from "../../../adobe/client/http";
import { createTokenSource } from "../../../adobe/client/ims";
import { startServer } from "../support/httpServer";
import type { Reply } from "../support/httpServer";
import { manualTiming } from "../support/manualTiming";

const credential = {
  clientId: "client",
  clientSecret: "s3cr3t-of-mine",
  scopes: "openid, AdobeID",
};

async function withServer(
  reply: Reply | ((count: number) => Reply),
  run: (server: Awaited<ReturnType<typeof startServer>>) => Promise<void>,
) {
  const server = await startServer((_, count) =>
    typeof reply === "function" ? reply(count) : reply,
  );
  try {
    await run(server);
  } finally {
    await server.close();
  }
}

function token(count: number) {
  return {
    body: { access_token: `t${count}`, token_type: "bearer", expires_in: 86399 },
  };
}

test("requests a token as Adobe's guide says: form-encoded in the body, scopes without spaces", () =>
  withServer(token(1), async ({ url, received }) => {
    expect(await createTokenSource({ ...credential, imsUrl: url }).token()).toBe("t1");
    expect(received[0]).toMatchObject({ method: "POST", url: "/ims/token/v3" });
    expect(Object.fromEntries(new URLSearchParams(received[0]?.body))).toEqual({
      grant_type: "client_credentials",
      client_id: "client",
      client_secret: "s3cr3t-of-mine",
      scope: "openid,AdobeID",
    });
  }));

test("one token for all concurrent callers, and another one only before it expires or when it was rejected", () =>
  withServer(token, async ({ url, received }) => {
    const timing = manualTiming();
    const source = createTokenSource({ ...credential, imsUrl: url }, timing);
    expect(await Promise.all(Array.from({ length: 20 }, () => source.token()))).toEqual(
      Array(20).fill("t1"),
    );
    timing.advance((86_399 - 301) * 1000);
    expect(await source.token()).toBe("t1");
    timing.advance(2000);
    expect(await source.token()).toBe("t2");
    source.discard("t1");
    expect(await source.token()).toBe("t2");
    source.discard("t2");
    expect(await Promise.all([source.token(), source.token()])).toEqual(["t3", "t3"]);
    expect(received).toHaveLength(3);
  }));

test("many calls rejected at once renew the token once, and all succeed", () =>
  withServer(
    (count) => token(count),
    async ({ url, received }) => {
      const tokens = createTokenSource({ ...credential, imsUrl: url }, manualTiming());
      const stale = await tokens.token();
      const platform = await startServer(({ headers }) =>
        headers.authorization === `Bearer ${stale}`
          ? { status: 401, body: { error_code: "401013", message: "Oauth token is not valid" } }
          : {},
      );
      const http = new AdobeHttp({
        platformUrl: platform.url,
        orgId: "org@AdobeOrg",
        clientId: "client",
        sandbox: "dev",
        tokens,
      });
      const action = { verb: "read", kind: "dataset", name: "Events" };
      const call = () => http.call({ method: "GET", path: "/data/x", action });
      const responses = await Promise.all(Array.from({ length: 12 }, call));
      expect(responses.map(({ status }) => status)).toEqual(Array(12).fill(200));
      expect(received).toHaveLength(2);
      http.close();
      await platform.close();
    },
  ));

test("a lifetime in milliseconds, as in the older token exchange, is not read as seconds", () =>
  withServer(
    (count) => ({ body: { access_token: `t${count}`, expires_in: 86_399_000 } }),
    async ({ url }) => {
      const timing = manualTiming();
      const source = createTokenSource({ ...credential, imsUrl: url }, timing);
      await source.token();
      timing.advance(86_399_000);
      expect(await source.token()).toBe("t2");
    },
  ));

test("retries 429 and 5xx, first after Retry-After", () =>
  withServer(
    (count) =>
      count === 1
        ? { status: 429, headers: { "retry-after": "7" } }
        : count === 2
          ? { status: 503 }
          : token(count),
    async ({ url }) => {
      const timing = manualTiming();
      expect(await createTokenSource({ ...credential, imsUrl: url }, timing).token()).toBe("t3");
      expect(timing.slept).toEqual([7000, 500]);
    },
  ));

test.each([
  ["invalid_client", 401, /Check clientId and clientSecret/],
  ["invalid_scope", 400, /Check scopes/],
])("%s is an error that says what to check, without the secret", (error, status, hint) =>
  withServer(
    { status, body: { error, error_description: "no s3cr3t-of-mine" } },
    async ({ url, received }) => {
      const failure = await createTokenSource({ ...credential, imsUrl: url })
        .token()
        .catch((reason: unknown) => reason);
      expect(failure).toBeInstanceOf(AdobeError);
      expect(String(failure)).toMatch(hint);
      expect(String(failure)).toContain(error);
      expect(String(failure)).not.toContain("s3cr3t");
      expect(received).toHaveLength(1);
    },
  ),
);

test("a response without a token is an error", () =>
  withServer({ body: { error: "odd" } }, async ({ url }) => {
    await expect(createTokenSource({ ...credential, imsUrl: url }).token()).rejects.toThrow(
      /access token/,
    );
  }));

test("a canceled caller stops waiting; the others get the token", () =>
  withServer("hang", async ({ url }) => {
    // A clock that does not wait: what it tries again after the server has gone ends with the test.
    const source = createTokenSource({ ...credential, imsUrl: url }, manualTiming());
    const abort = new AbortController();
    const waiting = source.token(abort.signal);
    abort.abort(new Error("cancelled"));
    await expect(waiting).rejects.toThrow("cancelled");
  }));

test("a caller that is already canceled starts no request", () =>
  withServer(token, async ({ url, received }) => {
    const source = createTokenSource({ ...credential, imsUrl: url });
    const cancelled = AbortSignal.abort(new Error("cancelled"));
    await expect(source.token(cancelled)).rejects.toThrow("cancelled");
    expect(await source.token()).toBe("t1");
    expect(received).toHaveLength(1);
  }));

test("a call does not wait for a Retry-After that is too long, and the error says how long it is", () =>
  withServer({ status: 429, headers: { "retry-after": "9999" } }, async ({ url, received }) => {
    const timing = manualTiming();
    const source = createTokenSource({ ...credential, imsUrl: url }, timing);
    await expect(source.token()).rejects.toThrow("Adobe requests a wait of 9999 s");
    expect(received).toHaveLength(1);
    expect(timing.slept).toEqual([]);
  }));
