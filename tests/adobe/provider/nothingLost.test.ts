import { setTimeout as pause } from "node:timers/promises";

import fc from "fast-check";

import { specs } from "../../../adobe/sdk/specs";
import { runsFull } from "../../support/full";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { sourceProgram } from "../support/programs";
import type { TestProvider } from "../support/provider";
import { destroy, up, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

/**
 * Whatever the order of creates, kills, failures, destroys, and what colleagues do: nothing is deleted that this state
 * has not made, and nothing that it has made is left without a line that names it.
 */
const urn = urnOf("flow:SourceConnection", "chat");
const path = "/data/foundation/flowservice/sourceConnections";
const steps = ["up", "kill", "unavailable", "destroy", "forget", "copy"] as const;
type Step = (typeof steps)[number];

/** One state of one resource, and what is at Adobe besides. */
class Story {
  #state: Deployed | undefined;
  /** What a colleague has made. */
  readonly #theirs = new Set<string>();
  #lastName = "";
  #posts = 0;
  readonly #said: string[] = [];

  constructor(
    private readonly harness: Harness,
    private readonly program: typeof sourceProgram,
  ) {}

  async take(step: Step): Promise<void> {
    if (step === "copy") return this.#copy();
    if (step === "forget") this.#state = undefined;
    else if (step === "destroy") await this.#destroy();
    else if (this.#state === undefined) await this.#create(step);
  }

  /** The end: one more `up`, so that all that was left behind has a line. */
  async check(): Promise<void> {
    await this.take("up");
    const there = (await this.harness.ui.flows.findAll("sourceConnections")).map(({ id }) => id);
    expect([...this.#theirs].filter((id) => !there.includes(id))).toEqual([]);
    const unnamed = there.filter(
      (id) => id !== this.#state?.id && !this.#theirs.has(id) && !this.#said.join().includes(id),
    );
    expect(unnamed).toEqual([]);
  }

  async #create(step: Step): Promise<void> {
    const provider = await this.harness.another();
    const sent = await this.harness.requests();
    this.#posts = sent.filter((one) => one.method === "POST" && one.path === path).length;
    if (step === "unavailable") {
      await this.harness.fault({ match: { method: "POST", path }, times: 3, do: { status: 503 } });
    }
    if (step === "kill") {
      const match = { method: "POST", path };
      await this.harness.fault({ match, times: 1, do: { reset: true, afterWork: true } });
    }
    try {
      const running = up(provider, urn, this.program);
      if (step === "kill") await this.#cancelAfterPost(provider, running);
      this.#state = await running;
      this.#lastName = String(this.#state.outputs["name"]);
    } catch (error) {
      this.#said.push(String(error));
    }
    await this.harness.clearFaults();
    this.#said.push(...provider.said("warning"));
  }

  /** The process ends when Adobe has made the object, and its response is lost. */
  async #cancelAfterPost(provider: TestProvider, running: Promise<unknown>): Promise<void> {
    const run = { isOver: false };
    const over = () => void (run.isOver = true);
    running.then(over, over);
    const posts = async () =>
      (await this.harness.requests()).filter((one) => one.method === "POST" && one.path === path);
    const before = this.#posts;
    while (!run.isOver && (await posts()).length === before) await pause(2);
    await provider.cancel();
  }

  async #destroy(): Promise<void> {
    if (this.#state === undefined) return;
    const provider = await this.harness.another();
    await destroy(provider, this.#state);
    this.#state = undefined;
    this.#said.push(...provider.said("warning"));
  }

  /** A colleague restores the object that the state had last, or copies it. */
  async #copy(): Promise<void> {
    if (this.#lastName === "") return;
    const content = {
      name: this.#lastName,
      connectionSpec: specs.chatlio,
      data: { format: "json" },
    };
    this.#theirs.add(await this.harness.ui.flows.create("sourceConnections", content));
  }
}

test.each([
  ["an auto-name", sourceProgram],
  ["a given name", { ...sourceProgram, name: "Given" }],
])("with %s", async (_, program) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...steps), { minLength: 3, maxLength: 7 }),
      async (all) => {
        const harness = await startHarness();
        try {
          const story = new Story(harness, program);
          for (const step of all) await story.take(step);
          await story.check();
        } finally {
          await harness.close();
        }
      },
    ),
    {
      numRuns: runsFull ? 100 : 6,
      examples: [[["up", "destroy", "unavailable", "copy", "up", "destroy"]]],
    },
  );
});
