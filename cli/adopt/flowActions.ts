import { AdobeError } from "../../adobe/client";
import { withAdobe } from "../adobeClient";
import { runPulumi, type StackOptions } from "../pulumi";
import { print, printJson, visible } from "../terminal";
import { UsageError, UserError } from "../userError";
import { widgetName } from "../widgetName";
import { readHandMadeFlow, type HandMadeFlow } from "./flow";
import { importParts } from "./flowImport";
import { modeFor } from "./flowMode";
import { previewWith } from "./flowPreview";
import { ownershipOf, type Ownership } from "./flowSchema";
import { settingsFor, type Setting } from "./flowSettings";
import { checkFits, onlyWidget, readTargetStack, resourcesOf, type Webhook } from "./flowStack";
import type { Planned } from "./plan";
import { publishDrafts } from "./publish";

export interface AdoptFlowOptions extends StackOptions {
  readonly flow: string;
  /** Which webhook posts to the dataflow. */
  readonly event?: string;
  readonly widget?: string;
  readonly mode?: string;
  /** Whether schema and dataset stay somebody else's. */
  readonly keepSchema?: true;
  /** Whether a draft is published. */
  readonly publish?: true;
  readonly dryRun?: true;
  readonly import?: true;
  readonly json?: true;
}

/** What `--json` prints: what was found, and what was done. */
interface Result extends HandMadeFlow {
  /** Whose schema and dataset are from now on. */
  readonly schemaOwner: "this stack" | "somebody else";
  /** Keys of the configuration that the stack gets, with their values. */
  readonly settings: Readonly<Record<string, string>>;
  /** Path of the file for `pulumi import`; only when it was written and not imported. */
  readonly file?: string;
  readonly imported: boolean;
}

type Target = AdoptFlowOptions & { readonly stack: string };
type Say = (text: string) => void;

/** `adopt --flow`: brings a dataflow that was made by hand under the program, with its URL. */
export async function adoptFlow(options: AdoptFlowOptions): Promise<void> {
  const { event } = options;
  if (event === undefined && options.mode !== "relay")
    throw new UsageError("Give --event: which of Chatlio's webhooks posts to the dataflow.");
  checkWidget(options.widget);
  checkFlow(options.flow);
  const target = { ...options, stack: options.stack ?? (await selectedStack(options)) };
  const stack = await readTargetStack(target);
  const mode = modeFor(stack, options.mode);
  const webhook =
    event === undefined || mode === "relay"
      ? undefined
      : { event, widget: options.widget ?? onlyWidget(stack) };
  const { flow, ownership } = await read(target, (found) => {
    checkFits(stack, found, webhook);
    if (options.keepSchema === true) return "--keep-schema is given.";
    // A stack that has left them to their owner goes on like that.
    return stack.existing && "chatlio-aep:existing names them.";
  });
  const say: Say = options.json === true ? () => undefined : print;
  const settings = settingsFor(stack, flow, ownership, { mode, webhook });
  say(description(flow, ownership, settings, isPublished(options, flow)));
  const creates = await previewWith(target, settings);
  if (isPublished(options, flow)) await publish(target, flow);
  const done = options.dryRun
    ? { imported: false }
    : await carryOut(target, { creates, flow, ownership, settings, webhook }, say);
  if (options.dryRun) say("Nothing was written.\n");
  const schemaOwner = ownership.ids === undefined ? "somebody else" : "this stack";
  const result = { ...flow, schemaOwner, settings: Object.fromEntries(settings), ...done } as const;
  if (options.json === true) printJson(result satisfies Result);
}

async function selectedStack(options: StackOptions): Promise<string> {
  return (await runPulumi(options, ["stack", "--show-name"], "name the selected stack")).trim();
}

/**
 * Reads the dataflow and whose its schema may be.
 *
 * @param check checks whether the stack can take the dataflow; why its schema stays somebody else's in any case
 */
async function read(
  options: Target,
  check: (flow: HandMadeFlow) => string | undefined,
): Promise<{ readonly flow: HandMadeFlow; readonly ownership: Ownership }> {
  try {
    return await withAdobe(options, async (client) => {
      const isUsed = options.mode !== "relay";
      const flow = await readHandMadeFlow(client, options.flow, isUsed);
      const ownership = await ownershipOf(client, flow, check(flow));
      const mayBeDraft = options.dryRun ?? options.publish ?? !isUsed;
      if (flow.drafts.length === 0 || mayBeDraft) return { flow, ownership };
      throw new UsageError(
        `The dataflow ${options.flow} is a draft, which has no URL. Give --publish to publish it with its connections, or publish it in Adobe's UI. Nothing was written.`,
      );
    });
  } catch (error) {
    throw asUserError(error);
  }
}

function isPublished({ dryRun, publish }: AdoptFlowOptions, { drafts }: HandMadeFlow): boolean {
  return publish === true && dryRun !== true && drafts.length > 0;
}

/** After the preview: what a stack cannot take stays a draft. */
async function publish(options: Target, flow: HandMadeFlow): Promise<void> {
  try {
    await withAdobe(options, (client) => publishDrafts(client, flow));
  } catch (error) {
    throw asUserError(error);
  }
}

function asUserError(error: unknown): unknown {
  return error instanceof AdobeError ? new UserError(error.message) : error;
}

/** @throws UsageError when no stack can have a widget of that name */
function checkWidget(widget: string | undefined): void {
  if (widget === undefined || widgetName.pattern.test(widget)) return;
  throw new UsageError(`--widget ${widget}: the name of a widget ${widgetName.rule}.`);
}

/** @throws UsageError when Adobe can have no dataflow of that id */
function checkFlow(id: string): void {
  if (/^[\w-]+$/.test(id)) return;
  throw new UsageError(
    `--flow ${visible(id)}: a dataflow's id is a UUID. Adobe's UI shows it in the dataflow's properties.`,
  );
}

function description(
  { datasetId, drafts, name, schemaId }: HandMadeFlow,
  { ids, reason }: Ownership,
  settings: readonly Setting[],
  isPublished: boolean,
): string {
  const owner =
    ids === undefined
      ? `Schema and dataset stay somebody else's. ${reason ?? ""}`
      : "Schema, field group and dataset become this stack's.";
  const draftText = isPublished
    ? "It is a draft, and is published after a preview.\n"
    : "It is a draft; --publish publishes it.\n";
  const draft = drafts.length > 0 ? draftText : "";
  const lines = settings.map(([key, value]) => `  ${key}: ${value}\n`).join("");
  return `The dataflow ${visible(name)} writes to the dataset ${datasetId} with the schema ${schemaId}.\n${draft}${owner}\n${lines}`;
}

interface Adoption {
  /** What the next update would create with the settings. */
  readonly creates: readonly Planned[];
  readonly flow: HandMadeFlow;
  readonly ownership: Ownership;
  readonly settings: readonly Setting[];
  /** Undefined: the dataflow stays where it is, and the relay gets one of its own. */
  readonly webhook: Webhook | undefined;
}

/** Writes the configuration and what `pulumi import` takes, and imports it on request. */
async function carryOut(
  options: Target,
  { creates, flow, ownership, settings, webhook }: Adoption,
  say: Say,
): Promise<Pick<Result, "file" | "imported">> {
  for (const [key, value] of settings)
    await runPulumi(options, ["config", "set", "--path", key, value], `set ${key}`);
  if (settings.length > 0) say(`Wrote the configuration of the stack ${options.stack}.\n`);
  const done = await importParts(options, creates, idsByName({ flow, ownership, webhook }), say);
  if (webhook === undefined)
    say(
      `\`pulumi up\` creates the relay with a dataflow of its own into the same dataset. When Chatlio posts to the relay, delete the dataflow ${visible(flow.name)} in Adobe's UI. To switch without losing an event, adopt it with --mode both instead.\n`,
    );
  return done;
}

/** Ids of what is adopted, by the names of the program's resources. */
function idsByName({
  flow: { ids },
  ownership: { ids: lasting },
  webhook,
}: Pick<Adoption, "flow" | "ownership" | "webhook">): ReadonlyMap<string, string> {
  return new Map([
    ...(lasting === undefined
      ? []
      : ([
          ["platform-field-group", lasting.fieldGroup],
          ["platform-schema", lasting.schema],
          ["platform-dataset", lasting.dataset],
        ] as const)),
    ...(webhook === undefined
      ? []
      : Object.entries(ids).map(([part, id]) => [`${resourcesOf(webhook)}-${part}`, id] as const)),
  ]);
}
