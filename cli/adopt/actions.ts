import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { Creates, nameIn } from "../../infra/relay/creates";
import { withProgress } from "../progress";
import { runPulumi, runPulumiForJson, type StackOptions } from "../pulumi";
import { table } from "../table";
import { print, printJson } from "../terminal";
import { UsageError } from "../userError";
import { finders, findMapping } from "./find";
import { findApiPart } from "./findApiParts";
import { importFile, type Existing } from "./importFile";
import { plannedCreates, type Planned } from "./plan";

export interface AdoptOptions extends StackOptions {
  readonly dryRun?: true;
  readonly json?: true;
}

/** The tag that names the state which created an object. Its value is the id of that state's provider. */
export const ownerTag = "chatlio-aep:owner";

const mappingType = "aws:lambda/eventSourceMapping:EventSourceMapping";

/** An object that exists, and whose it is. */
interface Leftover extends Existing {
  readonly owner: "this stack" | "another state" | "unknown";
}

/** `adopt`: imports what exists already of the objects that the next `pulumi up` would create. */
export async function adopt(options: AdoptOptions, names: readonly string[]): Promise<void> {
  const preview = await withProgress("Previewing the stack", () =>
    runPulumiForJson(options, ["preview"], "preview the stack"),
  );
  const creates = plannedCreates(preview);
  const region = await runPulumi(options, ["config", "get", "aws:region"], "read aws:region").catch(
    () => process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"] ?? "",
  );
  const found = await withProgress("Searching in AWS", () => findLeftovers(creates, region.trim()));
  const missing = names.filter((name) => !found.some(({ planned }) => planned.name === name));
  if (missing.length > 0) {
    throw new UsageError(
      `Nothing in AWS has the name of ${missing.join(", ")}, or the stack has it already. \`chatlio-aep adopt --dry-run\` lists what can be imported.`,
    );
  }
  if (found.length === 0 && options.json !== true) {
    print("Nothing to import: AWS has nothing of what the next `pulumi up` creates.\n");
    return;
  }
  const chosen = found.filter(
    ({ owner, planned }) => owner === "this stack" || names.includes(planned.name),
  );
  const imports = options.dryRun !== true && chosen.length > 0;
  if (options.json) {
    if (imports) await importAll(options, chosen, creates);
    printJson({
      dryRun: options.dryRun ?? false,
      objects: found.map((one) => entryOf(one, chosen)),
    });
    return;
  }
  report(found, chosen);
  if (chosen.length > 0) {
    print(
      "If another stack has one of them since `pulumi state move`, remove it there with `pulumi state delete`. Otherwise that stack's next update may delete it.\n",
    );
  }
  if (!imports) return;
  await importAll(options, chosen, creates);
  print(`Imported ${count(chosen)}. \`pulumi up\` brings them up to date.\n`);
}

async function findLeftovers(creates: readonly Planned[], region: string): Promise<Leftover[]> {
  const byType = finders(region);
  const found = await Promise.all(
    creates.map(async (planned): Promise<Leftover[]> => {
      const { inputs, type } = planned;
      const part = await findApiPart(planned, region);
      if (part !== undefined) return [{ planned, id: part, owner: "this stack" }];
      const name = nameIn(inputs);
      if (typeof name !== "string") return [];
      const object = await byType[type]?.(name);
      if (object === undefined) return [];
      const own = (inputs["tags"] as Readonly<Record<string, unknown>> | undefined)?.[ownerTag];
      if (object.tags === undefined) return [{ planned, id: object.id, owner: "this stack" }];
      const actual = object.tags[ownerTag];
      const owner =
        actual === undefined ? "unknown" : actual === own ? "this stack" : "another state";
      return [{ planned, id: object.id, owner }];
    }),
  );
  const named = found.flat();
  return [...named, ...(await findMappings(creates, named, region))];
}

/** A mapping has no name. It is this stack's when its function is. */
async function findMappings(
  creates: readonly Planned[],
  named: readonly Leftover[],
  region: string,
): Promise<Leftover[]> {
  const newQueues = creates
    .filter(({ type }) => type === "aws:sqs/queue:Queue")
    .map(({ inputs }) => String(inputs["name"]));
  const found: Leftover[] = [];
  for (const planned of creates.filter(({ type }) => type === mappingType)) {
    const { eventSourceArn, functionName } = planned.inputs;
    const queues = [...newQueues, String(eventSourceArn).split(":").at(-1) ?? ""];
    // The function of the same component.
    const ownFunction = planned.name.replace(/-trigger$/, "-function");
    const left = named.find(({ planned: { name } }) => name === ownFunction);
    const name = left?.id ?? String(functionName).split(":function:").at(1);
    if (name === undefined) continue;
    const ids = await Promise.all(queues.map((queue) => findMapping(region, name, queue)));
    const id = ids.find((each) => each !== undefined);
    if (id !== undefined) found.push({ planned, id, owner: left?.owner ?? "this stack" });
  }
  return found;
}

function entryOf(one: Leftover, chosen: readonly Leftover[]): object {
  const { id, owner, planned } = one;
  return { resource: planned.name, object: id, createdBy: owner, imported: chosen.includes(one) };
}

function report(found: readonly Leftover[], chosen: readonly Leftover[]): void {
  const rows = found.map((each) => [
    each.planned.name,
    each.id,
    each.owner,
    chosen.includes(each) ? "yes" : "no",
  ]);
  print(table([["RESOURCE", "OBJECT IN AWS", "CREATED BY", "IMPORTED"], ...rows]));
  const left = found.filter((each) => !chosen.includes(each));
  if (left.length > 0) {
    print(
      `${count(left)} not imported: no tag says that this stack has created them. If no other stack uses them, name them: chatlio-aep adopt ${left.map(({ planned }) => planned.name).join(" ")}\n`,
    );
  }
}

function count(objects: readonly unknown[]): string {
  return objects.length === 1 ? "1 object" : `${objects.length} objects`;
}

/** Tells the journal that the engine has got the objects: otherwise the next updates take them for left behind. */
function noteImported(imported: readonly Leftover[]): void {
  const creates = new Creates();
  for (const { id, owner: creator, planned } of imported) {
    const { inputs, type } = planned;
    const owner = (inputs["tags"] as Readonly<Record<string, unknown>> | undefined)?.[ownerTag];
    const name = nameIn(inputs);
    if (creator !== "this stack" || typeof owner !== "string" || typeof name !== "string") continue;
    creates.got({ owner, type, name, id });
  }
}

async function importAll(
  options: AdoptOptions,
  chosen: readonly Leftover[],
  creates: readonly Planned[],
): Promise<void> {
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), "adopt-"));
  try {
    const file = path.join(directory, "import.json");
    await fs.writeFile(file, JSON.stringify(importFile(chosen, creates)));
    const flags = ["--yes", "--skip-preview", "--protect=false", "--generate-code=false"];
    await runPulumi(options, ["import", "--file", file, ...flags], "import the objects");
    noteImported(chosen);
  } finally {
    await fs.rm(directory, { recursive: true });
  }
}
