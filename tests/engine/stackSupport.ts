import type { EngineEvent } from "@pulumi/pulumi/automation";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import path from "node:path";

import { connect } from "../../local/aws/clients";
import { EmulatorControl } from "../../local/demo/control";
import { createLocalStack } from "../../local/localStack";
import { startServices, type Services } from "../../local/services";
import { awsIdentity } from "../../local/services/ministack";
import type { LocalStack } from "../../local/workspace";

export const payloads = path.join(__dirname, "../fixtures/payloads");

/** The local stack and the services below it. */
export interface Local {
  readonly services: Services;
  readonly stack: LocalStack;
  readonly emulator: EmulatorControl;
  close(): Promise<void>;
}

export async function startLocal(): Promise<Local> {
  const services = await startServices();
  const stack = await createLocalStack(services);
  return {
    services,
    stack,
    emulator: new EmulatorControl(services.aepUrl),
    close: async () => {
      await stack.close();
      await services.close();
    },
  };
}

/** What an operation did: `update relay-receiver-function`, and what the engine said. */
export interface Report {
  readonly steps: readonly string[];
  readonly messages: readonly string[];
}

const plain = (text: string) => text.replace(/<\{%[^%]*%\}>/g, "");
const nameOf = (urn: string) => urn.split("::").at(-1) ?? "";

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
      if (diagnostic !== undefined) {
        messages.push(plain(diagnostic.message));
      }
    },
  };
}

type Operation = "up" | "preview" | "refresh" | "destroy";

/** Runs an operation to its end and reports what it did. */
export async function run(stack: LocalStack, operation: Operation): Promise<Report> {
  const { report, onEvent } = recorder();
  await stack[operation]({ onEvent });
  return report;
}

/** Runs an operation that must fail; what the engine said. */
export async function runToFailure(stack: LocalStack, operation: Operation): Promise<string> {
  const { report, onEvent } = recorder();
  const failed = await stack[operation]({ onEvent }).then(
    () => false,
    () => true,
  );
  if (!failed) throw new Error(`${operation} did not fail`);
  return report.messages.join("\n");
}

/** Waits for what comes by itself, asking until it is there. */
export async function eventually<T>(ask: () => Promise<T | undefined>, what: string): Promise<T> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const found = await ask();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`${what} did not come within a minute`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Takes messages off a queue until there are `count`. */
export async function receive(
  { awsUrl = "" }: Services,
  queueUrl: string,
  count: number,
): Promise<unknown[]> {
  const { sqs } = connect(awsUrl, awsIdentity.region);
  const found: unknown[] = [];
  await eventually(async () => {
    const answer = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
    );
    found.push(...(answer.Messages ?? []).map(({ Body }) => JSON.parse(Body ?? "") as unknown));
    return found.length >= count ? found : undefined;
  }, `${count} messages`);
  return found;
}
