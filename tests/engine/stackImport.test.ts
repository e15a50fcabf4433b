import { execFile } from "node:child_process";
import fs from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

import { repository } from "../../local/toolchain/context";
import { output, postAll, run, runToFailure, startLocal, type Local } from "./stackSupport";

// A whole stack on a busy machine takes minutes; this ends what hangs.
jest.setTimeout(600_000);

let local: Local;

beforeAll(async () => {
  local = await startLocal({ config: { "chatlio-aep:protectData": "true" } });
}, 600_000);

afterAll(async () => {
  await local.close();
});

/** The commands of docs/operating.md that import a queue, for the queue at a URL. */
async function documentedImport(url: string): Promise<string> {
  const page = await fs.readFile(path.join(repository, "docs/operating.md"), "utf8");
  const blocks = [...page.matchAll(/^```sh\n([^]*?)^```/gm)].map(([, commands = ""]) => commands);
  const [commands = "", ...others] = blocks.filter((block) => block.includes("pulumi import aws:"));
  expect(others).toEqual([]);
  return commands.replace(/^queue_url=.*$/m, `queue_url=${url}`);
}

test("queues that exist with other attributes are imported as documented, and kept", async () => {
  await run(local.stack, "up");
  const url = await output<string>(local, "queueUrl");
  await run(local.stack, "destroy");
  await local.stack.setConfig("chatlio-aep:delivery.timeout", { value: "90s" }, true);
  expect(await runToFailure(local.stack, "up")).toContain(
    "exists already, and this stack has not created it",
  );

  await promisify(execFile)("sh", ["-ec", await documentedImport(url)], {
    cwd: local.stack.directory,
    env: { ...process.env, ...local.stack.environment },
  });
  const { steps } = await run(local.stack, "up");
  expect(steps).toContain("update relay-queues-events");
  expect(steps.filter((step) => /^(delete|replace)/.test(step))).toEqual([]);
  expect(await output<string>(local, "queueUrl")).toBe(url);
  expect(await postAll(local)).toHaveLength(5);
  expect((await run(local.stack, "preview")).steps).toEqual([]);
});
