/** A body needs more work than any chat does. */
export class WorkBudgetError extends Error {
  override readonly name = "WorkBudgetError";
}

/** What the search may take. */
export interface WorkBudget {
  /** Characters that are looked at. Default: no limit. */
  readonly steps?: number;
  /** Characters by which replacements make the texts longer. Default: no limit. */
  readonly growth?: number;
}

/** Counts the work of the search, and ends it when it is more than the budget. */
export class Work {
  private count = 0;
  private grown = 0;
  private readonly budget: Required<WorkBudget>;

  constructor({ steps = Infinity, growth = Infinity }: WorkBudget = {}) {
    this.budget = { steps, growth };
  }

  /** Number of steps so far. */
  get steps(): number {
    return this.count;
  }

  /** Characters that the texts have grown by so far. */
  get growth(): number {
    return this.grown;
  }

  /**
   * Counts characters that are looked at.
   * @throws WorkBudgetError when the budget is used up
   */
  add(steps: number): void {
    this.count += steps;
    if (this.count > this.budget.steps) throw new WorkBudgetError("The work budget is used up.");
  }

  /**
   * Counts a replacement that is longer than what it replaces.
   * @throws WorkBudgetError when the texts have become too long
   */
  replace(before: number, after: number): void {
    this.grown += Math.max(0, after - before);
    if (this.grown > this.budget.growth) throw new WorkBudgetError("The texts become too long.");
  }
}
