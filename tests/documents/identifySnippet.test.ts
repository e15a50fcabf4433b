import { readFileSync } from "node:fs";
import path from "node:path";

import type { Browser } from "playwright-core";

import { ingest } from "../../handlers/ingestion/ingest";
import { launchChromium } from "../emulator/support/chromium";
import { eventOf, factsOf } from "../handlers/support/ingested";
import { receiverSettingsOf } from "../handlers/support/settings";

// Starting a browser on a busy machine.
jest.setTimeout(120_000);

const page = readFileSync(path.join(__dirname, "../../docs/identities.md"), "utf8");
const snippet = /```html\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
const ecid = "12345678901234567890123456789012345678";

/** The identities of the page's own configuration. */
const identities = [...page.matchAll(/identities\[(\d)\]\.namespace' (\S+)/g)].map(
  ([, index = "", namespace = ""]) => ({
    namespace,
    from: new RegExp(`identities\\[${index}\\]\\.from' (\\S+)`).exec(page)?.[1] ?? "",
  }),
);

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** What the page passes to a stub of Chatlio's widget, which is ready after the rest of the page. */
async function identified(site: string, waitMs = 0): Promise<unknown[][]> {
  const tab = await browser.newPage();
  try {
    const errors: string[] = [];
    tab.on("pageerror", (error) => errors.push(error.message));
    await tab.setContent(`<script>
      window.calls = [];
      window._chatlio = { identify: function () { window.calls.push([].slice.call(arguments)); } };
      ${site}
    </script>${snippet}`);
    await tab.evaluate("document.dispatchEvent(new CustomEvent('chatlio.ready'))");
    await tab.evaluate(`new Promise(function (resolve) { setTimeout(resolve, ${waitMs}); })`);
    expect(errors).toEqual([]);
    return await tab.evaluate<unknown[][]>("window.calls");
  } finally {
    await tab.close();
  }
}

/** The identities of the event that Chatlio would then send. */
function identitiesOf([userId, traits]: readonly unknown[]) {
  const visitor = { identUserId: userId, identTraits: JSON.stringify(traits) };
  const settings = receiverSettingsOf({ identities });
  const body = Buffer.from(JSON.stringify({ visitor }));
  return eventOf(ingest(body, factsOf("feedback-left"), settings)).identities;
}

const customer = `window.shop = { customer: { id: "C-42", phone: "+15550101234" } };`;
const alloy = `window.alloy = function () { return Promise.resolve({ identity: { ECID: "${ecid}" } }); };`;
const undecided = `window.alloy = function () { return new Promise(function () {}); };`;
const late = `window.alloy = function () {
  return new Promise(function (resolve) {
    setTimeout(function () { resolve({ identity: { ECID: "${ecid}" } }); }, 3000);
  });
};`;
/** The base code is there, and its commands are rejected until the Web SDK is configured, or the visitor agrees. */
const rejectedAtFirst = `var isAllowed = false;
  setTimeout(function () { isAllowed = true; }, 1200);
  window.alloy = function () {
    return isAllowed
      ? Promise.resolve({ identity: { ECID: "${ecid}" } })
      : Promise.reject(new Error("The library must be configured first."));
  };`;
const throwsAtFirst = `window.alloy = function () { throw new Error("not loaded"); };
  setTimeout(function () { ${alloy} }, 1200);`;
const withoutIdentity = `window.alloy = function () { return Promise.resolve({}); };`;
const tagManager = `setTimeout(function () { ${alloy} }, 1500);`;
const throwing = `window.alloy = function () { throw new Error("not configured"); };`;
const withoutPromise = `window.alloy = function () {};`;
const noConsent = `window.alloy = function () { return Promise.reject(new Error("declined")); };`;

describe("the snippet for the site", () => {
  it("passes the ECID and the customer of a visitor who is signed in", async () => {
    const calls = await identified(customer + alloy);
    expect(calls).toEqual([["C-42", { ecid, customerId: "C-42", phone: "+15550101234" }]]);
    expect(identitiesOf(calls[0] ?? [])).toEqual({ crmid: "C-42", ecid });
  });

  it("passes the ECID alone before that, which is nobody's customer id", async () => {
    const calls = await identified(alloy);
    expect(calls).toEqual([[ecid, { ecid }]]);
    expect(identitiesOf(calls[0] ?? [])).toEqual({ ecid });
  });

  it.each([
    ["there is no Web SDK", ""],
    ["the Web SDK rejects", noConsent],
    ["the visitor has declined", withoutIdentity],
    ["the Web SDK throws", throwing],
    ["the Web SDK returns no promise", withoutPromise],
  ])("passes the customer alone when %s", async (_, sdk) => {
    const calls = await identified(customer + sdk);
    expect(calls).toEqual([["C-42", { customerId: "C-42", phone: "+15550101234" }]]);
  });

  it.each([
    ["the Web SDK is blocked or waits for consent", undecided, []],
    ["consent comes late, and then the ECID too", late, [{ ecid }]],
    ["a tag manager loads the Web SDK late, and then the ECID too", tagManager, [{ ecid }]],
    ["the Web SDK rejects at first, and then the ECID too", rejectedAtFirst, [{ ecid }]],
    ["the Web SDK throws at first, and then the ECID too", throwsAtFirst, [{ ecid }]],
    [
      "a tag manager loads what rejects at first",
      `setTimeout(function () { ${rejectedAtFirst} }, 500);`,
      [{ ecid }],
    ],
  ])("passes the customer on when %s", async (_, sdk, more) => {
    const calls = await identified(customer + sdk, 3_500);
    const known = { customerId: "C-42", phone: "+15550101234" };
    expect(calls).toEqual([
      ["C-42", known],
      ...more.map((each) => ["C-42", { ...each, ...known }]),
    ]);
  });

  it("passes the ECID alone when the Web SDK has rejected at first and nobody is signed in", async () => {
    expect(await identified(rejectedAtFirst, 3_500)).toEqual([[ecid, { ecid }]]);
  });

  it("asks during 30 seconds, and no longer", async () => {
    // Time runs a hundred times as fast, also for the wait below.
    const fast = `var real = window.setTimeout;
      window.setTimeout = function (work, ms, given) { return real(work, ms / 100, given); };
      var asked = 0;
      window.alloy = function () { asked += 1; return Promise.reject(new Error("declined")); };
      real(function () { window.calls.push(asked); }, 2500);`;
    expect(await identified(fast, 300_000)).toEqual([31]);
  });

  it("calls nothing when nothing is known", async () => {
    expect(await identified(noConsent)).toEqual([]);
    expect(await identified(`window.shop = { customer: { phone: "+15550101234" } };`)).toEqual([]);
  });
});
