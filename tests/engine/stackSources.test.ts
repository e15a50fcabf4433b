import type { Row } from "../../emulator/client";
import {
  exportState,
  keepPosting,
  output,
  postAll,
  rowsOf,
  run,
  startLocal,
  type Local,
  type Urls,
} from "./stackSupport";

// A whole stack on a busy machine takes minutes; what hangs ends here.
jest.setTimeout(600_000);

let local: Local;

beforeAll(async () => {
  local = await startLocal({
    config: {
      // Long enough for what is on its way to the old dataflow when the forwarder turns to the new one.
      "chatlio-aep:delivery.drainTime": "5s",
      // The emulator crashes runs when their function changes: what they had comes back after 6 × 5 s.
      "chatlio-aep:delivery.timeout": "5s",
    },
  });
  await run(local.stack, "up");
}, 600_000);

afterAll(async () => {
  await local.close();
});

/** The row without what differs from post to post. */
function lasting(row: Row): unknown {
  const copy = structuredClone(row) as Row & {
    readonly _localtenant: { readonly chatlio: Record<string, unknown> };
  };
  delete copy._localtenant.chatlio["relay"];
  return { ...copy, _id: "", timestamp: "" };
}

describe("source http-api", () => {
  it("replaces source chatlio, loses nothing meanwhile, and delivers the same rows", async () => {
    const mapped = await postAll(local);
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
    expect(direct.map(({ row }) => lasting(row))).toEqual(mapped.map(({ row }) => lasting(row)));
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
    await run(local.stack, "refresh");
    expect((await run(local.stack, "preview")).steps).toEqual([]);
    await run(local.stack, "destroy");
  });
});
