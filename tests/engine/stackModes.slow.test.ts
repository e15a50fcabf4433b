import fetch from "node-fetch";

import { events, labeledFields } from "../../handlers/model";
import {
  keepPosting,
  output,
  postAll,
  run,
  runToFailure,
  startLocal,
  type Local,
  type Urls,
} from "./stackSupport";
import { closeAll } from "./support/closeAll";

// A whole stack on a busy machine takes minutes; what hangs ends here.
jest.setTimeout(600_000);

let local: Local;
/** What the first deployment did. */
let deployed: readonly string[];

beforeAll(async () => {
  local = await startLocal({
    config: {
      "chatlio-aep:delivery.drainTime": "5s",
      "chatlio-aep:delivery.timeout": "5s",
      "chatlio-aep:protectData": "true",
      "chatlio-aep:labels": "true",
      "chatlio-aep:identities[0].namespace": "CRMID",
      "chatlio-aep:identities[0].from": "userId",
    },
  });
  await createNamespace("CRMID");
  await createNamespace("PRODUCTID", "NON_PEOPLE");
  deployed = (await run(local.stack, "up")).steps;
}, 600_000);

afterAll(() => closeAll(local));

/** The organization has the namespace of its customer ids before it has the stack. */
async function createNamespace(code: string, idType = "CROSS_DEVICE"): Promise<void> {
  const url = `${local.emulator.url}/data/core/idnamespace/identities`;
  const headers = { ...(await local.emulator.headers()), "content-type": "application/json" };
  const body = JSON.stringify({ name: code, code, idType });
  const { status } = await fetch(url, { method: "POST", headers, body });
  if (status >= 300) throw new Error(`${code}: ${status}`);
}

/** The customer ids in rows, by the events' names; left out where the webhook has none. */
function customers(rows: readonly { readonly row: object }[]): Readonly<Record<string, unknown>> {
  const found = rows.map(({ row }) => {
    const [own] = Object.entries(row).filter(([name]) => name.startsWith("_") && name !== "_id");
    const { chatlio } = own?.[1] as { chatlio: { identities?: { crmid?: unknown } } };
    return [(row as { eventType: string }).eventType, chatlio.identities?.crmid] as const;
  });
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}

const expected = {
  "chatlio.conversationStarted": "cust-20418",
  "chatlio.feedbackLeft": "cust-20418",
};

async function setMode(mode: string) {
  await local.stack.setConfig("chatlio-aep:mode", { value: mode });
}

/** Ids of the rows in the dataset. */
async function ids(): Promise<readonly string[]> {
  const { rows } = await local.emulator.rows(await output<string>(local, "datasetId"));
  return rows.map((row) => String(row["_id"]));
}

/** What a deployment did, apart from the smoke test, which begins again with every mode. */
function withoutTest(steps: readonly string[]): readonly string[] {
  return steps.filter((step) => !step.endsWith(" smoke-test-post"));
}

test("a preview fails for an identity whose namespace is not of people", async () => {
  const key = "chatlio-aep:identities[0].namespace";
  await local.stack.setConfig(key, { value: "PRODUCTID" }, true);
  const said = await runToFailure(local.stack, "preview");
  await local.stack.setConfig(key, { value: "CRMID" }, true);
  expect(said).toContain(
    "The namespace PRODUCTID of chatlio-aep:identities has the type Non_people",
  );
});

describe("the smoke test of a stack with a relay", () => {
  it("fails the update when the path does not carry, says what does not, and runs again", async () => {
    await local.emulator.injectFault({
      match: { method: "POST", path: "/collection/*" },
      do: { status: 503 },
    });
    await local.stack.setConfig("chatlio-aep:smokeTestTimeout", { value: "5s" });
    const failed = await runToFailure(local.stack, "up");
    expect(failed).toContain("The smoke test failed: 0 of 5 arrived.");
    expect(failed).toMatch(/^main\/feedback-left: not delivered within 5 s/m);
    const urls = (await output<Urls>(local, "webhookUrls"))["main"] ?? {};
    const token = new URL(urls["feedback-left"] ?? "").searchParams.get("token") ?? "";
    expect(token.length).toBeGreaterThan(40);
    expect(failed).not.toContain(token);

    await local.emulator.clearFaults();
    await local.stack.setConfig("chatlio-aep:smokeTestTimeout", { value: "2m" });
    const { steps, messages } = await run(local.stack, "up");
    expect(steps).toEqual(["update smoke-test-post"]);
    expect(messages.join("\n")).toContain("5 of 5 arrived");
    expect((await run(local.stack, "up")).steps).toEqual([]);
  });
});

describe("switching the mode of a stack that receives events", () => {
  let datasetId: string;
  let first: readonly string[];
  let queueUrl: string;

  it("both: adds the direct webhooks next to the relay, which delivers on", async () => {
    datasetId = await output(local, "datasetId");
    queueUrl = await output(local, "queueUrl");
    const posted = await postAll(local);
    first = posted.map(({ id }) => id);
    // Labels and identities are on before the first row.
    const names = [...labeledFields.map(({ name }) => name), "crmid"];
    expect(deployed).toEqual(
      expect.arrayContaining(names.map((name) => `create platform-label-${name}`)),
    );
    expect(customers(posted)).toEqual(expected);
    const relayUrls = await output<Urls>(local, "webhookUrls");

    await setMode("both");
    const { steps } = await run(local.stack, "up");
    expect(withoutTest(steps).filter((step) => !/^create direct(-|$)/.test(step))).toEqual([]);
    expect(await output<Urls>(local, "webhookUrls")).toEqual(relayUrls);
    const direct = await output<Urls>(local, "directWebhookUrls");
    expect(Object.keys(direct["main"] ?? {}).sort()).toEqual(events.map(({ slug }) => slug).sort());
  });

  it("direct: shows in the preview what goes, delivers what the relay has, and keeps every row", async () => {
    const url = (await output<Urls>(local, "webhookUrls"))["main"]?.["feedback-left"] ?? "";
    await setMode("direct");
    const preview = await run(local.stack, "preview");
    expect(
      withoutTest(preview.steps).filter((step) => !/^delete (relay|platform|default_)/.test(step)),
    ).toEqual([]);
    expect(preview.steps).toEqual(
      expect.arrayContaining(["delete relay-queues-events", "delete platform-flow"]),
    );
    expect(preview.messages.join("\n")).toContain("This update removes the relay");

    // Chatlio posts to the relay until a moment before the update, and Adobe responds with 503 meanwhile.
    await local.emulator.injectFault({
      match: { method: "POST", path: "/collection/*" },
      times: 8,
      do: { status: 503 },
    });
    const posting = keepPosting(url);
    await posting.firstAccepted();
    const accepted = await posting.stop();
    const { steps } = await run(local.stack, "up");
    expect(steps).toEqual(expect.arrayContaining(["delete relay-queues-events"]));

    expect(accepted.length).toBeGreaterThan(0);
    // Nothing is still to come: the relay is gone.
    expect(await ids()).toEqual(expect.arrayContaining([...first, ...accepted]));
    expect(await output(local, "datasetId")).toBe(datasetId);
    const posted = await postAll(local);
    expect(customers(posted)).toEqual(expected);
    const rows = posted.map(({ row }) => row["eventType"]);
    expect(rows).toEqual(events.map(({ eventType }) => eventType));
    expect((await run(local.stack, "preview")).steps).toEqual([]);
  });

  it("relay: comes back with the dataset and its rows", async () => {
    const before = await ids();
    await setMode("relay");
    await local.stack.setConfig("adobe-aep:adoptExisting", { value: "true" });
    const { steps } = await run(local.stack, "up");
    expect(steps.find((step) => step.endsWith(" relay-queues-events"))).toMatch(
      /^(create|import) /,
    );
    expect(steps).toContain("delete direct-main-feedback-left-flow");
    expect(steps.filter((step) => /platform-(dataset|schema|field-group)$/.test(step))).toEqual([]);
    expect(await output(local, "datasetId")).toBe(datasetId);
    // The queues have stayed in AWS.
    expect(await output(local, "queueUrl")).toBe(queueUrl);
    await postAll(local);
    expect((await ids()).slice(0, before.length)).toEqual(before);
  });
});
