import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";

import type * as pulumi from "@pulumi/pulumi";

import { ownerTag } from "../naming";
import { pulumiHome } from "../pulumiHome";

/** The resource that a hook is about, as far as the journal needs it. */
export type Created = Pick<pulumi.ResourceHookArgs, "type"> &
  Partial<Pick<pulumi.ResourceHookArgs, "id" | "newInputs">>;

/** An object in AWS that a deployment may have left. */
export interface Leftover {
  /** The owner tag of the state. */
  readonly owner: string;
  readonly type: string;
  readonly name: string;
  readonly id: string;
  /** When it was created, in milliseconds since 1970; of a function, when it was last changed. Undefined: AWS does not show it. */
  readonly createdAt?: number | undefined;
}

interface Entry {
  /** Account, region, stack and backend. Lines of earlier releases have none, nor have those of `chatlio-aep adopt`. */
  readonly scope?: string;
  /** The create of an object, by type and name, is about to be sent. */
  readonly begun?: string;
  /** When the line was written, in milliseconds since 1970. Earlier releases wrote it with `begun` only. */
  readonly at?: number;
  /** The engine knows what one such create has led to. */
  readonly ended?: string;
  /** The engine has got this id, which is unique within the type. */
  readonly id?: string;
}

/** For how long a create that did not end is evidence. The name is the same in every copy of the state. */
const EVIDENCE_MS = 60 * 60_000;
/** What was created so much later than the request was sent is somebody else's. */
const LATE_MS = 10 * 60_000;
/** A file is compacted once it is larger, in bytes. */
const MAX_BYTES = 64 * 1024;
/** How much the clocks of AWS and of this machine may differ. */
const CLOCK_MS = 5 * 60_000;

/**
 * What this machine knows of the creates of one state, in a file of JSON lines in Pulumi's home directory. An object
 * in AWS that the state lacks was either left behind by a killed deployment, or has left the state (`pulumi state
 * delete`, `state move`, a copy of the state). Its tag cannot tell the two apart; this file can. The provider for
 * Adobe keeps one for its own objects, in the same way.
 *
 * Of each create only the last attempt counts, and only for a while: an object that appears under the name later may
 * be that of a copy of the state, made on another machine.
 */
export class Creates {
  /** @param now - milliseconds since 1970. */
  constructor(
    private readonly directory = path.join(pulumiHome(), "chatlio-aep", "creates"),
    private readonly now: () => number = Date.now,
  ) {}

  /** A create is about to be sent. */
  begin({ type, newInputs }: Created, scope: string): void {
    this.#append(ownerIn(newInputs), {
      begun: keyOf(type, nameIn(newInputs)),
      scope,
      at: this.now(),
    });
  }

  /**
   * The engine has got the response of a create. From now on no copy of the state takes its object as left behind, on
   * this machine.
   */
  end({ type, newInputs, id }: Created, scope: string): void {
    this.#append(ownerIn(newInputs), {
      ended: keyOf(type, nameIn(newInputs)),
      scope,
      at: this.now(),
      ...(id === undefined || id === "" ? {} : { id }),
    });
  }

  /**
   * The engine has got this object by an import. As after a create, no copy of the state takes it as left behind from
   * now on. Nothing is written when the journal says so already.
   *
   * @param scope - left out by who does not know it; then the id counts in each scope
   */
  got({ owner, type, name, id }: Omit<Leftover, "createdAt">, scope?: string): void {
    const key = keyOf(type, name);
    if (scope !== undefined && this.#openSince(owner, key, scope) === undefined) {
      if (this.#gotAt(owner, { type, key, id }, scope) !== undefined) return;
    }
    this.#append(owner, {
      ended: key,
      ...(scope === undefined ? {} : { scope }),
      at: this.now(),
      id,
    });
  }

  /** Whether a deployment in this scope was killed at the create of an object with this name, not long ago. */
  isOpen({ owner, type, name }: Pick<Leftover, "owner" | "type" | "name">, scope: string): boolean {
    return this.#openSince(owner, keyOf(type, name), scope) !== undefined;
  }

  /** Whether a deployment in this scope was killed at the create that has made this object. */
  wasKilled({ owner, type, name, id, createdAt }: Leftover, scope: string): boolean {
    const key = keyOf(type, name);
    const begunAt = this.#openSince(owner, key, scope);
    if (begunAt === undefined) return false;
    // An id is a name or has one in it, so a later object may have it again (`pulumi up --replace`).
    const gotAt = this.#gotAt(owner, { type, key, id }, scope);
    const isLater =
      createdAt !== undefined && !lastChange.test(type) && createdAt > (gotAt ?? 0) + CLOCK_MS;
    if (gotAt !== undefined && !isLater) return false;
    const age = (createdAt ?? begunAt) - begunAt;
    return age >= -CLOCK_MS && age <= LATE_MS + CLOCK_MS;
  }

  /** When the create was begun that has not ended, in milliseconds since 1970. */
  #openSince(owner: string, key: string, scope: string): number | undefined {
    let begunAt: number | undefined;
    for (const entry of this.#entriesOf(owner)) {
      if (entry.scope !== scope) continue;
      if (entry.begun === key) begunAt = entry.at;
      if (entry.ended === key) begunAt = undefined;
    }
    const isEvidence = begunAt !== undefined && this.now() - begunAt <= EVIDENCE_MS;
    return isEvidence ? begunAt : undefined;
  }

  /**
   * When the engine last got this id. It holds for every copy of the state, as it names one object; a name proves
   * nothing elsewhere. Infinity: an earlier release has written no time. Undefined: it never got the id.
   */
  #gotAt(
    owner: string,
    { type, key, id }: { readonly type: string; readonly key: string; readonly id: string },
    scope: string,
  ): number | undefined {
    const got = this.#entriesOf(owner).filter(
      (entry) => entry.ended === key && entry.id === id && isSamePlace(type, entry.scope, scope),
    );
    return got.length === 0 ? undefined : Math.max(...got.map(({ at = Infinity }) => at));
  }

  #append(owner: unknown, entry: Entry): void {
    if (typeof owner !== "string") return;
    try {
      mkdirSync(this.directory, { recursive: true });
      this.#compact(owner);
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

  /**
   * Keeps the ids only. That is all that counts once nobody has written for as long as a create is evidence, so no
   * other deployment is writing either.
   */
  #compact(owner: string): void {
    const file = this.#fileOf(owner);
    const { size = 0, mtimeMs = 0 } = statSync(file, { throwIfNoEntry: false }) ?? {};
    if (size <= MAX_BYTES || this.now() - mtimeMs <= EVIDENCE_MS) return;
    const ids = this.#entriesOf(owner).filter(({ id }) => id !== undefined);
    // The last line of each.
    const kept = new Map(ids.map((entry) => [`${entry.scope} ${entry.ended} ${entry.id}`, entry]));
    const lines = [...kept.values()].map((entry) => `${JSON.stringify(entry)}\n`);
    writeFileSync(`${file}.new`, lines.join(""));
    renameSync(`${file}.new`, file);
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

/** Types of which AWS shows the time of the last change only, so an older object may look like a later one. */
const lastChange = /^aws:lambda\//;

/** Types whose objects are the same in every region of an account. */
const ofAllRegions = /^aws:(?:iam|s3)\//;

/**
 * Whether an id means the same object in both scopes: the account has to be the same, and the region unless the type
 * has none. Of lines without a readable scope, which earlier releases and `chatlio-aep adopt` wrote, every id counts.
 */
function isSamePlace(type: string, one: string | undefined, other: string): boolean {
  const [a, b] = [placeIn(one), placeIn(other)];
  if (a === undefined || b === undefined) return true;
  return a.account === b.account && (ofAllRegions.test(type) || a.region === b.region);
}

function placeIn(scope = ""): { readonly account: unknown; readonly region: unknown } | undefined {
  try {
    const [account, region] = JSON.parse(scope) as unknown[];
    return { account, region };
  } catch {
    return undefined;
  }
}

/** The name among the inputs of a resource: a bucket's is `bucket`. */
export function nameIn(inputs: Readonly<Record<string, unknown>> = {}): unknown {
  return inputs["name"] ?? inputs["bucket"];
}

function ownerIn(inputs: Created["newInputs"]): unknown {
  return (inputs?.["tags"] as Record<string, unknown> | undefined)?.[ownerTag];
}

function keyOf(type: string, name: unknown): string {
  return `${type} ${String(name)}`;
}
