import { repository } from "../../../local/toolchain/context";
import { startCopy } from "../programCopy";
import { run, type Local } from "../stackSupport";
import { closeAll } from "../support/closeAll";
import { changes, urlFor, type Change } from "./changes";
import { trafficTable } from "./page";
import { writeResults, type Line } from "./results";
import { SteadyTraffic } from "./traffic";

// A whole stack on a busy machine takes minutes; what hangs ends here.
jest.setTimeout(900_000);

const settleTime = "4s";
const drainTime = "6s";

let project: string;
let local: Local;

beforeAll(async () => {
  ({ project, local } = await startCopy({
    // As Adobe warns of the first minutes: what a new dataflow gets too early is received, and lost.
    emulator: { warmUpMs: 3_000 },
    config: {
      "chatlio-aep:delivery.settleTime": settleTime,
      "chatlio-aep:delivery.timeout": "5s",
      "chatlio-aep:delivery.drainTime": drainTime,
      "chatlio-aep:protectData": "true",
      "adobe-aep:adoptExisting": "true",
    },
  }));
  await run(local.stack, "up");
}, 900_000);

const lines: Line[] = [];

afterAll(async () => {
  const results = { date: new Date().toISOString().slice(0, 10), settleTime, drainTime, lines };
  process.stdout.write(`\n${trafficTable(results)}\n`);
  // A run of some of the changes, or one that failed, says nothing for the docs.
  if (lines.length === changes.length) await writeResults(repository, results);
  await closeAll(local);
});

async function makeUnderTraffic(change: Change): Promise<Line> {
  const traffic = await SteadyTraffic.start(local, await urlFor(local, change));
  let steps: readonly string[] = [];
  try {
    await change.make(local, project);
    ({ steps } = await run(local.stack, "preview"));
    await run(local.stack, "up");
  } catch (error) {
    await traffic.stop();
    throw error;
  }
  const result = await traffic.stop();
  return { change: change.name, ...change.effect, steps: [...steps], ...result };
}

test.each(changes)("$name: loses no event", async (change) => {
  const line = await makeUnderTraffic(change);
  expect(line.accepted).toBeGreaterThan(0);
  expect(line.lost).toBe(0);
  // MiniStack ends what a function is doing when the function changes, and the API then responds with 502. AWS
  // lets running invocations end.
  expect(line.notAccepted).toBeLessThanOrEqual(2);
  lines.push(line);
});
