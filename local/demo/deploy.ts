import { CommandError, type EngineEvent, type OutputMap } from "@pulumi/pulumi/automation";

import type { Task } from "../progress";
import type { LocalStack } from "../workspace";
import { DemoError } from "./errors";

/** The engine's text without its color marks. */
function plain(text: string) {
  return text.replace(/<\{%[^%]*%\}>/g, "");
}

/** Steps that change nothing. */
const unchanged: ReadonlySet<string> = new Set(["same", "read"]);

/** Collects what the engine reports, and shows the current resource. */
class Reporter {
  readonly errors: string[] = [];
  /** Operations other than "same", such as `update adobe-aep:catalog:Dataset events`. */
  readonly changes: string[] = [];
  private finished = 0;

  constructor(private readonly task: Task) {}

  readonly onEvent = (event: EngineEvent) => {
    const { diagnosticEvent: diagnostic, resourcePreEvent: pre, resOutputsEvent: done } = event;
    if (diagnostic?.severity === "error") {
      const text = plain(diagnostic.message).trim();
      const of = diagnostic.urn === undefined ? "" : `${shortName(diagnostic.urn)}: `;
      if (text !== "" && !/^update failed$/.test(text)) this.errors.push(of + text);
    }
    if (pre !== undefined && !unchanged.has(pre.metadata.op)) {
      this.changes.push(`${pre.metadata.op} ${shortName(pre.metadata.urn)}`);
      this.task.update(`${this.finished} resources done, now ${shortName(pre.metadata.urn)}`);
    }
    if (done !== undefined) this.finished += 1;
  };

  failure(what: string, error: unknown): DemoError {
    const reasons =
      this.errors.length > 0
        ? [...new Set(this.errors)]
        : [error instanceof CommandError ? plain(error.message) : String(error)];
    return new DemoError(`${what} failed:\n${reasons.join("\n")}`);
  }
}

/** `adobe-aep:catalog:Dataset events` of a URN. */
function shortName(urn: string): string {
  const [, , types = "", name = ""] = urn.split("::");
  return `${types.split("$").at(-1) ?? ""} ${name}`;
}

/** Deploys the stack; returns its outputs. */
export async function deploy(
  stack: LocalStack,
  task: Task,
  signal: AbortSignal,
): Promise<OutputMap> {
  const reporter = new Reporter(task);
  try {
    const { resourceChanges } = await stack.up({ onEvent: reporter.onEvent, signal });
    task.done(`${resourceChanges["create"] ?? 0} resources created`);
    return await stack.outputs();
  } catch (error) {
    throw reporter.failure("pulumi up", error);
  }
}

/** Checks that a preview shows no changes. */
export async function previewNoChanges(
  stack: LocalStack,
  task: Task,
  signal: AbortSignal,
): Promise<void> {
  const reporter = new Reporter(task);
  const { changeSummary } = await stack
    .preview({ onEvent: reporter.onEvent, signal })
    .catch((error: unknown) => {
      throw reporter.failure("The second preview", error);
    });
  const changed = Object.entries(changeSummary).filter(
    ([op, count]) => !unchanged.has(op) && count > 0,
  );
  if (changed.length > 0) {
    throw new DemoError(
      `The second preview shows changes, but should show none:\n${reporter.changes.join("\n")}`,
    );
  }
  task.done(`no changes to ${changeSummary.same ?? 0} resources`);
}

/** Destroys the stack, and checks that its state is empty. */
export async function destroy(stack: LocalStack, task: Task, signal: AbortSignal): Promise<void> {
  const reporter = new Reporter(task);
  await stack.destroy({ onEvent: reporter.onEvent, signal }).catch((error: unknown) => {
    throw reporter.failure("pulumi destroy", error);
  });
  const state: { deployment: { resources?: { urn: string }[] } } = await stack.exportStack();
  const { resources = [] } = state.deployment;
  if (resources.length > 0) {
    throw new DemoError(
      `pulumi destroy left resources in the state:\n${resources.map(({ urn }) => urn).join("\n")}`,
    );
  }
}
