import fetch from "node-fetch";

import { alarmIds } from "../../cli/console/alarms";
import type { ConsoleState } from "../../cli/console/state";
import { events } from "../../handlers/model";
import { startConsole } from "../../local/demo/console";
import type { Local } from "./stackSupport";

/** What the stack's console shows once all its parts have been read. */
async function consoleState({ stack }: Local): Promise<ConsoleState> {
  const running = await startConsole(stack);
  try {
    const { hash, origin } = new URL(running.url);
    const headers = { "x-console-secret": decodeURIComponent(hash.replace("#secret=", "")) };
    for (;;) {
      const response = await fetch(`${origin}/api/state`, { headers });
      const state = (await response.json()) as ConsoleState;
      if (state.verdict !== "reading") return state;
    }
  } finally {
    running.close();
  }
}

/** What happens to a transcript on its way; whether its visitor is known depends on the order of the events. */
const linking = new Set(["waits for its visitor", "linked", "sent without its visitor"]);

/** Each webhook has posted; the console shows each event with its way, and no problem. */
export async function expectConsole(local: Local): Promise<void> {
  const state = await consoleState(local);
  expect(state).toMatchObject({ stack: local.stack.name, verdict: "ok", problems: [] });
  const ways = state.events?.filter(({ place }) => place === "delivered") ?? [];
  expect(new Set(ways.map(({ event }) => event))).toEqual(new Set(events.map(({ slug }) => slug)));
  for (const { event, steps } of ways) {
    const whats = steps.map(({ what }) => what);
    expect(whats.filter((what) => !linking.has(what))).toEqual(["accepted", "delivered"]);
    expect(whats.some((what) => linking.has(what))).toBe(event === "transcript-exported");
  }
  expect(state.traffic?.total.delivered).toBe(ways.length);
  expect(state.ingested?.rows).toBeGreaterThanOrEqual(ways.length);
  expect(state.alarms?.map(({ id }) => id).sort()).toEqual([...alarmIds].sort());
}
