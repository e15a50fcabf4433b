import { runsFull, sample } from "../../support/full";
import { startFaultProxy } from "./faultProxy";
import type { FaultProxy } from "./faultProxy";
import { startHarness } from "./harness";
import type { Harness } from "./harness";
import { manualTiming } from "./manualTiming";
import { MiniEngine } from "./miniEngine";
import type { Run } from "./miniEngine";

/** When the provider process is cut off from Adobe: before or after Adobe has done the work of the request. */
const moments = ["before", "after"] as const;
type Moment = (typeof moments)[number];

type Program = (run: Run) => Promise<void>;

/** What a run changes: the program that is deployed already, if there is one, and the one that is run now. */
interface Change {
  readonly first: Program | undefined;
  readonly second: Program;
}

/** A change in words, the shape of the program before it, if there is one, and the shape of the one that is run. */
export type Scenario<Shape> = readonly [what: string, first: Shape | undefined, second: Shape];

/** The scenarios, and each of them once more with programs that name every object themselves. */
export function alsoNamed<Shape extends object>(
  scenarios: readonly Scenario<Shape>[],
): Scenario<Shape>[] {
  const withNames = scenarios.map(([what, first, second]): Scenario<Shape> => [
    `${what} in which every object is named`,
    first && { ...first, named: true },
    { ...second, named: true },
  ]);
  return [...scenarios, ...withNames];
}

export interface Setting {
  readonly harness: Harness;
  readonly proxy: FaultProxy;
  readonly engine: MiniEngine;
}

async function withSetting<T>({ first }: Change, use: (setting: Setting) => Promise<T>) {
  // Ready at once, and on one clock that only waits move: the number of polls and of reads of lists is then the same in
  // every run, and Adobe's times are the provider's, however long a busy machine takes.
  const timing = manualTiming();
  const harness = await startHarness({ settleMs: 0, timing, now: () => timing.now() });
  const proxy = await startFaultProxy(harness.url);
  try {
    const engine = new MiniEngine();
    if (first !== undefined) await engine.up(await harness.another(), first);
    return await use({ harness, proxy, engine });
  } finally {
    await proxy.close();
    await harness.close();
  }
}

/** Every request of a run that nothing disturbs. */
function requestsOf(change: Change): Promise<string[]> {
  return withSetting(change, async ({ harness, proxy, engine }) => {
    await engine.up(await harness.another({ platformUrl: proxy.url }), change.second);
    return proxy.passed.map(({ method, path }) => `${method} ${path}`);
  });
}

/**
 * Cuts the provider process off at its `nth` request, its responses are lost, and another process runs the same program
 * again over what the state has. Then nothing is left to be done.
 *
 * @param look - what there is after the second process
 */
function afterInterruption<T>(
  change: Change,
  nth: number,
  when: Moment,
  look: (setting: Setting) => Promise<T>,
): Promise<T> {
  return withSetting(change, async (setting) => {
    const { harness, proxy, engine } = setting;
    const victim = await harness.another({ platformUrl: proxy.url });
    const died = new Promise<"died">((resolve) => proxy.arm(nth, when, () => resolve("died")));
    const run = engine.up(victim, change.second);
    expect(await Promise.race([run, died])).toBe("died");
    // A dead process responds to nothing: its open requests fail, and nobody waits for them.
    run.catch(() => undefined);
    await victim.cancel();

    await engine.up(await harness.another(), change.second);
    const there = await look(setting);
    // Where a POST was lost, the next runs look whether it came through late.
    const before = (await harness.requests()).length;
    await engine.up(await harness.another(), change.second);
    const more = (await harness.requests()).slice(before);
    expect(more.filter(({ method, path }) => method !== "GET" && !path.includes("/ims/"))).toEqual(
      [],
    );
    return there;
  });
}

/** How many requests of a scenario a run without TEST_FULL=1 tries. */
const SAMPLED = 2;

/** What an interruption at any request must lead to. */
export interface Interruptions<Shape, There> {
  readonly scenarios: readonly Scenario<Shape>[];
  readonly program: (shape: Shape) => Program;
  /** At which requests, as `POST /path`. Default: at all. */
  readonly at?: (request: string) => boolean;
  /** What there is after the next run. */
  readonly look: (setting: Setting) => Promise<There>;
  readonly expected: (shape: Shape) => There;
}

/** Declares the tests: each scenario is interrupted at each of its requests, or in a sample of them. */
export function testInterruptions<Shape, There>({
  scenarios,
  program,
  at = () => true,
  look,
  expected,
}: Interruptions<Shape, There>): void {
  describe.each(scenarios)(
    "after an interruption during %s, the next run ends with one of each:",
    (...[, first, second]) => {
      const change = {
        first: first === undefined ? undefined : program(first),
        second: program(second),
      };
      let requests: readonly string[];
      beforeAll(async () => {
        requests = await requestsOf(change);
        expect(requests.filter((request) => !request.startsWith("GET")).length).toBeGreaterThan(1);
      });

      test.each(moments)("%s Adobe has done the work", async (when) => {
        const tried = sample(
          [...requests.entries()].filter(([, request]) => at(request)),
          SAMPLED,
        );
        // In a sample they take turns.
        const own = tried.filter((_, nth) => runsFull || moments[nth % 2] === when);
        for (const [index, request] of own) {
          const there = await afterInterruption(change, index + 1, when, look);
          expect({ request, there }).toEqual({ request, there: expected(second) });
        }
      });
    },
  );
}

/** Requests of Flow Service. */
export function isOfFlows(request: string): boolean {
  return request.includes("/flowservice/");
}
