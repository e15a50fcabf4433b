import { startEmulator, EmulatorClient } from "../../emulator";
import { eventSlugs } from "../../handlers/model";
import { startServices } from "../../local/services";
import { repository } from "../../local/toolchain/context";
import { createStack } from "../../local/workspace";
import type { Benchmark } from "../benchmark";
import { buildPipelines } from "../emulator/pipeline";
import { compared } from "../support/paired";
import { timeOf, withPlugins } from "./stacks";

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
    withPlugins(async () => {
      const emulator = await startEmulator({ settleMs: 0 });
      const services = await startServices({
        aepUrl: emulator.url,
        adminSecret: emulator.adminSecret,
        ministack: false,
      });
      const client = new EmulatorClient(emulator.url, emulator);

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
        await client.reset();
        await client.injectFault({ match: { path: "/data/*" }, do: { delayMs: REQUEST_MS } });
      }

      try {
        const measured = [];
        for (let pair = 0; pair < pairs; pair++) {
          const ours = await up();
          await slowAndEmpty();
          const rival = await timeOf(() => buildPipelines(emulator.url, eventSlugs.length));
          measured.push({ ours, rival });
        }
        return compared(measured);
      } finally {
        await services.close();
        await emulator.close();
      }
    }),
};
