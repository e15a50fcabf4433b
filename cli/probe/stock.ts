import type { Created } from "./context";
import type { Connections, Pipeline } from "./fixtures";

/** What is made in advance, by its sort. */
interface Sorts {
  readonly fieldGroup: Created;
  readonly schema: Created;
  readonly dataset: Created;
  readonly connections: Connections;
  readonly pipeline: Pipeline;
  /** The one that is timed, so no experiment may change it. */
  readonly openPipeline: Pipeline;
}

/** Objects that were made in advance and wait for an experiment that needs one. */
export class Stock {
  readonly #kept: { [Sort in keyof Sorts]: Sorts[Sort][] } = {
    fieldGroup: [],
    schema: [],
    dataset: [],
    connections: [],
    pipeline: [],
    openPipeline: [],
  };

  /** Adds objects; undefined stands for one that could not be made. */
  put<Sort extends keyof Sorts>(sort: Sort, objects: readonly (Sorts[Sort] | undefined)[]): void {
    this.#kept[sort].push(...objects.filter((one) => one !== undefined));
  }

  /** One that no other experiment gets; undefined when there is none left. */
  take<Sort extends keyof Sorts>(sort: Sort): Sorts[Sort] | undefined {
    return this.#kept[sort].shift();
  }
}
