import * as aep from "../../../adobe/sdk";
import { closeAll } from "../support/closeAll";
import { failureOf, startHarness } from "./harness";
import type { Harness } from "./harness";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => closeAll(harness));

const KEY = "flow:SourceConnection chat";

async function up(generation: string, { failing = false } = {}): Promise<void> {
  harness.program(() => {
    new aep.flow.SourceConnection("chat", { connectionSpec: aep.specs.chatlio, generation });
    if (failing) new aep.catalog.Dataset("bad", { schemaId: "https://ns.adobe.com/none" });
    return Promise.resolve();
  });
  await harness.stack.up();
}

test("a change reverted while the first object waits to be deleted ends with one object", async () => {
  await up("1");
  const first = (await harness.resources())[KEY]?.id;
  const path = "/data/foundation/flowservice/sourceConnections/*";
  await harness.fault({ match: { method: "DELETE", path }, times: 50, do: { status: 403 } });
  expect(await failureOf(up("2"))).toContain("cannot delete source connection");
  await harness.clearFaults();
  await failureOf(up("1", { failing: true }));
  await up("1");
  const id = (await harness.resources())[KEY]?.id;
  expect(id).not.toBe(first);
  expect((await harness.ui.flows.findAll("sourceConnections")).map((one) => one.id)).toEqual([id]);
});
