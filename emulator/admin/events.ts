import { PassThrough, type Readable } from "node:stream";
import type { Organization } from "../state/organization";

const tickMs = 200;

/**
 * Server-sent events: one empty message whenever something has happened, at most five a second. What has
 * happened is asked for at `/_emulator/state`.
 */
export const eventStream = (organization: Organization): Readable => {
  const stream = new PassThrough();
  stream.write("retry: 1000\n\n");
  let happened = false;
  const note = (): void => {
    happened = true;
  };
  const names = ["row", "refused", "request", "change"];
  for (const name of names) organization.events.on(name, note);
  const timer = setInterval(() => {
    if (!happened) return;
    happened = false;
    stream.write("data: {}\n\n");
  }, tickMs);
  stream.once("close", () => {
    clearInterval(timer);
    for (const name of names) organization.events.off(name, note);
  });
  return stream;
};
