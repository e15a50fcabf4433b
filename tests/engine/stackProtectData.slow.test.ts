import { execFile } from "node:child_process";
import fs from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

import { createClient } from "../../adobe/client";
import { emulatorCredentials } from "../../emulator";
import { repository } from "../../local/toolchain/context";
import { output, postAll, rowsOf, run, runToFailure, startLocal, type Local } from "./stackSupport";
import { closeAll } from "./support/closeAll";

// A whole stack on a busy machine takes minutes; what hangs ends here.
jest.setTimeout(600_000);

let local: Local;

beforeAll(async () => {
  local = await startLocal({ config: { "chatlio-aep:protectData": "true" } });
}, 600_000);

afterAll(() => closeAll(local));

const lasting = ["datasetId", "schemaId", "queueUrl", "deadLetterQueueUrl"];

async function identities() {
  return Object.fromEntries(
    await Promise.all(lasting.map(async (name) => [name, await output<string>(local, name)])),
  ) as Record<string, string>;
}

const laterField = "/definitions/customFields/properties/_localtenant/properties/later";

/** Adds a field to the field group, as a later release of this project might have done. */
async function addLaterField(): Promise<() => Promise<unknown>> {
  const url = local.services.aepUrl;
  const ui = createClient({ ...emulatorCredentials, imsUrl: url, platformUrl: url });
  const [group] = await ui.registry.findAll("fieldgroups");
  const id = group?.$id ?? "";
  const add = { op: "add", path: laterField, value: { type: "string", title: "Later" } };
  await ui.registry.patch("fieldgroups", id, [add]);
  return async () => {
    const found = await ui.registry.get("fieldgroups", id);
    ui.close();
    return found?.["definitions"];
  };
}

/** The commands of docs/operating.md that import a queue, for the queue at a URL. */
async function documentedImport(url: string): Promise<string> {
  const page = await fs.readFile(path.join(repository, "docs/operating.md"), "utf8");
  const blocks = [...page.matchAll(/^```sh\n([^]*?)^```/gm)].map(([, commands = ""]) => commands);
  const [commands = "", ...others] = blocks.filter((block) => block.includes("pulumi import aws:"));
  expect(others).toEqual([]);
  return commands.replace(/^queue_url=.*$/m, `queue_url=${url}`);
}

test("protectData: a destroy keeps dataset, schema and queues, and the next up adopts them", async () => {
  await run(local.stack, "up");
  const before = await identities();
  const delivered = await postAll(local);

  // The plan says which of its deletions are none, before anything happens.
  const plan: string[] = [];
  await local.stack.destroy({ previewOnly: true, color: "never", onOutput: (t) => plan.push(t) });
  const retained = plan.join("").match(/^.*\[retain\]/gm) ?? [];
  expect(retained.map((line) => /(\S+) delete\[retain\]/.exec(line)?.[1]).sort()).toEqual([
    "platform-dataset",
    "platform-field-group",
    "platform-identity-email",
    "platform-schema",
    "relay-archive-bucket",
    "relay-queues-dead-letters",
    "relay-queues-events",
    "relay-queues-undelivered",
  ]);
  await run(local.stack, "destroy");
  const fieldsNow = await addLaterField();

  // Nothing is adopted without consent: the objects could belong to another stack of this name.
  await local.stack.setConfig("adobe-aep:adoptExisting", { value: "true" });
  const { messages } = await run(local.stack, "up");
  expect(messages.join("\n")).toContain(`adopted the dataset ${before["datasetId"] ?? ""}`);
  expect(await identities()).toEqual(before);
  // A field that this release does not know stays.
  expect(messages.join("\n")).toMatch(/has later at Adobe, .* left as it is/);
  expect(JSON.stringify(await fieldsNow())).toContain('"later"');
  // The rows are still there, and new ones come to them.
  await rowsOf(
    local,
    delivered.map(({ id }) => id),
  );
  expect(await postAll(local)).toHaveLength(5);
});

// The same stack goes on.
test("queues that were kept with other attributes are imported as documented, and kept", async () => {
  const url = await output<string>(local, "queueUrl");
  await run(local.stack, "destroy");
  await local.stack.removeConfig("adobe-aep:adoptExisting");
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
