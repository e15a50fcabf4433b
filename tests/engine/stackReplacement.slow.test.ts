import fs from "node:fs/promises";
import path from "node:path";

import type { Row } from "../../emulator/client";
import { startFaultProxy, type FaultProxy, type ProxiedRequest } from "../adobe/support/faultProxy";
import { haveEnded, killEngine } from "../crash/processes";
import { runsFull } from "../support/full";
import { expectNoOthers } from "./connectionsAndFlows";
import { startCopy } from "./programCopy";
import {
  eventually,
  exportState,
  keepPosting,
  output,
  postAll,
  postOne,
  rowsOf,
  run,
  type Local,
  type Urls,
} from "./stackSupport";
import { closeAll } from "./support/closeAll";

// A whole stack on a busy machine takes minutes, and the sweep of the crashes an hour; what hangs ends here.
jest.setTimeout(runsFull ? 5_400_000 : 600_000);

let project: string;
let local: Local;
/** In front of what a deployment changes: Adobe, and AWS. */
let proxies: readonly FaultProxy[];
/** What the first dataflow made of one payload of each webhook. */
let mapped: readonly Row[];

beforeAll(async () => {
  const inFront: FaultProxy[] = [];
  const startProxy = async (url: string) => {
    const proxy = await startFaultProxy(url);
    inFront.push(proxy);
    return proxy;
  };
  proxies = inFront;
  ({ project, local } = await startCopy({
    // In full, killed with the engine, as a user's plugins are. The sample's one kill is at a request of the provider,
    // which each operation starts again.
    keepPlugins: !runsFull,
    savesEachStep: true,
    adobeProxy: startProxy,
    awsProxy: startProxy,
    // As Adobe warns of the first minutes: what a new dataflow gets too early is received, and lost.
    emulator: { warmUpMs: 3_000 },
    config: {
      "chatlio-aep:delivery.settleTime": "4s",
      // The emulator crashes runs when their function changes: what they had comes back after 6 × 5 s.
      "chatlio-aep:delivery.timeout": "5s",
      // Long enough for what is on its way to the old dataflow when the forwarder turns to the new one.
      "chatlio-aep:delivery.drainTime": "5s",
    },
  }));
  await run(local.stack, "up");
  mapped = (await postAll(local)).map(({ row }) => row);
}, 600_000);

afterAll(() => closeAll(local, ...proxies));

/** Takes the visitor's handle out of the mapping set, as the next release of this project might, or puts it back. */
async function changeMappings(): Promise<void> {
  const file = path.join(project, "handlers/model/mapping.ts");
  const [all, fewer] = [
    "= [...fieldMappings, ...listMappings];",
    '= [...fieldMappings, ...listMappings].filter(({ source }) => source !== "${visitorHandle}");',
  ];
  const text = await fs.readFile(file, "utf8");
  const changed = text.includes(all) ? text.replace(all, fewer) : text.replace(fewer, all);
  expect(changed).not.toBe(text);
  await fs.writeFile(file, changed);
}

test("another mapping set: creates a second dataflow, moves the forwarder to it, loses nothing", async () => {
  const flow = await output<{ relay: string }>(local, "flowIds");
  const url = (await output<Urls>(local, "webhookUrls"))["main"]?.["visitor-unanswered"] ?? "";
  const hasHandle = async () => {
    const id = (await postOne(url)) ?? "";
    return JSON.stringify((await rowsOf(local, [id])).get(id)).includes('"handle"');
  };
  expect(await hasHandle()).toBe(true);

  await changeMappings();
  const posting = keepPosting(url);
  const { steps } = await run(local.stack, "up");
  const accepted = await posting.stop();

  for (const part of ["source", "target", "flow"]) {
    expect(steps).toContain(`create-replacement platform-${part}`);
  }
  expect(steps).toContain("update platform-mapping");
  expect(steps.indexOf("delete-replaced platform-flow")).toBeGreaterThan(
    steps.indexOf("update relay-forwarder-function"),
  );
  expect(steps.indexOf("delete-replaced platform-source")).toBeGreaterThan(
    steps.indexOf("delete-replaced platform-flow"),
  );
  // What holds data is left alone.
  expect(steps.filter((step) => /dataset|schema|field-group|queues/.test(step))).toEqual([]);
  expect((await output<{ relay: string }>(local, "flowIds")).relay).not.toBe(flow.relay);

  expect(accepted.length).toBeGreaterThan(10);
  await rowsOf(local, accepted);
  expect(await hasHandle()).toBe(false);
});

/**
 * Whether a request changes something, at Adobe or in AWS, whose reads may be a POST too. Webhooks are posted to the
 * proxy of AWS as well.
 */
function isChange({ body, headers, method, path: place }: ProxiedRequest): boolean {
  const target = String(headers["x-amz-target"] ?? "").split(".");
  const action = target.at(-1) || (/\bAction=(\w+)/.exec(body)?.[1] ?? "");
  if (place.includes("/chatlio/")) return false;
  return !["GET", "HEAD"].includes(method) && !/^(Get|List|Describe)/.test(action);
}

/**
 * Runs an update and kills its engine at the first request for which `choose` says when. Resolves with the request;
 * undefined when there was none, and the update went through.
 */
async function killedUp(
  choose: (request: ProxiedRequest) => "before" | "after" | undefined,
): Promise<string | undefined> {
  let below: ReturnType<typeof killEngine> = [];
  const kill = () => (below = killEngine());
  for (const proxy of proxies) proxy.armFor(choose, kill);
  const succeeded = await run(local.stack, "up").then(
    () => true,
    () => false,
  );
  const cut = proxies.map(({ cutOff }) => cutOff).find((request) => request !== undefined);
  await haveEnded(below);
  for (const proxy of proxies) proxy.revive();
  if (cut === undefined) {
    expect(succeeded).toBe(true);
    return undefined;
  }
  await local.stack.cancel();
  return `${cut.method} ${cut.path}`;
}

/** Where an update was killed, and what the next one named as left behind. */
interface Killed {
  readonly at: string;
  readonly named: readonly string[];
}

/** Kills an update at a step of a replacement under traffic. Undefined when it went through. */
async function killAndComplete(
  choose: Parameters<typeof killedUp>[0],
): Promise<Killed | undefined> {
  const url = (await output<Urls>(local, "webhookUrls"))["main"]?.["visitor-unanswered"] ?? "";
  await changeMappings();
  const posting = keepPosting(url);
  const at = await killedUp(choose);
  // What the killed update has left still carries events, for as long as nobody repeats it.
  await rowsOf(local, [await eventually(() => postOne(url), "an accepted event")]);
  const next = at === undefined ? undefined : await run(local.stack, "up");
  const accepted = await posting.stop();
  expect(accepted.length).toBeGreaterThan(10);
  await rowsOf(local, accepted);
  const named = await expectNoOthers(local, next?.messages ?? []);
  return at === undefined ? undefined : { at, named };
}

if (runsFull)
  test("an update killed at any step of a replacement loses nothing, and the next completes it", async () => {
    let crashes = 0;
    let leftBehind = 0;
    for (const when of ["before", "after"] as const)
      for (let step = 1; ; step += 1) {
        let left = step;
        const killed = await killAndComplete((request) =>
          isChange(request) && --left === 0 ? when : undefined,
        );
        if (killed === undefined) break;
        const { at, named } = killed;
        crashes += 1;
        leftBehind += named.length;
        process.stdout.write(
          `Killed ${when} ${at}: 0 lost, ${named.length} named as left behind\n`,
        );
      }
    expect(crashes).toBeGreaterThan(10);
    // Only what a response had the id of, in the milliseconds before the engine saved it.
    expect(leftBehind).toBeLessThan(crashes / 4);
  });
else
  test("an update killed when it would delete the old dataflow loses nothing, and the next completes it", async () => {
    const killed = await killAndComplete(({ method, path: place }) =>
      method === "DELETE" && place.includes("/flows/") ? "before" : undefined,
    );
    expect(killed?.at).toContain("DELETE");
    expect(killed?.named).toEqual([]);
  });

/** The row without what differs from post to post. */
function lasting(row: Row): unknown {
  const copy = structuredClone(row) as Row & {
    readonly _localtenant: { readonly chatlio: Record<string, unknown> };
  };
  delete copy._localtenant.chatlio["relay"];
  return { ...copy, _id: "", timestamp: "" };
}

// The same stack goes on.
describe("source http-api", () => {
  it("replaces source chatlio, loses nothing meanwhile, and delivers the same rows", async () => {
    const { relay: oldFlow } = await output<{ relay: string }>(local, "flowIds");
    const url = (await output<Urls>(local, "webhookUrls"))["main"]?.["visitor-unanswered"] ?? "";

    await local.stack.setConfig("chatlio-aep:source", { value: "http-api" });
    const posting = keepPosting(url);
    const { steps } = await run(local.stack, "up");
    const accepted = await posting.stop();

    // Make before break: the new dataflow is there before the old one goes.
    expect(steps.indexOf("create platform-http-api-flow")).toBeGreaterThanOrEqual(0);
    expect(steps.indexOf("delete platform-flow")).toBeGreaterThan(
      steps.indexOf("update relay-forwarder-function"),
    );
    expect((await output<{ relay: string }>(local, "flowIds")).relay).not.toBe(oldFlow);

    expect(accepted.length).toBeGreaterThan(10);
    await rowsOf(local, accepted);

    const direct = await postAll(local);
    expect(direct.map(({ row }) => lasting(row))).toEqual(mapped.map(lasting));
  });

  it("keeps its credentials only in the secret, encrypted in the state", async () => {
    const state = await exportState(local.stack, "encrypted");
    expect(state).toContain("platform-http-api-flow");
    expect(state).not.toContain(local.services.env["AEP_CLIENT_SECRET"]);
  });

  it("shows no changes afterwards, without a request to Adobe, and is destroyed", async () => {
    const requests = await local.emulator.countApiRequests();
    expect((await run(local.stack, "preview")).steps).toEqual([]);
    expect(await local.emulator.countApiRequests()).toBe(requests);
    await run(local.stack, "destroy");
  });
});
