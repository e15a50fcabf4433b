import type { Relay } from "./relay";

/** An action at a simulated time. */
export interface Step {
  readonly at: number;
  readonly run: () => Promise<void>;
}

export interface PlayOptions {
  readonly relay: Relay;
  readonly clock: { now: number };
  readonly events: number;
  /** Milliseconds between two webhooks. */
  readonly gapMs: number;
  /** In the order of their times; taken out as they are done, and a step may put in others. */
  readonly steps: Step[];
  /** Told how many events have been sent, now and then. */
  readonly progress?: ((sent: number) => void) | undefined;
}

/** Time of the next thing of a kind that will not come any more. */
const NEVER = Number.POSITIVE_INFINITY;

/**
 * Lets webhooks arrive, and forwarder and keeper poll, as time goes by, until every webhook is sent, every step
 * is done and the queues are empty. Polling slows while the forwarder throws, as Lambda's does.
 */
export async function play(options: PlayOptions): Promise<void> {
  const { relay, clock, events, gapMs, steps, progress } = options;
  const start = clock.now;
  let sent = 0;
  let pollAt = start;
  let slowMs = 0;
  for (;;) {
    const arrival = sent < events ? start + sent * gapMs : NEVER;
    const visible = relay.queue.nextVisible();
    const poll = visible === undefined ? NEVER : Math.max(visible, pollAt);
    const keep = relay.deadLetters.nextVisible() ?? NEVER;
    const next = Math.min(arrival, poll, keep, steps[0]?.at ?? NEVER);
    if (next === NEVER) return;
    clock.now = Math.max(clock.now, next);
    while (steps[0] && steps[0].at <= clock.now) await steps.shift()?.run();
    if (arrival <= clock.now) {
      await relay.arrive(sent);
      sent += 1;
      if (sent % 50_000 === 0) progress?.(sent);
    } else if (poll <= clock.now) {
      slowMs = (await relay.forward()) ? Math.min(Math.max(slowMs * 2, 1_000), 60_000) : 0;
      pollAt = clock.now + Math.max(slowMs, 20);
    } else if (keep <= clock.now) {
      await relay.deadLetters.keep();
    }
  }
}
