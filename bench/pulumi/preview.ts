import { createLocalStack } from "../../local/localStack";
import { startServices } from "../../local/services";
import type { Benchmark } from "../benchmark";
import { compared } from "../support/paired";
import { defaultLoader, timeOf, useDefaultLoader, withPlugins } from "./stacks";

export const preview: Benchmark = {
  name: "preview",
  part: "Pulumi",
  what: "preview of the relay without changes",
  against: "the same program by Pulumi's default loader, ts-node with type check",
  time: "wall",
  mostPairs: 5,
  run: (pairs) =>
    withPlugins(async () => {
      const services = await startServices();
      const ours = await createLocalStack(services);
      const rival = await createLocalStack(services, undefined, {
        config: { "chatlio-aep:namePrefix": "rival" },
        env: defaultLoader,
      });
      try {
        await ours.up();
        await useDefaultLoader(rival);
        await rival.up();
        const measured = [];
        for (let pair = 0; pair < pairs; pair++) {
          measured.push({
            ours: await timeOf(() => ours.preview({ expectNoChanges: true })),
            rival: await timeOf(() => rival.preview({ expectNoChanges: true })),
          });
        }
        return compared(measured);
      } finally {
        await ours.close();
        await rival.close();
        await services.close();
      }
    }),
};
