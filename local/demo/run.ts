import { EmulatorClient } from "../../emulator/client";
import { events } from "../../handlers/model";
import { aepAddress, byHand, createLocalStack, untilInterrupted } from "../localStack";
import type { Progress, Task } from "../progress";
import { startServices, type Services } from "../services";
import { ensureToolchain } from "../toolchain";
import type { LocalStack } from "../workspace";
import { startConsole } from "./console";
import { deploy, destroy, previewNoChanges } from "./deploy";
import { DemoError } from "./errors";
import { watchInterruption } from "./interruption";
import { leftOver, listAdobe, listAws, type Inventory } from "./inventory";
import type { DemoOptions } from "./options";
import { eventTable, placesOf, sampleRow, type DemoResult } from "./report";
import { deliver, readPayloads } from "./webhooks";

interface Demo {
  readonly options: DemoOptions;
  readonly progress: Progress;
  readonly services: Services;
  readonly stack: LocalStack;
  readonly emulator: EmulatorClient;
  /** Filled in step by step, so that after a failure it contains what is known so far. */
  readonly result: DemoResult;
  readonly output: DemoOutput;
  /** Aborted when the user stops the demo. */
  readonly signal: AbortSignal;
}

/** What the demo prints in addition to its progress. */
export interface DemoOutput {
  /** Prints the table and a row. */
  print(text: string): void;
  /** Called after success, before the demo waits with `--keep`. */
  succeeded(): void;
}

/** Runs the demo to its end and fills in `result` meanwhile. Throws a DemoError with the reason of a failure. */
export async function runDemo(
  options: DemoOptions,
  progress: Progress,
  result: DemoResult,
  output: DemoOutput,
): Promise<void> {
  const payloads = await readPayloads(
    options.payloads,
    events.map(({ slug }) => slug),
  );
  const timer = startTimer(result);
  const toolchain = await ensureToolchain({ progress, ministack: options.mode === "relay" });
  result.mode = options.mode;
  result.engine = `pulumi ${toolchain.pulumiVersion} (${toolchain.source})`;

  const interruption = watchInterruption();
  const { demo, before } = await prepare({ options, progress, result, output, ...interruption });
  const { services, stack } = demo;
  timer("setup");
  let failed = true;
  const steps = async () => {
    await runUp(demo, timer);
    await runEvents(demo, payloads, timer);
    await runSecondPreview(demo);
    timer();
    result.destroyed = false;
    if (!options.keep) await runDestroy(demo, before, timer);
  };
  try {
    await interruption.waitFor(steps());
    failed = false;
    output.succeeded();
    if (options.keep) await keepRunning(demo);
  } finally {
    interruption.ignore();
    // The local services end with all their objects; an AEP that ran before must be cleaned up.
    if (options.aepUrl !== undefined && result.destroyed !== true) {
      await stack.destroy().catch(() => undefined);
    }
    await stack.close();
    const keepLogs = failed && !interruption.signal.aborted;
    await services.close({ keepLogs });
    if (keepLogs) progress.note(`Logs of the local services: ${services.directory}`);
  }
}

async function prepare(
  given: Omit<Demo, "services" | "stack" | "emulator">,
): Promise<{ demo: Demo; before: { aws: Inventory; adobe: Inventory } }> {
  const { options, progress } = given;
  const usesAws = options.mode === "relay";
  const task = progress.start(`Starting the AEP emulator${usesAws ? " and MiniStack (AWS)" : ""}`);
  let services: Services | undefined;
  try {
    if (options.aepUrl !== undefined) await EmulatorClient.attach(options.aepUrl);
    services = await startServices({
      ...(options.aepUrl === undefined ? {} : { aepUrl: options.aepUrl }),
      ministack: usesAws,
      progress,
    });
    const stack = await createLocalStack(services, progress, {
      config: { "chatlio-aep:mode": options.mode, "chatlio-aep:source": options.source },
      // Direct mode has to work without AWS's plugin.
      ...(usesAws ? {} : { stubs: ["command"] }),
    });
    const emulator = new EmulatorClient(services.aepUrl, services);
    const demo = { ...given, services, stack, emulator };
    const before = await takeInventory(services, emulator);
    task.done([`AEP on ${services.aepUrl}`, ...awsLine("AWS on", services)].join(", "));
    return { demo, before };
  } catch (error) {
    task.failed();
    await services?.close();
    throw error;
  }
}

/** Where MiniStack listens; nothing in direct mode. */
function awsLine(label: string, { aws }: Services): string[] {
  return aws === undefined ? [] : [`${label} ${aws.url}`];
}

async function takeInventory({ aws: localAws }: Services, emulator: EmulatorClient) {
  const [aws, adobe] = await Promise.all([
    localAws === undefined ? new Set<string>() : listAws(localAws),
    listAdobe(emulator),
  ]);
  return { aws, adobe };
}

async function runUp(demo: Demo, timer: Timer): Promise<void> {
  const { emulator, result, stack, progress } = demo;
  const requests = await emulator.countApiRequests();
  await step(progress.start("Deploying the stack (pulumi up)"), async (task) => {
    await deploy(stack, task, demo.signal);
  });
  result.adobeRequests = { up: (await emulator.countApiRequests()) - requests, secondPreview: 0 };
  timer("up");
}

async function runEvents(demo: Demo, payloads: Map<string, string>, timer: Timer): Promise<void> {
  const { stack, emulator, progress, result, output } = demo;
  const outputs = await stack.outputs();
  const urls = outputs["webhookUrls"]?.value as Record<string, Record<string, string>> | undefined;
  const [widget] = Object.keys(urls ?? {});
  const datasetId: unknown = outputs["datasetId"]?.value;
  if (urls === undefined || widget === undefined || typeof datasetId !== "string") {
    throw new DemoError("The stack has no outputs webhookUrls and datasetId");
  }
  const delivered = await step(
    progress.start("Sending one webhook of each kind and waiting for its row in the dataset"),
    async (task) => {
      let posted = 0;
      const rows = await deliver(payloads, urls[widget] ?? {}, datasetId, emulator, (event) =>
        task.update(`${++posted} of ${payloads.size}, ${event}`),
      );
      await checkNothingRejected(emulator, datasetId);
      task.done(`${rows.length} rows`);
      return rows;
    },
  );
  result.events = delivered;
  timer("events");
  output.print(`\n${eventTable(delivered)}\n\nOne of the rows:\n${sampleRow(delivered)}\n`);
}

async function checkNothingRejected(emulator: EmulatorClient, datasetId: string): Promise<void> {
  const { rejected } = await emulator.rows(datasetId);
  if (rejected.length === 0) return;
  throw new DemoError(
    `AEP rejected ${rejected.length} rows:\n${rejected.map(({ reason }) => reason).join("\n")}`,
  );
}

async function runSecondPreview({
  stack,
  emulator,
  progress,
  result,
  signal,
}: Demo): Promise<void> {
  const before = await emulator.countApiRequests();
  await step(
    progress.start("Checking that a second preview shows no changes (pulumi preview)"),
    (task) => previewNoChanges(stack, task, signal),
  );
  const requests = (await emulator.countApiRequests()) - before;
  result.secondPreview = "no changes";
  result.adobeRequests = { up: result.adobeRequests?.up ?? 0, secondPreview: requests };
  if (requests > 0) {
    throw new DemoError(
      `The second preview made ${requests} requests to Adobe, but should make none`,
    );
  }
}

async function runDestroy(
  demo: Demo,
  before: { aws: Inventory; adobe: Inventory },
  timer: Timer,
): Promise<void> {
  const { stack, services, emulator, progress, result } = demo;
  await step(progress.start("Destroying the stack (pulumi destroy)"), async (task) => {
    await destroy(stack, task, demo.signal);
    const after = await takeInventory(services, emulator);
    const left = [...leftOver(before.aws, after.aws), ...leftOver(before.adobe, after.adobe)];
    if (left.length > 0)
      throw new DemoError(`pulumi destroy left objects behind:\n${left.join("\n")}`);
    task.done(`nothing left in ${placesOf(result)}`);
  });
  result.destroyed = true;
  timer("destroy");
}

async function keepRunning({ stack, services, output }: Demo): Promise<void> {
  const operatorConsole = await startConsole(stack);
  const lines = [
    `  console          ${operatorConsole.url}`,
    `  AEP emulator     ${aepAddress(services)}`,
    ...awsLine("  MiniStack (AWS) ", services),
    `  logs             ${services.directory}`,
  ];
  output.print(
    `
Everything keeps running until you press Ctrl-C:
${lines.join("\n")}

To work on the stack, run in another terminal:

${byHand(stack)}
`,
  );
  await untilInterrupted();
  operatorConsole.close();
}

/** Records the seconds since its last call as the duration of a phase. */
type Timer = (phase?: keyof DemoResult["seconds"]) => void;

function startTimer(result: DemoResult): Timer {
  let last = performance.now();
  return (phase) => {
    const now = performance.now();
    if (phase !== undefined) result.seconds[phase] = Math.round((now - last) / 10) / 100;
    last = now;
  };
}

async function step<T>(task: Task, work: (task: Task) => Promise<T>): Promise<T> {
  try {
    return await work(task);
  } catch (error) {
    task.failed();
    throw error;
  }
}
