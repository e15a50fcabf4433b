import { PassThrough, type Readable } from "node:stream";

import type { Organization } from "../state/organization";

const tickMs = 200;

/**
 * Server-sent events for the page: an empty message whenever something has changed, at most five a second.
 * The page then gets the new state from `/_emulator/state`.
 */
export function eventStream({ events }: Organization): Readable {
  const stream = new PassThrough();
  stream.write("retry: 1000\n\n");
  let hasChanged = false;
  const onChange = (): void => {
    hasChanged = true;
  };
  events.on("change", onChange);
  const timer = setInterval(() => {
    if (!hasChanged) return;
    hasChanged = false;
    stream.write("data: {}\n\n");
  }, tickMs);
  stream.once("close", () => {
    clearInterval(timer);
    events.off("change", onChange);
  });
  return stream;
}
