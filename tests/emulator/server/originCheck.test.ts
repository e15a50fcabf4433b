import { once } from "node:events";
import http from "node:http";

import { adminApi } from "../../../emulator/admin/routes";
import { useEmulator } from "../support/emulator";

describe("the emulator's origin check", () => {
  const client = useEmulator();

  /** Sends exactly these headers; `node:http` is the only client that lets a caller set Host. */
  const send = async (
    method: string,
    path: string,
    headers: http.OutgoingHttpHeaders,
    body = "",
  ): Promise<{ status: number | undefined; text: string; headers: http.IncomingHttpHeaders }> => {
    const request = http.request(`${client.url}${path}`, { method, headers });
    request.end(body);
    const [response] = (await once(request, "response")) as [http.IncomingMessage];
    let text = "";
    for await (const chunk of response) text += String(chunk);
    return { status: response.statusCode, text, headers: response.headers };
  };
  const port = (): string => new URL(client.url).port;
  const admin = (): Record<string, string> => ({ "x-emulator-secret": client.adminSecret });
  const json = { "content-type": "application/json" };
  const rule = '{"match":{"path":"/none"},"do":{"status":500}}';

  it.each([
    ["127.0.0.1:PORT", 200],
    ["localhost:PORT", 200],
    ["LOCALHOST:PORT", 200],
    ["[::1]:PORT", 200],
    ["127.0.0.1", 403],
    ["127.0.0.1:1", 403],
    ["evil.test:PORT", 403],
    ["localhost.evil.test:PORT", 403],
    ["127.0.0.1.evil.test:PORT", 403],
    ["127.evil.test:PORT", 403],
    ["evil.test@127.0.0.1:PORT", 403],
    ["0.0.0.0:PORT", 403],
  ])("with the host %j responds %i", async (host, expected) => {
    const at = { host: host.replace("PORT", port()) };
    expect((await send("GET", "/_emulator/health", at)).status).toBe(expected);
  });

  it.each([
    [{ origin: "http://evil.test" }],
    [{ origin: "null" }],
    [{ origin: "http://127.0.0.1:1" }],
    [{ origin: "https://127.0.0.1:PORT" }],
    [{ origin: "http://localhost:PORT" }],
    [{ referer: "http://evil.test/http://127.0.0.1:PORT/" }],
    [{ referer: "not a URL" }],
    [{ "sec-fetch-site": "cross-site" }],
    [{ "sec-fetch-site": "same-site" }],
    [{ origin: "http://127.0.0.1:PORT", "sec-fetch-site": "cross-site" }],
  ])("rejects %j everywhere, before the request does anything", async (headers) => {
    const crossOrigin = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace("PORT", port())]),
    );
    for (const [method, path] of [
      ["GET", "/"],
      ["GET", "/_emulator/state"],
      ["POST", "/_emulator/faults"],
      ["POST", "/_emulator/reset"],
      ["OPTIONS", "/_emulator/reset"],
      ["POST", "/ims/token/v3"],
      ["POST", "/collection/x"],
      ["GET", "/no/such/path"],
      ["GET", "/not%a/valid/path"],
    ] as const) {
      const headers = { ...json, ...admin(), ...crossOrigin };
      const response = await send(method, path, headers, rule);
      expect([method, path, response.status]).toEqual([method, path, 403]);
      expect(response.headers["access-control-allow-origin"]).toBeUndefined();
    }
    expect(await client.admin.faults()).toEqual([]);
  });

  it("lets nobody change something but as JSON", async () => {
    const add = async (headers: http.OutgoingHttpHeaders): Promise<number | undefined> =>
      (await send("POST", "/_emulator/faults", { ...admin(), ...headers }, rule)).status;
    expect(await add(json)).toBe(201);
    expect(await add({ "content-type": "application/json; charset=utf-8" })).toBe(201);
    expect(await add({ "content-type": "text/plain" })).toBe(415);
    expect(await add({ "content-type": "application/x-www-form-urlencoded" })).toBe(415);
    expect(await add({})).toBe(415);
    expect((await send("POST", "/_emulator/reset", admin())).status).toBe(415);
    expect((await send("POST", "/%5Femulator/reset", admin())).status).toBe(415);
    expect((await send("DELETE", "/_emulator/faults", admin())).status).toBe(204);
  });

  describe.each([
    ["a client that is not a browser", () => ({})],
    ["the emulator's own page", () => ({ origin: client.url, "sec-fetch-site": "same-origin" })],
  ])("requests the admin secret of %s", (_who, from) => {
    it.each(
      adminApi([]).routes.map(({ method, path, isPublic = false }) => ({ method, path, isPublic })),
    )("at $method $path, unless it is public ($isPublic)", async ({ method, path, isPublic }) => {
      const at = (start: string): string => `${start}${path.replace(":id", "none")}`;
      for (const headers of [
        {},
        { "x-emulator-secret": "" },
        { "x-emulator-secret": "guessed" },
        { "x-emulator-secret": `${client.adminSecret}x` },
        { authorization: `Bearer ${client.adminSecret}` },
      ]) {
        // The router decodes a path, so another spelling of it must be checked too.
        for (const start of ["/_emulator", "/%5Femulator", "/_emul%61tor"]) {
          const { status } = await send(method, at(start), { ...json, ...from(), ...headers }, "");
          expect(status === 403).toBe(!isPublic);
        }
      }
    });
  });

  it("has the secret in nothing that it serves to everybody", async () => {
    for (const path of ["/", "/page/app.js", "/ui/connection.js", "/_emulator/health", "/none"]) {
      const { text, headers } = await send("GET", path, {});
      expect(text + JSON.stringify(headers)).not.toContain(client.adminSecret);
    }
  });

  it("sends a fault's content without the emulator's origin", async () => {
    await client.admin.injectFault({
      match: { path: "/planted" },
      do: {
        status: 200,
        body: "<script>fetch('/_emulator/state')</script>",
        headers: {
          "Content-Type": "text/HTML",
          "content-security-policy": "script-src *",
          "X-Content-Type-Options": "none",
        },
      },
    });
    await client.admin.injectFault({ match: { path: "/cut" }, do: { cut: true } });
    const sandboxed = {
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
    };
    const planted = await send("GET", "/planted", {});
    expect(planted.headers).toMatchObject({
      ...sandboxed,
      "content-type": "text/plain; charset=utf-8",
    });
    const cut = http.get(`${client.url}/cut`);
    const [response] = (await once(cut, "response")) as [http.IncomingMessage];
    response.destroy();
    expect(response.headers).toMatchObject(sandboxed);
    await client.admin.clearFaults();
  });
});
