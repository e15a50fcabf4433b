import { flowservice, startClient, type Answer, type Client } from "./client";
import type { EmulatorOptions } from "../../../emulator";
import { makePipeline, record } from "./objects";

/** Does the work with an emulator that gives the chosen answers. */
export const under = async <T>(
  assume: Readonly<Record<string, string>>,
  work: (client: Client) => Promise<T>,
  more: EmulatorOptions = {},
): Promise<T> => {
  const client = await startClient({ assume, ...more });
  try {
    return await work(client);
  } finally {
    await client.close();
  }
};

export const status = async (answer: Promise<Answer>): Promise<number> => (await answer).status;

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
        expect([value, await under({ [name]: value }, work, more)]).toEqual([value, answer]);
      }
    });
  }
};

/** The flow as a read shows it. */
export const flowItem = async (client: Client, flowId: string): Promise<any> =>
  (await client.call("GET", `${flowservice}/flows/${flowId}`)).body.items[0];
