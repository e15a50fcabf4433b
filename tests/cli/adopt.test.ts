import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { ownerTag } from "../../cli/adopt/actions";
import * as naming from "../../infra/naming";
import { Creates } from "../../infra/relay/creates";
import { startAwsServer, type AwsServer } from "../handlers/support/awsServer";
import { runInProcess } from "./inProcess";
import { writePulumi, type Exit } from "./support";

let aws: AwsServer;
let bin: string;
const home = process.env["PULUMI_HOME"];

const parent =
  "urn:pulumi:dev::chatlio-aep::chatlio-aep:relay:Relay$chatlio-aep:relay:Queues::relay-queues";

function create(name: string) {
  return {
    op: "create",
    urn: `${parent}-${name}`,
    newState: {
      type: "aws:sqs/queue:Queue",
      parent,
      inputs: { name: `acme-${name}`, tags: { [ownerTag]: "this-provider" } },
    },
  };
}

/** A `pulumi` whose preview creates these queues; what it imports is in `imported.json`. */
function stubPulumi(...names: string[]): void {
  const steps = JSON.stringify({ steps: names.map(create) });
  writePulumi(
    bin,
    `case "$1" in
preview) echo '${steps}' ;;
config) echo us-east-1 ;;
import) cp "$3" imported.json ;;
esac`,
  );
}

beforeEach(async () => {
  aws = await startAwsServer();
  bin = mkdtempSync(path.join(os.tmpdir(), "pulumi-"));
  process.env["PULUMI_HOME"] = bin;
});
afterEach(async () => {
  if (home === undefined) delete process.env["PULUMI_HOME"];
  else process.env["PULUMI_HOME"] = home;
  rmSync(bin, { recursive: true });
  await aws.close();
});

function adopt(...args: string[]): Promise<Exit> {
  return runInProcess({ aws, bin }, ["adopt", ...args, "--cwd", bin]);
}

function imported(): string[] | undefined {
  try {
    const text = readFileSync(path.join(bin, "imported.json"), "utf8");
    const { resources } = JSON.parse(text) as { resources: { name: string }[] };
    return resources.map(({ name }) => name);
  } catch {
    return undefined;
  }
}

test("the tag is the one that the program sets", () => {
  expect(ownerTag).toBe(naming.ownerTag);
});

test("imports what this stack has created, and lists what it has not", async () => {
  stubPulumi("own", "other", "untagged", "new");
  aws.queueTags.set("acme-own", { [ownerTag]: "this-provider" });
  aws.queueTags.set("acme-other", { [ownerTag]: "another-provider" });
  aws.queueTags.set("acme-untagged", {});
  const { status, stdout } = await adopt();
  expect(status).toBe(0);
  expect(stdout).toMatch(/^relay-queues-own .* this stack +yes$/m);
  expect(stdout).toMatch(/^relay-queues-other .* another state +no$/m);
  expect(stdout).toMatch(/^relay-queues-untagged .* unknown +no$/m);
  expect(stdout).toContain("chatlio-aep adopt relay-queues-other relay-queues-untagged");
  expect(stdout).toContain("If another stack has one of them since `pulumi state move`");
  expect(stdout).toContain("Imported 1 object. `pulumi up` brings");
  expect(imported()).toEqual(["relay-queues-own"]);
});

test("what a killed deployment left is not taken as left behind once it is imported", async () => {
  stubPulumi("own", "other");
  aws.queueTags.set("acme-own", { [ownerTag]: "this-provider" });
  aws.queueTags.set("acme-other", { [ownerTag]: "another-provider" });
  const type = "aws:sqs/queue:Queue";
  const scope = JSON.stringify(["1", "us-east-1", "dev", "file:///a"]);
  for (const name of ["acme-own", "acme-other"]) {
    const newInputs = { name, tags: { [ownerTag]: "this-provider" } };
    new Creates().begin({ type, newInputs }, scope);
  }
  const isLeft = (name: string) => {
    const id = new URL(`/0/${name}`, aws.url).href;
    return new Creates().wasKilled({ owner: "this-provider", type, name, id }, scope);
  };
  expect((await adopt("--dry-run")).stdout).toContain("/0/acme-own");
  expect(["acme-own", "acme-other"].map(isLeft)).toEqual([true, true]);
  await adopt();
  expect(["acme-own", "acme-other"].map(isLeft)).toEqual([false, true]);
});

test("imports what another state has created only when it is named", async () => {
  stubPulumi("other");
  aws.queueTags.set("acme-other", { [ownerTag]: "another-provider" });
  expect((await adopt()).stdout).not.toContain("Imported");
  expect(imported()).toBeUndefined();
  expect((await adopt("relay-queues-other", "--dry-run")).stdout).toMatch(/ yes$/m);
  expect(imported()).toBeUndefined();
  expect((await adopt("relay-queues-other")).stdout).toContain("Imported 1 object.");
  expect(imported()).toEqual(["relay-queues-other"]);
});

test("says so when there is nothing to import, or nothing of that name", async () => {
  stubPulumi("new");
  expect((await adopt()).stdout).toContain("Nothing to import");
  const named = await adopt("relay-queues-new");
  expect([named.status, named.stderr]).toEqual([
    2,
    expect.stringContaining("Nothing in AWS has the name of relay-queues-new") as string,
  ]);
});

test("a preview that fails is an error in one line", async () => {
  writePulumi(bin, "echo 'error: no stack selected' >&2; exit 1");
  const { status, stderr } = await adopt();
  expect(status).toBe(2);
  expect(stderr).toBe("Pulumi cannot preview the stack: error: no stack selected\n");
});
