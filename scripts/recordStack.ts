import { execFile } from "node:child_process";
import fs from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

import { Command } from "commander";
import { open } from "lmdb";
import { format } from "prettier";

import { startEmulator } from "../emulator";
import { temporaryDirectory } from "../local/process/temporary";
import { startServices } from "../local/services";
import { repository } from "../local/toolchain/context";
import { createStack, type LocalStack } from "../local/workspace";
import { version } from "../package.json";

/** A stack that is recorded: every key that differs from Pulumi.local.yaml. */
interface Recorded {
  readonly config: Readonly<Record<string, string>>;
  /** Only with a relay, which also needs AWS. */
  readonly webhookToken?: string;
}

/** Most options, with other values than the default. Those that need an object of the user's are left out. */
const mostOptions = {
  "chatlio-aep:mode": "both",
  "chatlio-aep:namePrefix": "acme-chat",
  "chatlio-aep:widgets": '["main", "shop_help"]',
  "chatlio-aep:events": '["feedback-left", "transcript-exported"]',
  "chatlio-aep:privacy": '{"ip": "drop", "location": "drop", "email": "hash"}',
  "chatlio-aep:transcript.htmlBody": "true",
  "chatlio-aep:dedupeWindow": "30m",
  "chatlio-aep:profile": "true",
  "chatlio-aep:visitorNamespace": "AcmeVisitor",
  "chatlio-aep:identities": '[{"namespace": "ECID", "from": "userId"}]',
  "chatlio-aep:labels": "true",
  "chatlio-aep:retention": "400d",
  "chatlio-aep:profileRetention": "90d",
  "chatlio-aep:delivery.maxConcurrency": "4",
  "chatlio-aep:metrics": "byEvent",
  "chatlio-aep:logRetention": "60d",
  "chatlio-aep:protectData": "true",
  "chatlio-aep:smokeTest": "false",
  "chatlio-aep:alarmEmail": "operations@example.com",
  "chatlio-aep:alarms": '{"noEvents": "24h"}',
  "chatlio-aep:deadLetterCopies": "30d",
  "chatlio-aep:archive": "30d",
  "chatlio-aep:reconcile": "6h",
  "chatlio-aep:tracing": "true",
  "chatlio-aep:reservedConcurrency": '{"receiver": 20, "forwarder": 10}',
} as const;

const recorded = {
  both: {
    config: mostOptions,
    webhookToken: "not-a-secret-webhook-token-of-a-stack-with-options-0123456789",
  },
  direct: {
    config: {
      "chatlio-aep:mode": "direct",
      "chatlio-aep:smokeTest": "false",
      "chatlio-aep:events[0]": "feedback-left",
      "chatlio-aep:events[1]": "transcript-exported",
    },
  },
  // What joins a chat to its person, which needs traits: a stack with direct webhooks cannot have it.
  people: {
    config: {
      "chatlio-aep:profile": "true",
      "chatlio-aep:labels": "true",
      "chatlio-aep:linkTranscripts": "true",
      "chatlio-aep:identities": '[{"namespace": "ECID", "from": "traits.ecid"}]',
      "chatlio-aep:consents": '{"marketing": {"email": "traits.newsletter"}}',
      "chatlio-aep:smokeTest": "false",
    },
    webhookToken: "not-a-secret-webhook-token-of-a-stack-with-people-0123456789",
  },
  relay: {
    config: { "chatlio-aep:smokeTest": "false" },
    webhookToken: "not-a-secret-webhook-token-of-a-recorded-stack-0123456789",
  },
} satisfies Record<string, Recorded>;

/** What is different on each machine, and no part of a state's meaning. */
const machine = ["sourcePosition", "stackTrace", "secrets_providers"];

/** The text of a function's code, which is in the state with its hash. */
function isCode(key: string, value: unknown): boolean {
  return key === "text" && typeof value === "string" && value.length > 10_000;
}

/** The state, its secrets in plain text: all of them are made up. */
async function exported(stack: LocalStack): Promise<object> {
  const args = ["stack", "export", "--show-secrets", "--stack", stack.name, "--non-interactive"];
  const { stdout } = await promisify(execFile)("pulumi", args, {
    cwd: stack.directory,
    env: { ...process.env, ...stack.environment },
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(stdout, (key, value: unknown) =>
    machine.includes(key) ? undefined : isCode(key, value) ? "not kept" : value,
  ) as object;
}

/** What the emulator has stored: kind, scope, name, id and value of each entry. */
async function stored(directory: string): Promise<unknown[][]> {
  const database = open<unknown, (string | number)[]>({ path: directory, encoding: "json" });
  const entries = [...database.getRange()].map(({ key, value }) => [...key, value]);
  await database.close();
  return entries.filter(([kind]) => kind === "collection");
}

/** What MiniStack has stored of the stack, by service. */
async function storedInAws(directory: string): Promise<Record<string, unknown>> {
  const files = (await fs.readdir(directory)).filter((file) => file.endsWith(".json")).sort();
  const entries = files.map(async (file) => {
    const text = await fs.readFile(path.join(directory, file), "utf8");
    return [path.basename(file, ".json"), JSON.parse(text) as unknown] as const;
  });
  const all = await Promise.all(entries);
  return Object.fromEntries(all.filter(([, value]) => JSON.stringify(value).includes("chatlio")));
}

/** Deploys the stack against services of its own, and resolves with the recording as text. */
async function record({ config, webhookToken }: Recorded): Promise<string> {
  const directory = await temporaryDirectory("record");
  const [data, awsState] = [path.join(directory, "aep"), path.join(directory, "aws")];
  const emulator = await startEmulator({ data });
  const services = await startServices({
    aepUrl: emulator.url,
    ...(webhookToken === undefined ? { ministack: false } : { awsState }),
  });
  const stack = await createStack({
    workDir: repository,
    services,
    ...(webhookToken === undefined ? { stubs: [] } : {}),
    config: {
      ...config,
      ...(webhookToken && {
        "chatlio-aep:webhookTokens[0]": { value: webhookToken, secret: true },
      }),
    },
  });
  const awsUrl = services.aws?.url;
  let state: object;
  try {
    await stack.up();
    state = await exported(stack);
  } finally {
    await stack.close();
    await services.close();
    await emulator.close();
  }
  const token = webhookToken === undefined ? {} : { webhookToken };
  const ministack = webhookToken === undefined ? {} : { ministack: await storedInAws(awsState) };
  const aep = await stored(data);
  const recording = { recordedAt: version, config, ...token, state, aep, ...ministack };
  await fs.rm(directory, { recursive: true });
  const text = JSON.stringify(recording, null, 1).replaceAll(emulator.url, "{{aepUrl}}");
  if (awsUrl === undefined) return text;
  return text.replaceAll(awsUrl, "{{awsUrl}}").replaceAll(new URL(awsUrl).host, "{{awsHost}}");
}

/** `npm run record:stack`: keeps what this version writes, so that later ones are tested with it. */
async function main(): Promise<void> {
  const modes = new Command("npm run record:stack")
    .description(
      "Deploys a stack of each kind and keeps its state in tests/fixtures/states, for the tests of later versions.",
    )
    .argument("[kind...]", `which: ${Object.keys(recorded).join(", ")} (default: all)`)
    .parse().args;
  const wanted = Object.entries<Recorded>(recorded).filter(
    ([mode]) => modes.length === 0 || modes.includes(mode),
  );
  for (const [mode, stack] of wanted) {
    const file = path.join(repository, `tests/fixtures/states/${mode}-${version}.json`);
    await fs.writeFile(
      file,
      await format(await record(stack), { parser: "json", printWidth: 100 }),
    );
    process.stdout.write(`Wrote ${path.relative(repository, file)}.\n`);
  }
}

void main();
