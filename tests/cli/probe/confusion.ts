import type { Run } from "../../../cli/probe/run";
import { assumptionNames, type AssumptionName } from "../../../emulator/assumptions";
import { isVisible, type RandomSettings } from "./settings";

interface Counts {
  right: number;
  wrong: number;
  /** Not found although the emulator showed it. */
  missed: number;
  /** Not found, and the settings did not show it. */
  hidden: number;
}

/** How often the probe found each assumption, and how often it was wrong. */
export class Confusion {
  readonly #counts = new Map<AssumptionName, Counts>();
  /** Seed, assumption, real value and what was found, of everything that went wrong. */
  readonly problems: string[] = [];

  add(settings: RandomSettings, { outcomes }: Run): void {
    for (const name of assumptionNames) {
      const outcome = outcomes.find(({ assumption }) => assumption === name);
      if (outcome === undefined) continue;
      const counts = this.#counts.get(name) ?? { right: 0, wrong: 0, missed: 0, hidden: 0 };
      this.#counts.set(name, counts);
      const real = settings.assume[name];
      const isShown = isVisible(settings, name);
      if (outcome.value === real) counts.right += 1;
      else if (!isShown) counts.hidden += 1;
      else if (outcome.value === undefined) counts.missed += 1;
      else counts.wrong += 1;
      if (isShown && outcome.value !== real) {
        const found = outcome.value ?? outcome.reason ?? "";
        this.problems.push(`seed ${settings.seed}: ${name} is ${real}, found ${found}`);
      }
    }
  }

  /** The table in Markdown. */
  table(): string {
    const rows = [...this.#counts].map(
      ([name, { right, wrong, missed, hidden }]) =>
        `| \`${name}\` | ${right} | ${wrong} | ${missed} | ${hidden} |`,
    );
    return [
      "| Assumption | Right | Wrong | Missed | Not shown by the settings |",
      "| --- | --- | --- | --- | --- |",
      ...rows,
    ].join("\n");
  }
}
