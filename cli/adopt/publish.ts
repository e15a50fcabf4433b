import type { AdobeClient } from "../../adobe/client";
import { lookUntil } from "../pauses";
import { UserError } from "../userError";
import type { HandMadeFlow } from "./flow";

/** Longest wait until Adobe has enabled a dataflow, in milliseconds. */
const LONGEST_MS = 5 * 60_000;

/**
 * Publishes the drafts of a dataflow, and waits until it is enabled.
 *
 * @throws UserError when Adobe does not enable it within five minutes
 */
export async function publishDrafts(
  { flows }: AdobeClient,
  { drafts, ids }: HandMadeFlow,
): Promise<void> {
  for (const { id, kind } of drafts) await flows.publish(kind, id);
  const { found, isEnough } = await lookUntil(
    LONGEST_MS,
    async () => (await flows.get("flows", ids.flow))?.state ?? "gone",
    (state) => state === "enabled",
  );
  if (isEnough) return;
  throw new UserError(
    `The dataflow ${ids.flow} is published and still ${found}. Look at it in AEP (Sources → Dataflows), and run the command again when it is enabled.`,
  );
}
