import fs from "node:fs/promises";
import path from "node:path";

import fetch from "node-fetch";

import type { DatasetRows, EmulatorClient, Row } from "../../emulator/client";
import { errorMessage } from "../toolchain/errors";
import { DemoError } from "./errors";

/** A webhook that was posted, and its row. */
export interface DeliveredEvent {
  readonly event: string;
  readonly status: number;
  /** The event's `_id`, in the relay's response and in the row. */
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
    const started = performance.now();
    const { status, id } = await post(event, url, payload);
    const row = await waitForRow(emulator, datasetId, event, id);
    const latencyMs = Math.round(performance.now() - started);
    delivered.push({ event, status, id, row, latencyMs });
  }
  return delivered;
}

async function post(event: string, url: string, payload: string) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: payload,
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  const id = readId(text);
  // Without the URL, which contains the token.
  if (response.status !== 202 || id === undefined) {
    throw new DemoError(
      `The webhook ${event} responded with ${response.status} ${text.slice(0, 200)}, not with 202 and an id`,
    );
  }
  return { status: response.status, id };
}

function readId(text: string): string | undefined {
  try {
    const { id } = JSON.parse(text) as { id?: unknown };
    return typeof id === "string" ? id : undefined;
  } catch {
    return undefined;
  }
}

function waitForRow(
  emulator: EmulatorClient,
  datasetId: string,
  event: string,
  id: string,
): Promise<Row> {
  const find = ({ rows, rejected }: DatasetRows) => {
    const failed = rejected.find((entry) => JSON.stringify(entry.row).includes(id));
    if (failed !== undefined) {
      throw new DemoError(`AEP rejected the row of ${event}: ${failed.reason}`);
    }
    return rows.find((row) => row["_id"] === id);
  };
  return emulator.waitForRows(datasetId, find, { what: `the row of ${event}` });
}
