import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import type { EventSlug } from "../../../handlers/model";

const directory = path.join(__dirname, "../../fixtures/payloads");

/** One payload of the fixtures: which event it is, and its bytes. */
export interface Fixture {
  readonly name: string;
  readonly event: EventSlug;
  readonly bytes: Buffer;
}

function load(folder: string): Fixture[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => {
      const name = file.replace(/\.json$/, "");
      return {
        name,
        event: name.split("--")[0] as EventSlug,
        bytes: readFileSync(path.join(folder, file)),
      };
    });
}

/** One payload per event, as Chatlio documents them. */
export const payloads = load(directory);

/** Payloads that are odd in one way each. */
export const variants = load(path.join(directory, "variants"));

export function fixture(name: string): Fixture {
  const found = [...payloads, ...variants].find((each) => each.name === name);
  if (!found) throw new Error(`No fixture ${name}`);
  return found;
}
