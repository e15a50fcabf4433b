import type { Browser, Page } from "playwright-core";

import { pageUrl } from "../../../emulator/pageUrl";
import { launchChromium, screenshot, watchPage } from "../support/chromium";
import { catalog, type ApiResponse } from "../support/client";
import { useEmulator, useFresh } from "../support/emulator";
import { makePipeline, postRecord, record } from "../support/objects";
import { identity, makeDescriptor } from "../support/registry";

jest.setTimeout(60_000);

describe("the web page", () => {
  const client = useEmulator();
  // Each test begins with an empty organization, one login and one dataflow.
  const pipeline = useFresh(async () => {
    await client.admin.reset();
    client.logOut();
    return makePipeline(client);
  });
  let browser: Browser;
  let page: Page;
  const outside: string[] = [];
  const problems: string[] = [];

  const post = async (id: string, more: object = {}): Promise<ApiResponse> =>
    postRecord(client, pipeline.flowId, record(id, more));

  const open = async (view: string): Promise<void> => {
    if (page.url() === "about:blank") {
      await page.goto(pageUrl(client));
      // The page takes the secret out of its address, which would interrupt another navigation.
      await page.locator("#live.on").waitFor();
    }
    await page.goto(`${client.url}/#${view}`);
    await page.reload();
    await page.locator("#live.on").waitFor();
  };

  beforeAll(async () => {
    browser = await launchChromium();
  }, 60_000);
  beforeEach(async () => {
    page = await browser.newPage();
    watchPage(page, client.url, { outside, problems });
  });
  // In every test the page sends requests only to the emulator, and has no errors.
  afterEach(async () => {
    expect({ outside, problems }).toEqual({ outside: [], problems: [] });
    await page.close();
  });
  afterAll(() => browser.close());

  it("takes the secret out of its address, and keeps it for the tab", async () => {
    await page.goto(pageUrl(client));
    await page.locator("#live.on").waitFor();
    expect(page.url()).not.toContain(client.adminSecret);
    await page.reload();
    await page.locator("#live.on").waitFor();
  });

  it("shows a form for the secret when its address has none or a wrong one", async () => {
    for (const address of [`${client.url}/`, `${client.url}/#secret=of-another-run`]) {
      const tab = await (await browser.newContext()).newPage();
      await tab.goto(address);
      await tab.getByLabel("Admin secret").fill(client.adminSecret);
      await tab.keyboard.press("Enter");
      await tab.locator("#live.on").waitFor();
      await tab.getByText(pipeline.datasetId).waitFor();
      await tab.context().close();
    }
  });

  it("shows rows as they arrive", async () => {
    await open("datasets");
    await page.getByText("No rows yet").waitFor();
    await post("live-1");
    await page.getByRole("button", { name: "Whole row live-1" }).waitFor();
    await page.getByText("1 row, 0 rejected").waitFor();
  });

  it("shows event type, time and the fields in which rows differ as columns, and a row whole on request", async () => {
    await post("row-1", { message: "first" });
    await post("row-2", { message: "second" });
    await open("datasets");
    const cells = page.locator("tbody tr:not([hidden])");
    await page.getByText("2 rows, 0 rejected").waitFor();
    const titles = await page.locator("thead th").allTextContents();
    expect(titles.slice(1)).toEqual(["Arrived", "eventType", "timestamp", "message"]);
    expect((await cells.first().locator("td").allTextContents()).slice(-1)).toEqual(["second"]);
    const whole = page.getByRole("button", { name: "Whole row row-1" });
    await whole.focus();
    await page.keyboard.press("Enter");
    await page.locator("pre", { hasText: '"_id": "row-1"' }).waitFor();
    await post("row-3", { message: "third" });
    await page.getByText("3 rows, 0 rejected").waitFor();
    // The table was drawn again: the row is still unfolded, and its button still has the focus.
    await page.locator("pre", { hasText: '"_id": "row-1"' }).waitFor();
    await page.keyboard.press("Enter");
    await page.locator("pre").waitFor({ state: "detached" });
    await screenshot(page, "emulator-datasets");
  });

  it("shows a rejected record with its reason", async () => {
    await post("bad-1", { at: "never" });
    await open("rejected");
    await page.getByText("required key [timestamp] not found").waitFor();
  });

  it("shows what a visitor wrote as text, not as markup", async () => {
    await post("markup", { message: "<img src=x onerror=\"document.title='broken'\">" });
    await open("datasets");
    await page.getByRole("button", { name: "Whole row markup" }).click();
    await page.locator("pre", { hasText: "<img src=x" }).waitFor();
    expect(await page.title()).toBe("AEP emulator");
    expect(await page.locator("main img").count()).toBe(0);
  });

  it("shows flows with state and counts, schemas as a tree, the request log", async () => {
    for (const [id, more] of [
      ["one", {}],
      ["two", {}],
      ["bad", { at: "never" }],
    ] as const) {
      await post(id, more);
    }
    await open("flows");
    const cells = page.locator("main tbody tr").first().locator("td");
    await page.getByText(pipeline.flowId).waitFor();
    expect((await cells.allTextContents()).slice(1, 5)).toEqual(["enabled", "3", "2", "1"]);
    const { body } = await client.call("GET", `${catalog}/dataSets/${pipeline.datasetId}`);
    await page.getByRole("cell", { name: body[pipeline.datasetId].name, exact: true }).waitFor();
    await makeDescriptor(client, identity(pipeline.schemaId));
    await open("schemas");
    await page.locator("summary", { hasText: "_localtenant" }).waitFor();
    await page.locator("code", { hasText: /^message$/u }).waitFor();
    await page.getByText("string · primary identity email").waitFor();
    await page.getByText("map of list of object").waitFor();
    await open("requests");
    await page.getByText("/data/foundation/flowservice/flows", { exact: true }).first().waitFor();
  });

  it("can be used with the keyboard only: views, filter, a fault on and off", async () => {
    await open("datasets");
    await page.keyboard.press("5");
    await page.getByRole("tab", { name: /Requests/u, selected: true }).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("/ims/token");
    await page.getByText("1 newest").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("tab", { name: /Requests/u }).focus();
    await page.keyboard.press("ArrowRight");
    await page.getByRole("tab", { name: /Faults/u, selected: true }).waitFor();

    const overload = page.getByRole("switch", { name: /overloaded/u });
    await overload.focus();
    await page.keyboard.press("Space");
    await page.getByRole("switch", { name: /overloaded/u, checked: true }).waitFor();
    expect((await post("rejected-by-fault")).status).toBe(503);
    // The focus is still on the switch, though the view was drawn again.
    await page.keyboard.press("Space");
    await page.getByRole("switch", { name: /overloaded/u, checked: false }).waitFor();
    expect((await post("after")).status).toBe(200);
  });

  it("does what a key is pressed for, although events arrive before it is released", async () => {
    await open("faults");
    await page.getByRole("switch", { name: /overloaded/u }).focus();
    await page.keyboard.down("Space");
    const loaded = page.waitForResponse(/_emulator\/state/u);
    await post("meanwhile");
    await (await loaded).finished();
    await page.evaluate("new Promise(requestAnimationFrame)");
    await page.keyboard.up("Space");
    await page.getByRole("switch", { name: /overloaded/u, checked: true }).waitFor();
    await page.keyboard.press("Space");
    await page.getByRole("switch", { name: /overloaded/u, checked: false }).waitFor();
  });

  it("keeps the focus in the view when the rule that had it is gone", async () => {
    await open("faults");
    await client.bare("POST", "/_emulator/faults", {
      body: { match: { path: "/none" }, do: { status: 500 } },
    });
    await page.getByRole("button", { name: "Remove" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("No faults.").waitFor();
    expect(await page.evaluate<string>("document.activeElement.id")).toBe("view");
  });

  it("begins a view at its top when a key chooses it", async () => {
    await page.setViewportSize({ width: 1000, height: 300 });
    await open("faults");
    await page.evaluate("scrollTo(0, 400)");
    expect(await page.evaluate<number>("scrollY")).toBe(400);
    await page.keyboard.press("5");
    await page.getByRole("tab", { name: /Requests/u, selected: true }).waitFor();
    await page.waitForFunction("scrollY === 0");
  });

  it("changes an assumption", async () => {
    await open("faults");
    await page.getByRole("combobox", { name: "mapping-delete" }).selectOption("405");
    await page
      .locator('select[data-key="mapping-delete"] option[selected][value="405"]')
      .waitFor({ state: "attached" });
    const { status } = await client.call(
      "DELETE",
      `/data/foundation/conversion/mappingSets/${pipeline.mappingId}`,
    );
    expect(status).toBe(405);
  });

  it("lists the content of each sandbox, and shows the selected one", async () => {
    await open("datasets");
    const sandboxes = page.getByRole("combobox", { name: "Sandbox" });
    expect(await sandboxes.locator("option").allTextContents()).toEqual([
      "prod (0 datasets)",
      "dev (1 dataset)",
    ]);
    await sandboxes.selectOption("prod");
    await page.getByText("No datasets here yet.").waitFor();
    await sandboxes.selectOption("dev");
    await page.getByText(pipeline.datasetId).waitFor();
  });

  it.each(["datasets", "rejected", "flows", "schemas", "requests", "faults"])(
    "fits %s into a narrow window",
    async (view) => {
      await post("good");
      await post("bad", { at: "never" });
      await page.setViewportSize({ width: 380, height: 700 });
      await open(view);
      await page.locator("main section").first().waitFor();
      // Measured in one go: the page may be drawn again at any time.
      const { wider, left, right } = await page.evaluate<{
        wider: number;
        left: number;
        right: number;
      }>(`(() => {
        const { left, right } = document
          .querySelector('[role="tab"][aria-selected="true"]')
          .getBoundingClientRect();
        const root = document.documentElement;
        return { wider: root.scrollWidth - root.clientWidth, left, right };
      })()`);
      expect(wider).toBe(0);
      expect(left).toBeGreaterThanOrEqual(0);
      expect(right).toBeLessThanOrEqual(380);
    },
  );
});
