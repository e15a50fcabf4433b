import { spawnSync } from "node:child_process";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { encodeForwarderSettings } from "../../handlers/forwarder/settings";
import { encodeReceiverSettings } from "../../handlers/receiver/settings";
import { bundle } from "../../infra/bundle";
import { BundleCache } from "../../infra/bundleCache";

const entries = [
  "handlers/receiver/index.ts",
  "handlers/forwarder/index.ts",
  "cli/verify/smokeTest.ts",
];
const root = path.resolve(__dirname, "../..");

test.each(entries)("%s is the same from run to run, and from any directory", (entry) => {
  const before = process.cwd();
  const first = bundle(entry);
  try {
    process.chdir(os.tmpdir());
    // Without the cache: a build of its own.
    expect(bundle(entry, new BundleCache(root, os.devNull))).toEqual(first);
  } finally {
    process.chdir(before);
  }
  expect(first.code).not.toContain(root);
});

const common = {
  queueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/events",
  deadLetterQueueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/dead-letters",
};

test.each([
  [
    "handlers/receiver/index.ts",
    encodeReceiverSettings({
      ...common,
      tokens: [{ id: "a", sha256: "0".repeat(64) }],
      widgets: ["main"],
      events: ["feedback-left"],
      privacy: {},
    }),
  ],
  [
    "handlers/forwarder/index.ts",
    encodeForwarderSettings({ ...common, inletSecretArn: "arn", inletSecretVersionId: "1" }),
  ],
])("%s starts with Node alone", async (entry, settings) => {
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), "bundle-"));
  try {
    await fs.writeFile(path.join(directory, "index.js"), bundle(entry).code);
    const script = 'process.stdout.write(typeof require("./index.js").handler)';
    const { stdout } = spawnSync(process.execPath, ["-e", script], {
      cwd: directory,
      env: { ...settings, AWS_REGION: "us-east-1" },
      encoding: "utf8",
    });
    expect(stdout).toBe("function");
  } finally {
    await fs.rm(directory, { recursive: true });
  }
});
