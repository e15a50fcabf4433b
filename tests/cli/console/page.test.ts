import type { Browser, Page } from "playwright-core";

import { launchChromium, screenshot, watchPage } from "../../emulator/support/chromium";
import { postRecord, record } from "../../emulator/support/objects";
import { dlqEvent, hold } from "../dlqSupport";
import { startTestConsole, type TestConsole } from "./support";

jest.setTimeout(60_000);

const events = [
  "conversation-started",
  "visitor-unanswered",
  "feedback-left",
  "offline-message",
  "transcript-exported",
];

/** An hour of a stack: events at the endpoint, one that waits, one that failed for good. */
function anHour({ log }: TestConsole): void {
  for (let minute = 58; minute >= 0; minute -= 1) {
    const [event, requestId] = [events[minute % 5] ?? "", `request-${minute}`];
    const fields = { requestId, event, widget: "main", tokenId: "2026b" };
    log("receiver", minute * 60 + 20, "accepted", { ...fields, id: `row-${minute}` });
    if (minute % 11 === 3)
      log("forwarder", minute * 60 + 18, "retry", {
        ...fields,
        reason: "inlet-503",
        receive: 1,
        seconds: 8,
      });
    log("forwarder", minute * 60 + 10, "delivered", {
      ...fields,
      id: `row-${minute}`,
      receive: 1,
      lagMs: 240 + minute,
    });
  }
  const waiting = {
    requestId: "waiting",
    event: "feedback-left",
    widget: "main",
    tokenId: "2026b",
  };
  log("receiver", 15, "accepted", { ...waiting, id: "row-waiting" });
  const failed = { ...waiting, requestId: "failed", event: "offline-message" };
  log("receiver", 700, "accepted", { ...failed, id: "row-failed" });
  log("forwarder", 690, "moved to the dead-letter queue", {
    ...failed,
    reason: "inlet-400",
    attempts: 1,
  });
}

describe("the console's page", () => {
  let stack: TestConsole;
  let browser: Browser;
  let page: Page;
  const outside: string[] = [];
  const problems: string[] = [];

  beforeAll(async () => {
    [stack, browser] = await Promise.all([startTestConsole(), launchChromium()]);
    anHour(stack);
    await postRecord(stack.aep, stack.pipeline.flowId, record("one"));
    hold(stack.aws, dlqEvent("failed", "inlet-400"), dlqEvent("failed-2", "inlet-400"));
    const text =
      "A message is in the dead-letter queue.\nStack prod.\nLook at it.\nRunbook: docs/runbooks.md#dead-letters";
    stack.operated.alarms.push(
      { AlarmName: "events-dead-letters", StateValue: "ALARM", AlarmDescription: text },
      { AlarmName: "events-queue-age", StateValue: "OK", AlarmDescription: "An event waits." },
      {
        AlarmName: "events-throttles",
        StateValue: "INSUFFICIENT_DATA",
        AlarmDescription: "AWS runs no more.\nRunbook: https://wiki.example.com/runbooks#throttles",
      },
    );
  }, 60_000);
  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1360, height: 900 } });
    watchPage(page, stack.url, { outside, problems });
  });
  // In every test the page sends requests only to the console, and has no errors.
  afterEach(async () => {
    expect({ outside, problems }).toEqual({ outside: [], problems: [] });
    await page.close();
  });
  afterAll(async () => {
    await browser.close();
    await stack.close();
  });

  const open = async (view = "path"): Promise<void> => {
    await page.goto(stack.console.pageUrl);
    await page.locator("#live.on").waitFor();
    await page.goto(`${stack.url}/#${view}`);
    await page.getByRole("status").filter({ hasText: "Something needs you" }).waitFor();
  };

  it("shows at first glance whether all is well, and the path with where events are", async () => {
    await open();
    expect(page.url()).not.toContain(stack.secret);
    const verdict = page.getByRole("region", { name: "Verdict" });
    await verdict.getByText("2 messages: 2 inlet-400").waitFor();
    const facts = async (name: string) =>
      (await page.getByRole("group", { name, exact: true }).innerText()).replace(/\s+/g, " ");
    expect(await facts("Receiver")).toContain("61 in the last hour");
    expect(await facts("Queue")).toContain("0 waiting");
    expect(await facts("Forwarder")).toMatch(/59 in the last hour half within 2\d\d ms/);
    expect(await facts("Forwarder")).toContain("1 given up: moved to the DLQ");
    expect(await facts("Dataflow")).toContain("enabled");
    expect(await facts("Dataset")).toContain("1 row in the last hour");
    expect(await facts("Webhooks")).toContain("feedback-left 13");
    await page
      .getByRole("img", {
        name: /^Requests at the receiver, by minute in the last hour: 61 accepted/,
      })
      .waitFor();
    await screenshot(page, "console-path");
  });

  it("unfolds an event to its whole way, with times and reasons, and keeps it unfolded", async () => {
    await open("events");
    await page.keyboard.press("/");
    await page.keyboard.type("request-14");
    await page.getByText("1 of 61, the latest first").waitFor();
    await page.getByRole("button", { name: /The way of .* request-14$/ }).click();
    const steps = page.locator(".way li");
    await steps.nth(2).waitFor();
    // In one step: the page may draw the list again between two.
    const read = "[...document.querySelectorAll('.way li')].map((one) => one.innerText)";
    const texts = (await page.evaluate<string[]>(read)).map((text) => text.replace(/\s+/g, " "));
    expect(texts[0]).toMatch(/^[\d:.]{12} \+0 ms Receiver accepted, and put into the queue$/);
    expect(texts[1]).toMatch(
      / \+2\.\d s Forwarder attempt failed \(inlet-503\), next attempt in 8 s$/,
    );
    expect(texts[2]).toMatch(/ \+10\.\d s Forwarder delivered to Adobe's streaming endpoint$/);
    await page.waitForResponse(/api\/state/);
    await page.waitForResponse(/api\/state/);
    expect(await steps.count()).toBe(3);
    await screenshot(page, "console-event");
  });

  it("lets somebody select and copy an id, and draws again when nothing is selected any more", async () => {
    await open("events");
    const selected = () => page.evaluate<string>("String(getSelection())");
    const isThere = "self.kept.isConnected";
    // In one step: until something is selected, the page may draw the list again.
    await page.evaluate(
      "getSelection().selectAllChildren((self.kept = document.querySelector('td.id')))",
    );
    const before = await selected();
    expect(before).toMatch(/^[\w-]+$/);
    for (let count = 0; count < 3; count += 1) await page.waitForResponse(/api\/state/);
    expect([await selected(), await page.evaluate(isThere)]).toEqual([before, true]);
    await page.evaluate("getSelection().removeAllRanges()");
    await page.waitForFunction(`!${isThere}`);
  });

  it("finds an event by the _id of its row, and says when the logs do not have it", async () => {
    await open("events");
    await page.getByLabel("Find an event").fill("row-7");
    await page.keyboard.press("Enter");
    await page.locator(".way dd", { hasText: "request-7" }).waitFor();
    await page.getByLabel("Find an event").fill("row-of-nobody");
    await page.keyboard.press("Enter");
    await page.getByText("The logs of the last 14 days have nothing about it.").waitFor();
  });

  it("shows DLQ messages by reason, and content only on a click, as text", async () => {
    await open("dlq");
    await page.getByRole("cell", { name: "failed-2", exact: true }).waitFor();
    expect(await page.locator("main").innerText()).not.toContain("thank you");
    const show = page.getByRole("button", { name: "Show content of failed-2" });
    await show.click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("This is personal data.").waitFor();
    await dialog.locator("pre", { hasText: '"requestId": "failed-2"' }).waitFor();
    await screenshot(page, "console-content");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    expect(stack.aws.messages.filter(({ invisible }) => invisible)).toEqual([]);
  });

  it("sends a message again after a dry run has said what would happen", async () => {
    const before = stack.aws.sent.length;
    await open("dlq");
    await screenshot(page, "console-dlq");
    await page.getByRole("button", { name: "Send failed-2 again" }).focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.getByText("1 message would be sent again.").waitFor();
    expect(stack.aws.sent.length).toBe(before);
    await dialog.getByRole("button", { name: "Send 1 again" }).click();
    await dialog.getByText("1 message sent again.").waitFor();
    expect(stack.aws.sent.slice(before).map(({ queue }) => queue)).toEqual(["events"]);
    await page.keyboard.press("Escape");
    await page.getByRole("cell", { name: "failed-2", exact: true }).waitFor({ state: "detached" });
  });

  it("shows alarms with what to do, and drift when it is asked to look", async () => {
    await open("operate");
    const firing = page.getByRole("row", { name: /fires dead-letters 10 min ago/ });
    await firing.getByText("Runbook: docs/runbooks.md#dead-letters").waitFor();
    // What has no data yet is folded away, and stays unfolded when the page is drawn again.
    const link = page.getByRole("link", { name: "https://wiki.example.com/runbooks#throttles" });
    expect(await link.isVisible()).toBe(false);
    await page.getByText("1 alarm without data yet").click();
    await page.getByText("The AWS of a local stack counts nothing").waitFor();
    expect(await link.getAttribute("rel")).toBe("noopener noreferrer");
    await page.getByRole("button", { name: "Look for drift" }).click();
    await page.getByText("relay-queues-events").waitFor();
    await page.getByRole("cell", { name: "visibilityTimeoutSeconds" }).waitFor();
    expect(await link.isVisible()).toBe(true);
    await screenshot(page, "console-alarms-drift");
  });

  it("can be used with the keyboard only", async () => {
    await open();
    await page.keyboard.press("3");
    await page.getByRole("tab", { name: /DLQ messages/, selected: true }).waitFor();
    await page.getByRole("tab", { selected: true }).focus();
    await page.keyboard.press("ArrowRight");
    await page.getByRole("tab", { name: /Alarms & drift/, selected: true }).waitFor();
    await page.keyboard.press("1");
    const unfold = page.getByRole("button", { name: /The way of .* waiting$/ });
    await unfold.focus();
    await page.keyboard.press("Enter");
    await page.locator(".way li").first().waitFor();
    // The view is drawn again all the time, and the focus stays.
    await page.waitForResponse(/api\/state/);
    await page.waitForResponse(/api\/state/);
    expect(await page.evaluate("document.activeElement.dataset.key")).toBe("event/waiting");
  });

  it.each(["path", "events", "dlq", "operate"])("fits %s into a narrow window", async (view) => {
    await page.setViewportSize({ width: 380, height: 700 });
    await page.emulateMedia({ colorScheme: "dark" });
    await open(view);
    await page.locator("main section").first().waitFor();
    const wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
    expect(await page.evaluate<number>(wider)).toBe(0);
    await screenshot(page, `console-narrow-dark-${view}`);
  });

  it("shows a form for the secret when its address has none", async () => {
    await page.goto(`${stack.url}/`);
    await page.getByLabel("Secret of this run").fill(stack.secret);
    await page.keyboard.press("Enter");
    await page.locator("#live.on").waitFor();
    // Without the secret the API says 403, which Chromium logs.
    expect(problems.splice(0).join()).toContain("403");
  });
});
