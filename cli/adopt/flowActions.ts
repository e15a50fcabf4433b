import fs from "node:fs/promises";
import path from "node:path";

import { AdobeError } from "../../adobe/client";
import { withAdobe } from "../adobeClient";
import { runPulumi, runPulumiForJson, type StackOptions } from "../pulumi";
import { print, printJson } from "../terminal";
import { UserError } from "../userError";
import { readHandMadeFlow, type HandMadeFlow } from "./flow";
import { importFile } from "./importFile";
import { plannedCreates } from "./plan";

export interface AdoptFlowOptions extends StackOptions {
  readonly flow: string;
  /** Which webhook posts to the dataflow. */
  readonly event?: string;
  readonly widget?: string;
  readonly mode?: string;
  readonly dryRun?: true;
  readonly import?: true;
  readonly json?: true;
}

/** What `--json` prints: what was found, and what was done. */
interface Result extends HandMadeFlow {
  /** Keys of the configuration that the stack gets, with their values. */
  readonly settings: Readonly<Record<string, string>>;
  /** Path of the file for `pulumi import`; only when it was written and not imported. */
  readonly file?: string;
  readonly imported: boolean;
}

/** `adopt --flow`: brings a dataflow that was made by hand under the program, with its URL. */
export async function adoptFlow(options: AdoptFlowOptions): Promise<void> {
  const { event, mode = "direct", widget = "main" } = options;
  if (event === undefined && mode !== "relay")
    throw new UserError("Give --event: which of Chatlio's webhooks posts to the dataflow.", 2);
  const stack = options.stack ?? (await selectedStack(options));
  const target = { ...options, stack };
  const say = options.json === true ? () => undefined : print;
  const flow = await read(target);
  say(
    `The dataflow ${flow.name} writes to the dataset ${flow.datasetId} with the schema ${flow.schemaId}.\n`,
  );
  const webhook = event === undefined || mode === "relay" ? undefined : { event, widget };
  const settings = settingsFor(flow, mode, webhook);
  say(settings.map(([key, value]) => `  ${key}: ${value}\n`).join(""));
  const result = { ...flow, settings: Object.fromEntries(settings), imported: false };
  if (options.dryRun) {
    say("Nothing was written.\n");
    finish(result, options);
    return;
  }
  for (const [key, value] of settings)
    await runPulumi(target, ["config", "set", "--path", key, value], `set ${key}`);
  say(`Wrote the configuration of the stack ${stack}.\n`);
  if (webhook === undefined) {
    say(
      `\`pulumi up\` creates the relay with a dataflow of its own into the same dataset. When Chatlio posts to the relay, delete the dataflow ${flow.name} in Adobe's UI.\n`,
    );
    finish(result, options);
    return;
  }
  finish({ ...result, ...(await importParts(target, flow, webhook, say)) }, options);
}

function finish(result: Result, { json }: AdoptFlowOptions): void {
  if (json === true) printJson(result);
}

async function selectedStack(options: StackOptions): Promise<string> {
  return (await runPulumi(options, ["stack", "--show-name"], "name the selected stack")).trim();
}

async function read(options: AdoptFlowOptions): Promise<HandMadeFlow> {
  try {
    return await withAdobe(options, (client) => readHandMadeFlow(client, options.flow));
  } catch (error) {
    if (error instanceof AdobeError) throw new UserError(error.message);
    throw error;
  }
}

interface Webhook {
  readonly event: string;
  readonly widget: string;
}

/** The configuration under which a preview changes nothing of what is adopted. */
function settingsFor(
  { datasetId, schemaId }: HandMadeFlow,
  mode: string,
  webhook: Webhook | undefined,
): readonly (readonly [key: string, value: string])[] {
  return [
    ["chatlio-aep:mode", mode],
    ["chatlio-aep:existing.schemaId", schemaId],
    ["chatlio-aep:existing.datasetId", datasetId],
    ...(webhook === undefined
      ? []
      : ([
          ["chatlio-aep:widgets[0]", webhook.widget],
          ["chatlio-aep:events[0]", webhook.event],
          ["chatlio-aep:adopted[0]", `${webhook.widget}/${webhook.event}`],
        ] as const)),
  ];
}

/** Writes what `pulumi import` takes, and imports it on request. */
async function importParts(
  options: AdoptFlowOptions & { readonly stack: string },
  { ids }: HandMadeFlow,
  { event, widget }: Webhook,
  say: (text: string) => void,
): Promise<Pick<Result, "file" | "imported">> {
  const creates = plannedCreates(
    await runPulumiForJson(options, ["preview"], "preview the stack with this configuration"),
  );
  const existing = Object.entries(ids).flatMap(([part, id]) => {
    const planned = creates.find(({ name }) => name === `direct-${widget}-${event}-${part}`);
    return planned === undefined ? [] : [{ planned, id }];
  });
  if (existing.length === 0) {
    say("The stack has the dataflow already.\n");
    return { imported: false };
  }
  const file = path.join(options.cwd, `adopt-${options.stack.split("/").at(-1) ?? ""}.json`);
  await fs.writeFile(file, `${JSON.stringify(importFile(existing, creates), null, 2)}\n`);
  const flags = ["--yes", "--skip-preview", "--protect=false", "--generate-code=false"];
  const args = ["import", "--file", file, ...flags];
  if (!options.import) {
    const command = ["pulumi", ...args, "--stack", options.stack].join(" ");
    say(`Wrote ${file}. Import it, or run this command again with --import:\n  ${command}\n`);
    return { file, imported: false };
  }
  await runPulumi(options, args, "import the dataflow");
  await fs.rm(file);
  say(
    "Imported the dataflow, its connections and its mapping set. `pulumi preview` shows no change to them. Its URL stays.\n",
  );
  return { imported: true };
}
