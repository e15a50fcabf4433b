import path from "node:path";

import { EmulatorClient } from "../emulator/client";
import { events } from "../handlers/model";
import { bundleFunction } from "../infra/bundle";
import { deliver, readPayloads } from "../local/demo/webhooks";
import { createLocalStack } from "../local/localStack";
import { startServices } from "../local/services";
import { repository } from "../local/toolchain/context";

/**
 * The local stack in numbers: how long an `up`, a preview without changes, a refresh and a destroy
 * take, how many requests each sends to Adobe, how large the functions are, and the time from webhook to row.
 *
 * `npm run bench:stack`; `-- --json` prints one JSON object.
 */
async function main(): Promise<void> {
  const services = await startServices();
  const stack = await createLocalStack(services);
  const emulator = new EmulatorClient(services.aepUrl, services);

  async function measured(operation: () => Promise<unknown>) {
    const requests = await emulator.countApiRequests();
    const started = performance.now();
    await operation();
    const seconds = Math.round(performance.now() - started) / 1000;
    return { seconds, adobeRequests: (await emulator.countApiRequests()) - requests };
  }

  try {
    const up = await measured(() => stack.up());
    const previews = [];
    for (let run = 0; run < 5; run++) {
      previews.push(await measured(() => stack.preview({ expectNoChanges: true })));
    }
    const latencies = await webhookToRow();
    const refresh = await measured(() => stack.refresh());
    const destroy = await measured(() => stack.destroy());
    print({
      up,
      previewWithoutChanges: previews.sort((a, b) => a.seconds - b.seconds)[2],
      refresh,
      destroy,
      webhookToRowMs: latencies,
      bundleBytes: Object.fromEntries(
        (["receiver", "forwarder"] as const).map((name) => [
          name,
          Buffer.byteLength(bundleFunction(name).files["index.js"] ?? ""),
        ]),
      ),
    });
  } finally {
    await stack.close();
    await services.close();
  }

  async function webhookToRow(): Promise<Record<string, number>> {
    const outputs = await stack.outputs();
    const urls = outputs["webhookUrls"]?.value as Record<string, Record<string, string>>;
    const slugs = events.map(({ slug }) => slug);
    const delivered = await deliver(
      await readPayloads(path.join(repository, "tests/fixtures/payloads"), slugs),
      urls["main"] ?? {},
      outputs["datasetId"]?.value as string,
      emulator,
      () => undefined,
    );
    return Object.fromEntries(delivered.map(({ event, latencyMs }) => [event, latencyMs]));
  }
}

function print(numbers: object): void {
  const indent = process.argv.includes("--json") ? undefined : 2;
  process.stdout.write(`${JSON.stringify(numbers, null, indent)}\n`);
}

void main();
