import { execFile } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

import { LambdaClient } from "@aws-sdk/client-lambda";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import fetch from "node-fetch";

import { startEmulator, type Emulator, type EmulatorOptions } from "../../emulator";
import { EmulatorClient, type Row } from "../../emulator/client";
import { events } from "../../handlers/model";
import { deliver, readPayloads, type DeliveredEvent } from "../../local/demo/webhooks";
import { startServices, type Services } from "../../local/services";
import { awsIdentity } from "../../local/services/ministack";
import { repository } from "../../local/toolchain/context";
import type { LocalStack } from "../../local/workspace";
import { runIn } from "../cli/inProcess";
import { slowOptions } from "../support/slowPlatform";
import { closeAll, type Closable } from "./support/closeAll";
import { endRepeated, repeat } from "./support/repeat";
import { createTestStack, type TestStackOptions } from "./support/testStack";

const payloads = path.join(__dirname, "../fixtures/payloads");

/** The local stack and the services below it. */
export interface Local {
  readonly services: Services;
  readonly stack: LocalStack;
  readonly emulator: EmulatorClient;
  close(): Promise<void>;
}

type LocalOptions = Pick<TestStackOptions, "config" | "keepPlugins" | "savesEachStep"> & {
  readonly workDir?: string;
  readonly emulator?: EmulatorOptions;
  /** A proxy in front of AWS, by AWS's address. The stack's provider uses it. */
  readonly awsProxy?: (awsUrl: string) => Promise<{ readonly url: string }>;
  /** The same in front of Adobe's APIs. Events do not pass it. */
  readonly adobeProxy?: (aepUrl: string) => Promise<{ readonly url: string }>;
};

/** Starts the services and makes the local stack over them, of this project or of a copy of it. */
export async function startLocal(options: LocalOptions = {}): Promise<Local> {
  const made: Closable[] = [];
  // What uses another comes before it.
  const close = () => {
    endRepeated();
    return closeAll(...made.splice(0).reverse());
  };
  try {
    const emulator = await startEmulator({ ...slowOptions, ...options.emulator });
    made.push(emulator);
    const { url: aepUrl, adminSecret } = emulator;
    const services = await startServices({ aepUrl, adminSecret });
    made.push(services);
    const stack = await createLocalTestStack(services, emulator, options);
    made.push(stack);
    return { services, stack, emulator: new EmulatorClient(services.aepUrl, services), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function createLocalTestStack(
  services: Services,
  emulator: Emulator,
  { workDir = repository, config, awsProxy, adobeProxy, ...options }: LocalOptions,
): Promise<LocalStack> {
  const aws = await awsProxy?.(services.aws?.url ?? "");
  const adobe = await adobeProxy?.(emulator.url);
  const token = randomBytes(32).toString("base64url");
  return createTestStack({
    workDir,
    services,
    keepPlugins: options.keepPlugins,
    savesEachStep: options.savesEachStep,
    env: {
      ...(aws && { AWS_ENDPOINT_URL: aws.url }),
      ...(adobe && { AEP_PLATFORM_URL: adobe.url }),
    },
    config: { ...config, "chatlio-aep:webhookTokens[0]": { value: token, secret: true } },
  });
}

/** What an operation did: `update relay-receiver-function`, and what the engine said. */
export interface Report {
  readonly steps: readonly string[];
  readonly messages: readonly string[];
}

function plain(text: string) {
  return text.replace(/<\{%[^%]*%\}>/g, "");
}
function nameOf(urn: string) {
  return urn.split("::").at(-1) ?? "";
}

/** Collects an operation's events; give `onEvent` to it, read the report when it is over. */
export function recorder() {
  const steps: string[] = [];
  const messages: string[] = [];
  return {
    report: { steps, messages } satisfies Report,
    onEvent: ({ resourcePreEvent: pre, diagnosticEvent: diagnostic }: EngineEvent) => {
      if (pre !== undefined && !["same", "read", "refresh"].includes(pre.metadata.op)) {
        steps.push(`${pre.metadata.op} ${nameOf(pre.metadata.urn)}`);
      }
      // The engine sends its debug messages too, which the SDK's type does not know.
      if (diagnostic !== undefined && (diagnostic.severity as string) !== "debug") {
        messages.push(plain(diagnostic.message));
      }
    },
  };
}

type Operation = "up" | "preview" | "refresh" | "destroy";

/** Runs an operation to its end and reports what it did. */
export async function run(
  stack: LocalStack,
  operation: Operation,
  options: { readonly refresh?: boolean } = {},
): Promise<Report> {
  const { report, onEvent } = recorder();
  await stack[operation]({ ...options, onEvent });
  return report;
}

/** Runs an operation that must fail; what the engine said. */
export async function runToFailure(
  stack: LocalStack,
  operation: Operation,
  options: { readonly continueOnError?: boolean; readonly parallel?: number } = {},
): Promise<string> {
  const { report, onEvent } = recorder();
  const failed = await stack[operation]({ ...options, onEvent }).then(
    () => false,
    () => true,
  );
  if (!failed) throw new Error(`${operation} did not fail`);
  return report.messages.join("\n");
}

/** Polls until something is there; fails when 2,400 looks have not found it. */
export async function eventually<T>(poll: () => Promise<T | undefined>, what: string): Promise<T> {
  for (let looks = 0; looks < 2_400; looks += 1) {
    const found = await poll();
    if (found !== undefined) return found;
    await sleep(100);
  }
  throw new Error(`${what} did not come`);
}

/**
 * Runs the operator's command on the stack, in this process, one at a time; what it printed. Fails with what it said, and
 * with what it had printed. tests/cli/bin.test.ts starts it as a program.
 */
export async function cli({ stack }: Local, ...args: string[]): Promise<string> {
  const here = ["--stack", stack.name, "--cwd", stack.directory];
  const env = { ...process.env, ...stack.environment };
  const { status, stdout, stderr } = await runIn({ env }, [...args, ...here]);
  if (status !== 0) throw Object.assign(new Error(stderr), { stdout });
  return stdout;
}

/** A client for the functions in the local AWS, to be destroyed. */
export function lambdaOf({ services }: Local): LambdaClient {
  return new LambdaClient({
    endpoint: services.aws?.url ?? "",
    region: awsIdentity.region,
    ...(services.aws === undefined ? {} : { credentials: services.aws.credentials }),
  });
}

/** The file of docs/operating.md that lets a stack delete its data, next to the stack's project. */
export async function policyConfig({ stack }: Local): Promise<string> {
  const page = await fs.readFile(path.join(repository, "docs/operating.md"), "utf8");
  const [, json = ""] = /```json\n(\{ "data-protected"[^]*?)```/.exec(page) ?? [];
  const file = path.join(stack.directory, "policy.json");
  await fs.writeFile(file, json);
  return file;
}

/** The messages that `dlq list` shows. */
export async function dlqMessages(
  local: Local,
  ...filters: string[]
): Promise<readonly { readonly id: string; readonly reason: string }[]> {
  const text = await cli(local, "dlq", "list", "--json", ...filters);
  return JSON.parse(text) as { readonly id: string; readonly reason: string }[];
}

/** Waits until the keeper has put so many messages into the dead-letter queue; what `dlq list` then shows. */
export function dlqHas(local: Local, count: number): ReturnType<typeof dlqMessages> {
  return eventually(async () => {
    const messages = await dlqMessages(local);
    return messages.length >= count ? messages : undefined;
  }, `${count} DLQ messages`);
}

/** The state as it is kept, secrets encrypted, or with its secrets opened. */
export async function exportState(
  stack: LocalStack,
  secrets: "encrypted" | "opened",
): Promise<string> {
  const args = ["stack", "export", "--stack", stack.name, "--non-interactive"];
  if (secrets === "opened") args.push("--show-secrets");
  const { stdout } = await promisify(execFile)("pulumi", args, {
    cwd: stack.directory,
    env: { ...process.env, ...stack.environment },
    maxBuffer: 2 ** 26,
  });
  return stdout;
}

export type Urls = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** One of the stack's outputs, secrets opened. */
export async function output<T>({ stack }: Local, name: string): Promise<T> {
  return (await stack.outputs())[name]?.value as T;
}

/** Every text of some length in what {@link postAll} posts. */
export async function postedTexts(): Promise<readonly string[]> {
  const all: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value === "string" && value.length > 5) all.push(value);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(visit);
  };
  const slugs = events.map(({ slug }) => slug);
  for (const text of (await readPayloads(payloads, slugs)).values()) visit(JSON.parse(text));
  return all;
}

/** Posts one payload of each webhook, and waits for the rows. */
export async function postAll(local: Local): Promise<readonly DeliveredEvent[]> {
  const urls = (await output<Urls>(local, "webhookUrls"))["main"] ?? {};
  return deliver(
    await readPayloads(
      payloads,
      events.map(({ slug }) => slug),
    ),
    urls,
    await output<string>(local, "datasetId"),
    local.emulator,
    () => undefined,
  );
}

/** Posts an event like no other; its id when the relay accepted it. */
export async function postOne(url: string): Promise<string | undefined> {
  const conversationUUID = randomUUID();
  const body = JSON.stringify({ conversationUUID, visitor: { handle: "switzerland-112" } });
  const response = await fetch(url, { method: "POST", body }).catch(() => undefined);
  if (response?.status !== 202) return undefined;
  const { id } = (await response.json()) as { id?: string };
  return id;
}

/** Posts that go on in the background. */
interface Posting {
  /** Resolves once the relay has accepted an event. */
  firstAccepted(): Promise<unknown>;
  /** Ids of those that the relay has accepted. */
  stop(): Promise<readonly string[]>;
}

/** Posts an event every so often until it is told to stop. */
export function keepPosting(url: string): Posting {
  const accepted: string[] = [];
  const posting = repeat(async () => {
    const id = await postOne(url);
    if (id !== undefined) accepted.push(id);
  }, 100);
  return {
    firstAccepted: () => eventually(() => Promise.resolve(accepted[0]), "an accepted event"),
    stop: async () => {
      await posting.stop();
      return accepted;
    },
  };
}

/** Waits until each of the ids is a row of the stack's dataset; the row of each, the last of several. */
export async function rowsOf(
  local: Local,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Row>> {
  const datasetId = await output<string>(local, "datasetId");
  return eventually(async () => {
    const { rows } = await local.emulator.rows(datasetId);
    const found = new Map(rows.map((row) => [String(row["_id"]), row]));
    return ids.every((id) => found.has(id)) ? found : undefined;
  }, `rows for all ${ids.length} events`);
}
