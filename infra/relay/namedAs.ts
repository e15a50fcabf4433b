import * as pulumi from "@pulumi/pulumi";

import type { Settings } from "../config";
import { namer, type OutputNamer } from "../naming";
import { lastOutputs } from "./lastDeployment";

/**
 * Prefix and stack as the relay's physical names have them: those of the deployment that has made its queues. They stay
 * when the stack is renamed or gets another `namePrefix`. An object that is made again (`pulumi state taint`, `--replace`,
 * `pulumi state delete`, a relay that comes back) then has its former name, and a queue its messages.
 */
export interface NamedAs {
  readonly prefix: string;
  readonly stack: string;
}

type Configured = Pick<Settings, "prefix" | "stack">;

/**
 * Reads it from the stack's outputs. Releases without this output have those of the queue's URL.
 *
 * @returns undefined when no relay has been deployed, or the stack was destroyed since then
 */
export function namedAsIn(
  { namedAs, queueUrl }: Readonly<Record<string, unknown>>,
  configured: Configured,
): NamedAs | undefined {
  if (isNamedAs(namedAs)) return { prefix: namedAs.prefix, stack: namedAs.stack };
  const queue = typeof queueUrl === "string" ? queueUrl.split("/").at(-1) : undefined;
  return queue === undefined ? undefined : partsOf(queue, configured);
}

function isNamedAs(value: unknown): value is NamedAs {
  if (typeof value !== "object" || value === null) return false;
  const { prefix, stack } = value as Partial<Record<keyof NamedAs, unknown>>;
  return typeof prefix === "string" && typeof stack === "string";
}

/** Prefix and stack in the name of the events' queue. */
function partsOf(queue: string, { prefix, stack }: Configured): NamedAs | undefined {
  if (queue === namer(prefix, stack)("queue", "events")) return { prefix, stack };
  const start = /^(.+-.+)-events$/.exec(queue)?.[1];
  if (start === undefined) return undefined;
  const end = `-${stack.replace(/[^A-Za-z0-9_-]/g, "-")}`;
  if (start.endsWith(end)) return { prefix: start.slice(0, -end.length), stack };
  if (start.startsWith(`${prefix}-`)) return { prefix, stack: start.slice(prefix.length + 1) };
  // Both have changed. Where the one ends matters to the name of a bucket only.
  const at = start.lastIndexOf("-");
  return { prefix: start.slice(0, at), stack: start.slice(at + 1) };
}

/** Those of the relay that the stack has or had; those of the configuration for its first one. */
export function relayNamedAs({ prefix, stack }: Configured): pulumi.Output<NamedAs> {
  const read = lastOutputs().then((last) => namedAsIn(last, { prefix, stack }));
  return pulumi.output(read.then((kept) => kept ?? { prefix, stack }));
}

/** The names of the relay's objects. */
export function relayNamer(namedAs: pulumi.Output<NamedAs>): OutputNamer {
  return (kind, part) => namedAs.apply(({ prefix, stack }) => namer(prefix, stack)(kind, part));
}

/**
 * What the next deployment reads.
 *
 * @param queueUrl - of the queue that the stack has; undefined without a relay. A first deployment that failed has left no
 * output, but perhaps a queue with other names than the configuration has now.
 * @returns without members when no relay has been deployed yet: its first one is named as the configuration is then.
 */
export function namedAsOutput(
  { prefix, stack }: Configured,
  queueUrl?: pulumi.Output<string>,
): pulumi.Output<Partial<NamedAs>> {
  return pulumi
    .all([lastOutputs(), queueUrl])
    .apply(
      ([last, url]) =>
        namedAsIn(url === undefined ? last : { ...last, queueUrl: url }, { prefix, stack }) ?? {},
    );
}
