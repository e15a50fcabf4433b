import * as aep from "../../../adobe/sdk";
import { failureOf, startBench } from "./support";
import type { Bench } from "./support";

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());

const KEY = "flow:SourceConnection chat";

async function up(generation: string, { failing = false } = {}): Promise<void> {
  bench.program(() => {
    new aep.flow.SourceConnection("chat", { connectionSpec: aep.specs.chatlio, generation });
    if (failing) new aep.catalog.Dataset("bad", { schemaId: "https://ns.adobe.com/none" });
    return Promise.resolve();
  });
  await bench.stack.up();
}

test("a change taken back while the first object waits to be deleted ends with one live object", async () => {
  await up("1");
  const first = (await bench.held())[KEY]?.id;
  const path = "/data/foundation/flowservice/sourceConnections/*";
  await bench.fault({ match: { method: "DELETE", path }, times: 50, do: { status: 403 } });
  expect(await failureOf(up("2"))).toContain("cannot delete source connection");
  await bench.clearFaults();
  await failureOf(up("1", { failing: true }));
  await up("1");
  const id = (await bench.held())[KEY]?.id;
  expect(id).not.toBe(first);
  expect((await bench.ui.flows.findAll("sourceConnections")).map((one) => one.id)).toEqual([id]);
});
