/** A body needs more work than any chat does. */
export class WorkBudgetError extends Error {
  override readonly name = "WorkBudgetError";
}

/**
 * Counts the steps of the search, one for each character that is looked at, and ends it when there are too
 * many.
 */
export class Work {
  private count = 0;

  /** @param budget - number of steps that are allowed. Default: no limit */
  constructor(private readonly budget = Infinity) {}

  get steps(): number {
    return this.count;
  }

  /** Throws a {@link WorkBudgetError} when the budget is used up. */
  add(steps: number): void {
    this.count += steps;
    if (this.count > this.budget) throw new WorkBudgetError("The work budget is used up.");
  }
}
