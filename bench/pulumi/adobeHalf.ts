import { eventSlugs } from "../../handlers/model";
import { repository } from "../../local/toolchain/context";
import { createStack } from "../../local/workspace";
import type { Benchmark } from "../benchmark";
import { buildPipelines } from "../emulator/pipeline";
import { compared } from "../support/paired";
import { withEmulator } from "./emulator";
import { timeOf } from "./stacks";

/** What a request to Adobe takes, in milliseconds. */
const REQUEST_MS = 100;

export const adobeHalf: Benchmark = {
  name: "up-direct",
  part: "Pulumi",
  what: `\`up\` from nothing in direct mode, five dataflows, each request takes ${REQUEST_MS} ms`,
  against: "the requests of Adobe's tutorial one after the other, five dataflows",
  time: "wall",
  mostPairs: 3,
  run: (pairs) =>
    withEmulator(async ({ emulator, services, url }) => {
      async function up(): Promise<number> {
        await slowAndEmpty();
        const stack = await createStack({
          workDir: repository,
          stackName: "direct",
          services,
          config: { "chatlio-aep:mode": "direct", "chatlio-aep:protectData": "false" },
        });
        try {
          return await timeOf(() => stack.up());
        } finally {
          await stack.close();
        }
      }

      async function slowAndEmpty(): Promise<void> {
        await emulator.reset();
        await emulator.injectFault({ match: { path: "/data/*" }, do: { delayMs: REQUEST_MS } });
      }

      const measured = [];
      for (let pair = 0; pair < pairs; pair++) {
        const ours = await up();
        await slowAndEmpty();
        const rival = await timeOf(() => buildPipelines(url, eventSlugs.length));
        measured.push({ ours, rival });
      }
      return compared(measured);
    }),
};
