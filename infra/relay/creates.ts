import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import type * as pulumi from "@pulumi/pulumi";

import { ownerTag } from "../naming";

/** The resource that a hook is about, as far as the journal needs it. */
export type Created = Pick<pulumi.ResourceHookArgs, "type"> &
  Partial<Pick<pulumi.ResourceHookArgs, "id" | "newInputs">>;

interface Entry {
  /** The create of an object, by type and name, is about to be sent. */
  readonly begun?: string;
  /** The engine knows what one such create has led to. */
  readonly ended?: string;
  /** The engine has got this id, which is unique within the type. */
  readonly id?: string;
}

/**
 * What this machine knows of the creates of one state, in a file of JSON lines in Pulumi's home directory. An object
 * in AWS that the state lacks was either left behind by a killed deployment, or has left the state (`pulumi state
 * delete`, `state move`, a copy of the state). Its tag cannot tell the two apart; this file can. The provider for
 * Adobe keeps one for its own objects, in the same way.
 */
export class Creates {
  constructor(private readonly directory = path.join(pulumiHome(), "chatlio-aep", "creates")) {}

  /** A create is about to be sent. */
  begin({ type, newInputs }: Created): void {
    this.#append(newInputs, { begun: keyOf(type, nameIn(newInputs)) });
  }

  /** The engine has got the response of a create. From now on its object is never taken as left behind. */
  end({ type, newInputs, id }: Created): void {
    this.#append(newInputs, {
      ended: keyOf(type, nameIn(newInputs)),
      ...(id === undefined || id === "" ? {} : { id }),
    });
  }

  /** Whether a deployment was killed at the create that has made this object. */
  wasKilled(owner: string, type: string, name: string, id: string): boolean {
    const key = keyOf(type, name);
    const entries = this.#entriesOf(owner);
    const begun = entries.filter((entry) => entry.begun === key).length;
    const ended = entries.filter((entry) => entry.ended === key);
    return begun > ended.length && !ended.some((entry) => entry.id === id);
  }

  #append(inputs: Created["newInputs"], entry: Entry): void {
    const owner = (inputs?.["tags"] as Record<string, unknown> | undefined)?.[ownerTag];
    if (typeof owner !== "string") return;
    try {
      mkdirSync(this.directory, { recursive: true });
      // A crash may have left the last line incomplete.
      appendFileSync(this.#fileOf(owner), `\n${JSON.stringify(entry)}\n`);
    } catch {
      // The home directory is read-only: then nothing is imported without `chatlio-aep adopt`.
    }
  }

  #entriesOf(owner: string): Entry[] {
    try {
      return readFileSync(this.#fileOf(owner), "utf8").split("\n").flatMap(entryIn);
    } catch {
      return [];
    }
  }

  #fileOf(owner: string): string {
    return path.join(this.directory, `${owner.replaceAll(/[^\w-]/g, "_")}.jsonl`);
  }
}

/** A line may be empty, or incomplete after a crash. */
function entryIn(line: string): Entry[] {
  try {
    return [JSON.parse(line) as Entry];
  } catch {
    return [];
  }
}

/** The name among the inputs of a resource: a bucket's is `bucket`. */
export function nameIn(inputs: Readonly<Record<string, unknown>> = {}): unknown {
  return inputs["name"] ?? inputs["bucket"];
}

function keyOf(type: string, name: unknown): string {
  return `${type} ${String(name)}`;
}

function pulumiHome(): string {
  return process.env["PULUMI_HOME"] ?? path.join(os.homedir(), ".pulumi");
}
