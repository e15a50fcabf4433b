import fetch from "node-fetch";

import { runbookCommands } from "./stackRunbooks";
import { cli, eventually, output, rowsOf, run, type Local, type Urls } from "./stackSupport";

/** Runs the command of docs/runbooks.md that begins so; what it printed, whatever its exit code. */
async function asWritten(local: Local, start: string): Promise<string> {
  const command = runbookCommands().find((one) => one.startsWith(start));
  if (command === undefined) throw new Error(`the runbooks do not have ${start}`);
  try {
    return await cli(local, ...command.split(" "));
  } catch (error) {
    // Something is not as expected.
    return String((error as { readonly stdout?: string }).stdout);
  }
}

/** The stack's dataflow, to do with it what somebody could at Adobe. */
async function dataflowAtAdobe(local: Local) {
  const { relay } = await output<{ relay: string }>(local, "flowIds");
  const url = `${local.emulator.url}/data/foundation/flowservice/flows/${relay}`;
  const headers = await local.emulator.headers();
  const send = async (method: "GET" | "POST" | "DELETE", action = "") => {
    const response = await fetch(`${url}${action}`, { method, headers });
    if (!response.ok) throw new Error(`${method} ${action}: ${response.status}`);
    return response;
  };
  return {
    disable: async () => {
      await send("POST", "/action?op=disable");
      await eventually(async () => {
        const { items } = (await (await send("GET")).json()) as { items: { state: string }[] };
        return items[0]?.state === "disabled" || undefined;
      }, "the disabled dataflow");
    },
    delete: () => send("DELETE"),
  };
}

/** Posts an event to the relay, which accepts it; its `_id`. */
async function post(local: Local, message: string): Promise<string> {
  const urls = (await output<Urls>(local, "webhookUrls"))["main"] ?? {};
  const body = JSON.stringify({ message });
  const response = await fetch(urls["feedback-left"] ?? "", { method: "POST", body });
  expect(response.status).toBe(202);
  return ((await response.json()) as { id: string }).id;
}

/**
 * Expects that the cure of the runbook `flow-down` brings every event to the dataset that was sent while the dataflow was
 * disabled, which the emulator accepts and then rejects, or deleted, which it rejects at once. Leaves the dead-letter queue as
 * it was.
 */
export async function expectFlowDownCured(local: Local): Promise<void> {
  const dataflow = await dataflowAtAdobe(local);
  await dataflow.disable();
  const accepted = await post(local, "sent to a disabled dataflow");
  const datasetId = await output<string>(local, "datasetId");
  await eventually(async () => {
    const { rejected } = await local.emulator.rows(datasetId);
    return rejected.length > 0 || undefined;
  }, "the rejected record");
  await dataflow.delete();
  const rejected = await post(local, "sent to a deleted dataflow");

  expect(await asWritten(local, "status")).toMatch(/^WRONG +dataflow +does not exist/m);
  await local.stack.refresh();
  expect((await run(local.stack, "up")).steps).toContain("create platform-flow");
  // The keeper has had the time to put it there.
  expect(await asWritten(local, "dlq redrive --reason inlet-400")).toMatch(/^1 sent again$/m);
  expect(await asWritten(local, "reconcile --since 2d")).toContain(accepted.slice(0, 12));
  expect(await asWritten(local, "replay --since 2d --failed-only")).toMatch(/^1 sent again$/m);
  await rowsOf(local, [accepted, rejected]);
}
