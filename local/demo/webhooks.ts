import fs from "node:fs/promises";
import path from "node:path";

import type { DatasetRows, EmulatorClient, Row } from "../../emulator/client";
import { findEvent } from "../../handlers/model";
import { request } from "../request";
import { errorMessage } from "../toolchain/errors";
import { DemoError } from "./errors";

/** A webhook that was posted, and its row. */
export interface DeliveredEvent {
  readonly event: string;
  readonly status: number;
  /** The row's `_id`. The relay's response has it too. */
  readonly id: string;
  readonly row: Row;
  /** From posting the webhook until the row is in the dataset. */
  readonly latencyMs: number;
}

/** Reads `<event>.json` for each event. */
export async function readPayloads(
  directory: string,
  events: readonly string[],
): Promise<Map<string, string>> {
  const payloads = new Map<string, string>();
  for (const event of events) {
    const file = path.join(directory, `${event}.json`);
    const text = await fs.readFile(file, "utf8").catch((error: unknown) => {
      throw new DemoError(`Cannot read the payload ${file} (${errorMessage(error)})`);
    });
    payloads.set(event, text);
  }
  return payloads;
}

/**
 * Posts every payload to its webhook as Chatlio does, and waits for its row in the dataset. One after the
 * other, so that each latency is that of one webhook and not of a queue.
 */
export async function deliver(
  payloads: ReadonlyMap<string, string>,
  urls: Readonly<Record<string, string>>,
  datasetId: string,
  emulator: EmulatorClient,
  onPost: (event: string) => void,
): Promise<DeliveredEvent[]> {
  const delivered: DeliveredEvent[] = [];
  for (const [event, payload] of payloads) {
    const url = urls[event];
    if (url === undefined) throw new DemoError(`The stack has no webhook URL for ${event}`);
    onPost(event);
    const earlier = await emulator.rows(datasetId);
    const started = performance.now();
    const { status, id } = await post(event, url, payload);
    const row = await waitForRow(emulator, datasetId, event, { id, earlier });
    const latencyMs = Math.round(performance.now() - started);
    delivered.push({ event, status, id: String(row["_id"]), row, latencyMs });
  }
  return delivered;
}

/** Whether a URL is of direct mode. Adobe responds with 200 and without an id. */
function isDirect(url: string): boolean {
  return new URL(url).searchParams.has("x-adobe-flow-id");
}

async function post(event: string, url: string, payload: string) {
  const { status, text } = await request(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: payload,
  });
  const id = readId(text);
  const isAccepted = isDirect(url) ? status === 200 : status === 202 && id !== undefined;
  // Without the URL, which is a secret.
  if (!isAccepted) {
    throw new DemoError(
      `The webhook ${event} responded with ${status} ${text.slice(0, 200)}, not with ${isDirect(url) ? "200" : "202 and an id"}`,
    );
  }
  return { status, id };
}

function readId(text: string): string | undefined {
  try {
    const { id } = JSON.parse(text) as { id?: unknown };
    return typeof id === "string" ? id : undefined;
  } catch {
    return undefined;
  }
}

/** What is known of the row to wait for: its id, or the rows that were there before. */
interface Wanted {
  readonly id: string | undefined;
  readonly earlier: DatasetRows;
}

function waitForRow(
  emulator: EmulatorClient,
  datasetId: string,
  event: string,
  { id, earlier }: Wanted,
): Promise<Row> {
  const eventType = findEvent(event)?.eventType;
  const find = ({ rows, rejected }: DatasetRows) => {
    const failed =
      id === undefined
        ? rejected.at(earlier.rejected.length)
        : rejected.find((entry) => JSON.stringify(entry.row).includes(id));
    if (failed !== undefined) {
      throw new DemoError(`AEP rejected the row of ${event}: ${failed.reason}`);
    }
    if (id !== undefined) return rows.find((row) => row["_id"] === id);
    return rows.slice(earlier.rows.length).find((row) => row["eventType"] === eventType);
  };
  return emulator.waitForRows(datasetId, find, { what: `the row of ${event}` });
}
