import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { encodeForwarderSettings } from "../../handlers/forwarder/settings";
import { encodeKeeperSettings } from "../../handlers/keeper/settings";
import { encodeReceiverSettings } from "../../handlers/receiver/settings";
import { bundleFunction } from "../../infra/bundle";
import type { Benchmark } from "../benchmark";
import { compared } from "../support/paired";

const queues = {
  queueUrl: "https://sqs.eu-central-1.amazonaws.com/0/events",
  deadLetterQueueUrl: "https://sqs.eu-central-1.amazonaws.com/0/dead-letters",
};

const environments = {
  receiver: encodeReceiverSettings({
    ...queues,
    tokens: [{ id: "a", sha256: "0".repeat(64) }],
    widgets: ["main"],
    events: ["feedback-left"],
    privacy: {},
  }),
  forwarder: encodeForwarderSettings({
    ...queues,
    inletSecretArn: "arn",
    inletSecretVersionId: "1",
  }),
  keeper: encodeKeeperSettings({
    ...queues,
    copies: { name: "copies", url: "https://copies.s3.eu-central-1.amazonaws.com" },
  }),
};

/** Loads a function, and prints the microseconds of processor time of the whole process. */
const script = `
require(process.argv[1]);
const { user, system } = process.cpuUsage();
process.stdout.write(String(user + system), () => process.exit());
`;

function start(file: string, env: Readonly<Record<string, string>>): number {
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", script, file], {
    encoding: "utf8",
    env: { AWS_REGION: "eu-central-1", ...env },
  });
  if (stdout === "") throw new Error(`The function did not start: ${stderr}`);
  return Number(stdout);
}

function benchmark(name: keyof typeof environments): Benchmark {
  return {
    name: `cold-start-${name}`,
    part: "Cold start",
    what: `${name}: process until the handler is there`,
    against: "an empty Node process",
    time: "CPU",
    run(pairs) {
      const directory = mkdtempSync(path.join(os.tmpdir(), "bench-cold-start-"));
      try {
        const files = { ...bundleFunction(name).files, "empty.js": "" };
        for (const [file, code] of Object.entries(files))
          writeFileSync(path.join(directory, file), code);
        const env = environments[name];
        const measured = Array.from({ length: pairs }, () => ({
          ours: start(path.join(directory, "index.js"), env),
          rival: start(path.join(directory, "empty.js"), env),
        }));
        return Promise.resolve(compared(measured));
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    },
  };
}

export const coldStartBenchmarks: readonly Benchmark[] = [
  benchmark("receiver"),
  benchmark("forwarder"),
  benchmark("keeper"),
];
