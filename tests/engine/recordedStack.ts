import fs from "node:fs/promises";
import path from "node:path";

import { startEmulator } from "../../emulator";
import { EmulatorClient } from "../../emulator/client";
import { diskStore } from "../../emulator/state/diskStore";
import { bundleFunction, type FunctionName } from "../../infra/bundle";
import { zipArchive } from "../../local/aws/zip";
import { temporaryDirectory } from "../../local/process/temporary";
import { startServices } from "../../local/services";
import { freePort } from "../../local/services/ports";
import { repository } from "../../local/toolchain/context";
import type { LocalStack } from "../../local/workspace";
import { archiveOf } from "../local/aws/archive";
import { slowOptions } from "../support/slowPlatform";
import type { Local } from "./stackSupport";
import { createTestStack, secretsProviderOf } from "./support/testStack";

/** A stack as an earlier commit deployed it, and what was in AWS and Adobe (tests/fixtures/states). */
interface Recording {
  readonly config: Readonly<Record<string, string>>;
  /** Only with a relay. */
  readonly webhookToken?: string;
  readonly state: { readonly version: number; readonly deployment: object };
  /** The emulator's store: collection or log, sandbox, kind, id, value. */
  readonly aep: readonly (readonly [
    kind: "collection" | "log",
    scope: string,
    name: string,
    id: string | number,
    value: unknown,
  ])[];
  /** MiniStack's files by service; only with a relay. */
  readonly ministack?: Readonly<Record<string, unknown>>;
}

/** Starts the services with what they held when the stack was recorded, and imports its state. */
export async function startRecorded(file: string): Promise<Local> {
  const directory = await temporaryDirectory("recorded");
  const closers = [() => fs.rm(directory, { recursive: true, force: true })];
  const close = async () => {
    for (const end of closers.splice(0).reverse()) await end();
  };
  try {
    const text = await fs.readFile(file, "utf8");
    const data = path.join(directory, "aep");
    await fillStore(data, (JSON.parse(text) as Recording).aep);
    const emulator = await startEmulator({ ...slowOptions, data });
    closers.push(() => emulator.close());

    const port = await freePort();
    const recording = atAddresses(text, emulator.url, `127.0.0.1:${port}`);
    const awsState = path.join(directory, "aws");
    const { ministack, webhookToken } = recording;
    if (ministack !== undefined) await fillMinistack(awsState, ministack);
    const services = await startServices({
      aepUrl: emulator.url,
      ...(ministack === undefined ? { ministack: false } : { ports: { aws: port }, awsState }),
    });
    closers.push(() => services.close());
    const stack = await createTestStack({
      workDir: repository,
      services,
      config: {
        ...recording.config,
        ...(webhookToken === undefined
          ? {}
          : { "chatlio-aep:webhookTokens[0]": { value: webhookToken, secret: true } }),
      },
    });
    closers.push(() => stack.close());
    await importWithSecrets(stack, recording.state);
    return { services, stack, emulator: new EmulatorClient(emulator.url, emulator), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function atAddresses(text: string, aepUrl: string, awsHost: string): Recording {
  return JSON.parse(
    text
      .replaceAll("{{aepUrl}}", aepUrl)
      .replaceAll("{{awsUrl}}", `http://${awsHost}`)
      .replaceAll("{{awsHost}}", awsHost),
  ) as Recording;
}

async function fillStore(directory: string, entries: Recording["aep"]): Promise<void> {
  const store = diskStore(directory);
  for (const [kind, scope, name, id, value] of entries) {
    if (kind === "collection") store.collection(scope, name).set(String(id), value);
    else store.log(scope, name).append(value);
  }
  await store.close();
}

interface RecordedFunction {
  readonly config: { readonly FunctionName: string };
  readonly code_zip: { readonly code_blob_ref: string };
}

/**
 * Writes the files that MiniStack reads when it starts. The functions' code is not recorded: today's
 * code replaces it, under the recorded hash, until the first update.
 */
async function fillMinistack(
  directory: string,
  services: NonNullable<Recording["ministack"]>,
): Promise<void> {
  const blobs = path.join(directory, "lambda-blobs");
  await fs.mkdir(blobs, { recursive: true });
  for (const [service, state] of Object.entries(services)) {
    await fs.writeFile(path.join(directory, `${service}.json`), JSON.stringify(state));
  }
  const { payload } = services["lambda"] as {
    payload: { functions: { data: Readonly<Record<string, RecordedFunction>> } };
  };
  for (const { config, code_zip: code } of Object.values(payload.functions.data)) {
    const part = config.FunctionName.split("-").at(-1) ?? "";
    const zip = zipArchive(archiveOf(bundleFunction(part as FunctionName).files));
    await fs.writeFile(path.join(blobs, `${code.code_blob_ref}.zip`), zip);
  }
}

/** Imports a state whose secrets are in plain text; the stack's own key encrypts them. */
async function importWithSecrets(stack: LocalStack, state: Recording["state"]): Promise<void> {
  const provider = await secretsProviderOf(stack);
  await stack.importStack({
    version: state.version,
    deployment: { ...state.deployment, secrets_providers: provider },
  });
}
