import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";

import type { Browser, Page } from "playwright-core";

import { launchChromium } from "../support/chromium";
import { useEmulator } from "../support/emulator";

jest.setTimeout(60_000);

/** What a page can try without permission, each with what came back of it: a text, or `blocked`. */
const attack = `async (target) => {
  const rule = JSON.stringify({ match: { path: "/" }, do: { status: 500 } });
  const tries = [
    ["/_emulator/state", { mode: "cors" }],
    ["/_emulator/state", { mode: "no-cors" }],
    ["/_emulator/faults", { method: "POST", mode: "no-cors", body: rule }],
    ["/_emulator/faults", { method: "POST", headers: { "content-type": "application/json" }, body: rule }],
    ["/_emulator/reset", { method: "POST", mode: "no-cors", referrerPolicy: "no-referrer" }],
    ["/_emulator/faults", { method: "DELETE" }],
  ];
  const seen = [];
  for (const [path, init] of tries) {
    seen.push(await fetch(target + path, init).then((r) => r.text(), () => "blocked"));
  }
  const frame = document.createElement("iframe");
  frame.name = "frame";
  document.body.append(frame);
  const form = document.createElement("form");
  Object.assign(form, { action: target + "/_emulator/reset", method: "post", target: "frame" });
  document.body.append(form);
  const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  form.submit();
  await loaded;
  return seen;
}`;

describe("a hostile page in the user's browser", () => {
  const client = useEmulator();
  let browser: Browser;
  let page: Page;
  let hostile: http.Server;
  let hostilePort: number;
  const statuses: number[] = [];

  beforeAll(async () => {
    browser = await launchChromium(
      "--host-resolver-rules=MAP evil.test 127.0.0.1",
      // Without Chromium's own protection, which other browsers do not have: the emulator's is tested.
      "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests",
    );
    hostile = http.createServer((_request, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<body>hello</body>");
    });
    await once(hostile.listen(0, "127.0.0.1"), "listening");
    ({ port: hostilePort } = hostile.address() as AddressInfo);
  }, 60_000);
  beforeEach(async () => {
    statuses.length = 0;
    // Two things that an attack must leave as they are.
    await client.admin.clearFaults();
    await client.admin.injectFault({ match: { path: "/kept" }, do: { status: 500 } });
    page = await browser.newPage();
    page.on("response", (response) => {
      if (new URL(response.url()).port === new URL(client.url).port)
        statuses.push(response.status());
    });
  });
  afterEach(() => page.close());
  afterAll(async () => {
    await browser.close();
    hostile.close();
  });

  const expectUntouched = async (): Promise<void> => {
    expect((await client.admin.faults()).map(({ rule }) => rule.match.path)).toEqual(["/kept"]);
    expect(new Set(statuses)).toEqual(new Set([403]));
  };
  const target = (): string => client.url;
  const rebound = (): string => `http://evil.test:${new URL(client.url).port}`;

  it.each(["http://127.0.0.1", "http://localhost", "http://evil.test"])(
    "on another port of %s reads and changes nothing",
    async (host) => {
      await page.goto(`${host}:${hostilePort}/`);
      const seen = await page.evaluate<string[]>(`(${attack})(${JSON.stringify(target())})`);
      // A response of the mode no-cors is empty for the page.
      expect(seen.filter((text) => text !== "blocked" && text !== "")).toEqual([]);
      await expectUntouched();
    },
  );

  it("is not served under a host name that was rebound to this machine", async () => {
    const response = await page.goto(`${rebound()}/`);
    expect(response?.status()).toBe(403);
    expect(await response?.text()).toContain("The host of this request is not this service.");
    // Even a script that was loaded from that name before the name was rebound gets nothing.
    await page.route(`${rebound()}/loaded`, (route) =>
      route.fulfill({ contentType: "text/html", body: "<body>hello</body>" }),
    );
    await page.goto(`${rebound()}/loaded`);
    statuses.length = 0;
    const seen = await page.evaluate<string[]>(`(${attack})(${JSON.stringify(rebound())})`);
    expect(seen.filter((text) => text !== "" && !text.includes("is not this service"))).toEqual([]);
    await expectUntouched();
  });

  it("that a fault serves has no scripts and no access to the emulator", async () => {
    await client.admin.injectFault({
      match: { path: "/planted" },
      do: {
        status: 200,
        headers: { "content-type": "text/html" },
        body: "<script>document.title = 'run'</script><body>planted</body>",
      },
    });
    await page.goto(`${client.url}/planted`);
    expect(await page.title()).not.toBe("run");
    expect(await page.evaluate("self.origin")).toBe("null");
    await client.admin.clearFaults();
  });
});
