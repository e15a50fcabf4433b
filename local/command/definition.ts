import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";

import type { types } from "@pulumi/command";
import * as z from "zod";

import {
  UNKNOWN,
  type ChangeKind,
  type Context,
  type Properties,
  type ProviderDefinition,
  type ResourceType,
} from "../../provider-sdk";
import { run, type Output } from "./run";

/** The version of `@pulumi/command` that the stub implements. */
const version = "1.2.1";

const token = "command:local:Command";

function known<T extends z.ZodType>(schema: T) {
  return z.union([z.literal(UNKNOWN), schema]).optional();
}

const text = known(z.string());
const texts = known(z.array(z.string()));

/** The implemented inputs: all that need no files. */
const inputs = z.strictObject({
  addPreviousOutputInEnv: known(z.boolean()),
  create: text,
  delete: text,
  dir: text,
  environment: known(z.record(z.string(), z.string())),
  interpreter: texts,
  logging: known(z.enum(["stdout", "stderr", "stdoutAndStderr", "none"])),
  stdin: text,
  triggers: known(z.array(z.unknown())),
  update: text,
});

function outputOf(properties: Properties): Output {
  return {
    stdout: (properties["stdout"] as string | undefined) ?? "",
    stderr: (properties["stderr"] as string | undefined) ?? "",
  };
}

function show(output: Output, logging: unknown, context: Context): void {
  const wanted = (logging ?? "stdoutAndStderr") as types.enums.local.Logging;
  if (wanted.startsWith("stdout") && output.stdout) context.log("info", output.stdout);
  if (wanted !== "stdout" && wanted !== "none" && output.stderr) context.log("info", output.stderr);
}

async function runAndShow(
  command: unknown,
  inputs: Properties,
  previous: Output | undefined,
  context: Context,
): Promise<Properties> {
  if (typeof command !== "string") return { ...inputs, stdout: "", stderr: "" };
  const output = await run(command, inputs, previous, context.signal);
  show(output, inputs["logging"], context);
  return { ...inputs, ...output };
}

/** `command:local:Command`: a change of `triggers` replaces it; any other change runs `update` or `create`. */
const command: ResourceType = {
  check({ newInputs }) {
    const parsed = inputs.safeParse(newInputs);
    const failures = parsed.success
      ? []
      : parsed.error.issues.map((issue) => ({
          property:
            issue.code === "unrecognized_keys" ? issue.keys.join(", ") : issue.path.join("."),
          reason:
            issue.code === "unrecognized_keys"
              ? "is not implemented by the local stub (local/command)"
              : issue.message,
        }));
    return Promise.resolve({ inputs: newInputs, failures });
  },
  diff({ oldInputs, newInputs, ignoreChanges }) {
    const changes: Record<string, ChangeKind> = {};
    for (const key of new Set([...Object.keys(oldInputs), ...Object.keys(newInputs)])) {
      if (ignoreChanges.includes(key) || isDeepStrictEqual(oldInputs[key], newInputs[key]))
        continue;
      changes[key] = key === "triggers" ? "update-replace" : "update";
    }
    return Promise.resolve({ changes });
  },
  async create({ inputs: given, preview }, context) {
    if (preview) return { id: "", outputs: { ...given, stdout: UNKNOWN, stderr: UNKNOWN } };
    return {
      id: `command${randomUUID()}`,
      outputs: await runAndShow(given["create"], given, undefined, context),
    };
  },
  read({ id, outputs, inputs: last }) {
    // A command leaves nothing that could be read.
    return Promise.resolve(outputs && { id, outputs, inputs: last ?? {} });
  },
  async update({ oldOutputs, newInputs, preview }, context) {
    if (preview) return { ...oldOutputs, ...newInputs, stdout: UNKNOWN, stderr: UNKNOWN };
    const wanted = newInputs["update"] ?? newInputs["create"];
    return runAndShow(wanted, newInputs, outputOf(oldOutputs), context);
  },
  async delete({ outputs }, context) {
    if (typeof outputs["delete"] !== "string") return;
    show(
      await run(outputs["delete"], outputs, outputOf(outputs), context.signal),
      outputs["logging"],
      context,
    );
  },
};

/** The local stub of Pulumi's Command provider. */
export function commandStub(): ProviderDefinition {
  let introduced = false;
  return {
    name: "command",
    version,
    configure(_config, log) {
      if (!introduced) log("info", "Using the local stub of the Command provider.");
      introduced = true;
      return Promise.resolve();
    },
    resource: (name) => (name === token ? command : undefined),
  };
}
