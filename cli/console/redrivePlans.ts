import { randomUUID } from "node:crypto";

import { UserError } from "../userError";

/** What a dry run has found, and a redrive may do. */
export interface RedrivePlan {
  readonly id: string;
  /** Ids of the messages that would be sent. */
  readonly sent: readonly string[];
  readonly kept: readonly { readonly id: string; readonly reason: string }[];
  /** Ids that were given and are not in the queue. */
  readonly missing: readonly string[];
  /** How many copies of messages that were sent could not be deleted; left out when there are none. */
  readonly copiesLeft?: number;
}

/** After this time a user has looked at a plan too long ago. */
const LIFE_MS = 10 * 60_000;

/** The dry runs whose redrive is still possible: each once. */
export class RedrivePlans {
  private readonly plans = new Map<string, RedrivePlan & { readonly madeAt: number }>();

  constructor(private readonly now: () => number = Date.now) {}

  add(found: Omit<RedrivePlan, "id">): RedrivePlan {
    const plan = { id: randomUUID(), ...found };
    this.plans.set(plan.id, { ...plan, madeAt: this.now() });
    return plan;
  }

  /**
   * The plan to carry out, which is then gone.
   *
   * @throws UserError when there is none, or it is too old
   */
  take(id: string): RedrivePlan {
    const plan = this.plans.get(id);
    this.plans.delete(id);
    if (plan === undefined || this.now() - plan.madeAt > LIFE_MS) {
      throw new UserError("This dry run is over ten minutes old, or was used. Make another one.");
    }
    return plan;
  }
}
