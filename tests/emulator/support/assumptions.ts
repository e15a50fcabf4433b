import { flowservice, type ApiResponse, type Client } from "./client";
import { withEmulator } from "./emulator";
import type { EmulatorOptions } from "../../../emulator";
import { makePipeline, record } from "./objects";

export const status = async (answer: Promise<ApiResponse>): Promise<number> =>
  (await answer).status;

/** Posts a record (or another body) to an inlet; gives the status. */
export const send = async (
  client: Client,
  flowId: string,
  path: string,
  body: unknown = record("x"),
): Promise<number> =>
  status(client.bare("POST", path, { body, headers: { "x-adobe-flow-id": flowId } }));

/** Deletes what a path names while a whole pipeline uses it; gives the status. */
export const deleteInUse = async (
  client: Client,
  path: (pipeline: Awaited<ReturnType<typeof makePipeline>>) => string,
): Promise<number> => status(client.call("DELETE", path(await makePipeline(client))));

/** One switch with what is seen under each of its answers. */
export type SwitchRow = readonly [
  name: string,
  expected: Readonly<Record<string, unknown>>,
  work: (client: Client) => Promise<unknown>,
  more?: EmulatorOptions,
];

/** Tests that each answer of each switch shows as expected. */
export const testSwitches = (rows: readonly SwitchRow[]): void => {
  for (const [name, expected, work, more = {}] of rows) {
    it(`${name}: ${JSON.stringify(expected)}`, async () => {
      for (const [value, answer] of Object.entries(expected)) {
        expect([value, await withEmulator({ assume: { [name]: value }, ...more }, work)]).toEqual([
          value,
          answer,
        ]);
      }
    });
  }
};

/** The flow as a read shows it. */
export const flowItem = async (client: Client, flowId: string): Promise<any> =>
  (await client.call("GET", `${flowservice}/flows/${flowId}`)).body.items[0];
