import { execFile } from "node:child_process";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { bundleFunction, type FunctionName } from "../../../infra/bundle";
import type { AwsServer } from "./awsServer";

/** Runs the handler once for each input, as Lambda does, and writes the results as one JSON list. */
const runner = `
const { handler } = require("./index.js");
const context = { awsRequestId: "request", getRemainingTimeInMillis: () => 15000 };
(async () => {
  const results = [];
  for (const input of JSON.parse(require("node:fs").readFileSync("inputs.json", "utf8")))
    results.push(await handler(input, context));
  require("node:fs").writeFileSync("results.json", JSON.stringify(results));
})();
`;

/**
 * Runs a function as it is deployed, in a process of its own; what its handler returned for each input.
 *
 * @param node the Node.js that runs it, and the server in place of AWS
 */
export async function runBundle(
  { node, aws }: { readonly node: string; readonly aws: AwsServer },
  name: FunctionName,
  settings: Readonly<Record<string, string>>,
  inputs: readonly object[],
): Promise<unknown[]> {
  const cwd = await fs.mkdtemp(path.join(os.tmpdir(), "bundle-"));
  try {
    for (const [file, code] of Object.entries(bundleFunction(name).files))
      await fs.writeFile(path.join(cwd, file), code);
    await fs.writeFile(path.join(cwd, "inputs.json"), JSON.stringify(inputs));
    await promisify(execFile)(node, ["-e", runner], {
      cwd,
      env: {
        AWS_ENDPOINT_URL: aws.url,
        AWS_REGION: "us-east-1",
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
        ...settings,
      },
    });
    return JSON.parse(await fs.readFile(path.join(cwd, "results.json"), "utf8")) as unknown[];
  } finally {
    await fs.rm(cwd, { recursive: true });
  }
}
