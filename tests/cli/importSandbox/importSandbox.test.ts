import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { emulatorCredentials } from "../../../emulator";
import { catalog } from "../../emulator/support/client";
import { useEmulator, withEmulator } from "../../emulator/support/emulator";
import { sendLabRequests } from "../../emulator/support/labs";
import { contentType, makeSchema } from "../../emulator/support/objects";
import { runIn } from "../inProcess";
import type { Exit } from "../support";

const client = useEmulator();
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "import-sandbox-"));
  await sendLabRequests(client);
  const schemaRef = { id: await makeSchema(client, []), contentType };
  const body = { name: "Tagged", schemaRef, tags: { team: ["chat"] } };
  const made = await client.call("POST", `${catalog}/dataSets`, { body });
  await client.call("PATCH", `${catalog}/${String((made.body as string[])[0]).slice(2)}`, {
    headers: { "content-type": "application/json-patch+json" },
    body: [{ op: "add", path: "/tags/acp_validationContext", value: ["disabled"] }],
  });
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => client.admin.clearFaults());

function run(...args: string[]): Promise<Exit> {
  return runAt(client.url, ...args);
}

function runAt(url: string, ...args: string[]): Promise<Exit> {
  const { orgId, clientId, clientSecret, sandbox } = emulatorCredentials;
  const env = {
    AEP_ORG_ID: orgId,
    AEP_CLIENT_ID: clientId,
    AEP_CLIENT_SECRET: clientSecret,
    AEP_SANDBOX: sandbox,
    AEP_IMS_URL: url,
    AEP_PLATFORM_URL: url,
  };
  return runIn({ cwd: folder, env }, ["import-sandbox", ...args]);
}

interface Report {
  readonly files: readonly string[];
  readonly objects: readonly { readonly type: string; readonly name: string }[];
  readonly imported: readonly {
    readonly type: string;
    readonly name: string;
    readonly chosen: boolean;
  }[];
  readonly notListed: readonly object[];
}

async function json(...args: string[]): Promise<Report> {
  return JSON.parse((await run(...args, "--json")).stdout) as Report;
}

it("lists what is there, without what is Adobe's, when nothing is chosen", async () => {
  const { status, stdout, stderr } = await run();
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^xdm:Schema +Customer Account +https:/m);
  expect(stdout).toMatch(
    /^xdm:IdentityDescriptor +_tenant\.customerID of Customer Account +[0-9a-f]+$/m,
  );
  expect(stdout).toMatch(/^identity:Namespace +customerNumber +\d+$/m);
  expect(stdout).not.toMatch(/^identity:Namespace +Email/m);
  expect(stdout).toMatch(/^\d+ objects\. Choose with --type, --name or --all/m);
  const { objects } = await json();
  expect(objects).toContainEqual(expect.objectContaining({ name: "Customer Account Dataset" }));
});

it("chooses what a chosen object refers to, and says so", async () => {
  const args = ["--type", "xdm:IdentityDescriptor", "--name", "_tenant.customerid", "--dry-run"];
  const { imported, files } = await json(...args);
  expect(files).toEqual([]);
  expect(imported.map(({ type, name, chosen }) => [type, name, chosen])).toEqual([
    ["xdm:FieldGroup", "Customer Account Details", false],
    ["xdm:Schema", "Customer Account", false],
    ["xdm:IdentityDescriptor", "_tenant.customerID", true],
    ["identity:Namespace", "customerNumber", false],
  ]);
  const { stdout } = await run(...args);
  expect(stdout).toMatch(/^xdm:Schema +Customer Account +\S+ +another refers to it$/m);
  expect(stdout).toContain("4 objects would be written.");
});

it("writes program and import file, and overwrites them with --force only", async () => {
  const args = ["--type", "adobe-aep:catalog:Dataset", "--out", "brought"];
  const { status, stdout } = await run(...args);
  expect(status).toBe(0);
  expect(stdout).toContain("pulumi import --file brought/import.json --generate-code=false");
  const program = readFileSync(path.join(folder, "brought/index.ts"), "utf8");
  expect(program).toContain("schemaId: customerAccountSchema.id");
  const { resources } = JSON.parse(
    readFileSync(path.join(folder, "brought/import.json"), "utf8"),
  ) as { resources: object[] };
  expect(resources).toContainEqual({
    type: "adobe-aep:catalog:Dataset",
    name: "customerAccountDataset",
    id: expect.stringMatching(/^[0-9a-f]{24}$/) as string,
  });
  writeFileSync(path.join(folder, "brought/index.ts"), "mine");
  const again = await run(...args);
  expect(again.status).toBe(2);
  expect(again.stderr).toMatch(/index\.ts is there already\. Give another --out, or --force/);
  expect(readFileSync(path.join(folder, "brought/index.ts"), "utf8")).toBe("mine");
  expect((await run(...args, "--force")).status).toBe(0);
  expect(readFileSync(path.join(folder, "brought/index.ts"), "utf8")).toBe(program);
});

it.each([
  [["--all"], "Give --out, the folder to write to, or --dry-run."],
  [["--out", "x"], "Say what is to be written to --out: give --all, or --type and --name."],
  [["--all", "--name", "a", "--out", "x"], "Give either --all, or --type and --name."],
  [["--type", "xdm:Skema", "--dry-run"], "The provider has no type xdm:Skema. Valid types: xdm:"],
  [["--name", "nothing*", "--dry-run"], "Nothing in the sandbox fits --type and --name."],
  [["--sandbox", "none"], "sandbox"],
  [["--all", "--out", "file/x"], "Give another --out."],
])("ends with exit code 2 and one line for %j", async (args, message) => {
  writeFileSync(path.join(folder, "file"), "");
  const { status, stderr, stdout } = await run(...args);
  expect(stderr).toContain(message);
  expect(stderr.trim().split("\n")).toHaveLength(1);
  expect([status, stdout]).toEqual([2, ""]);
});

it("goes on without what the credential may not list", async () => {
  await client.admin.injectFault({
    match: { path: "/data/foundation/conversion/*" },
    do: { status: 403 },
  });
  const { status, stdout, stderr } = await run();
  expect(status).toBe(0);
  expect(stderr).toMatch(/^dataprep:MappingSet could not be listed: .*403/);
  expect(stdout).not.toMatch(/^dataprep:/m);
  expect(stdout).toMatch(/^flow:Dataflow /m);
  expect((await run("--all", "--dry-run")).status).toBe(1);
  expect((await run("--type", "xdm:Schema", "--dry-run")).status).toBe(0);
});

it("has nothing to write of an empty sandbox", async () => {
  await withEmulator({}, async ({ url }) => {
    const { status, stdout } = await runAt(url, "--all", "--out", "empty");
    expect([status, stdout]).toEqual([
      0,
      "Nothing to import: the sandbox has no objects but Adobe's.\n",
    ]);
  });
});

it("names what a program does not have of an object, in the program and on standard error", async () => {
  const { status, stderr } = await run("--name", "Tagged", "--out", "noted");
  expect(status).toBe(0);
  expect(stderr).toMatch(
    /^Note: the dataset [0-9a-f]{24} has what no program can write: tags\["acp_validationContext"\]\./,
  );
  const program = readFileSync(path.join(folder, "noted/index.ts"), "utf8");
  expect(program).toMatch(/^\/\/ the dataset [0-9a-f]{24} has what no program can write/m);
  expect(program).toMatch(/tags: \{\s*team: \["chat"\]/);
});

it("imports the rest when one object cannot be read, and ends with exit code 1", async () => {
  await client.admin.injectFault({
    match: { path: "/data/foundation/schemaregistry/tenant/fieldgroups/*" },
    do: { status: 403 },
  });
  const { status, stdout, stderr } = await run("--all", "--out", "partly");
  expect(status).toBe(1);
  expect(stderr).toMatch(/^Not imported: xdm:FieldGroup "Customer Account Details" \(https:.*403/m);
  expect(stdout).toMatch(/^xdm:Schema +Customer Account /m);
  const program = readFileSync(path.join(folder, "partly/index.ts"), "utf8");
  expect(program).toMatch(/^\/\/ The object https:\S+ is not in this program/m);
  expect(program).toMatch(/^\/\/ - xdm:FieldGroup "Customer Account Details" /m);
});
