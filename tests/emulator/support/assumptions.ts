import type { EmulatorOptions } from "../../../emulator";
import { flowservice, type ApiResponse, type Client } from "./client";
import { withEmulator } from "./emulator";
import { makePipeline, record } from "./objects";

export async function status(response: Promise<ApiResponse>): Promise<number> {
  return (await response).status;
}

/** Posts a record (or another body) to a streaming endpoint. Returns the status. */
export async function send(
  client: Client,
  flowId: string,
  path: string,
  body: unknown = record("x"),
): Promise<number> {
  return status(client.bare("POST", path, { body, headers: { "x-adobe-flow-id": flowId } }));
}

/** Deletes what a path names while a whole pipeline uses it; gives the status. */
export async function deleteInUse(
  client: Client,
  path: (pipeline: Awaited<ReturnType<typeof makePipeline>>) => string,
): Promise<number> {
  return status(client.call("DELETE", path(await makePipeline(client))));
}

/** One assumption, with what is expected under each of its values. */
export type SwitchRow = readonly [
  name: string,
  expected: Readonly<Record<string, unknown>>,
  work: (client: Client) => Promise<unknown>,
  more?: EmulatorOptions,
];

/** Tests that each value of each assumption shows as expected. */
export function testSwitches(rows: readonly SwitchRow[]): void {
  for (const [name, expected, work, more = {}] of rows) {
    it(`${name}: ${JSON.stringify(expected)}`, async () => {
      for (const [value, result] of Object.entries(expected)) {
        expect([value, await withEmulator({ assume: { [name]: value }, ...more }, work)]).toEqual([
          value,
          result,
        ]);
      }
    });
  }
}

/** The flow as a read shows it. */
export async function flowItem(client: Client, flowId: string): Promise<any> {
  return (await client.call("GET", `${flowservice}/flows/${flowId}`)).body.items[0];
}
