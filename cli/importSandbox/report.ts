import {
  keyOf,
  nameInText,
  shortType,
  type Brought,
  type Listing,
  type SandboxObject,
} from "../../adobe/provider/importing";
import { table } from "../table";
import { print, printError, visible } from "../terminal";

/** The listing as a table. */
export function printListing({ objects }: Listing): void {
  if (objects.length === 0) {
    print("Nothing to import: the sandbox has no objects but Adobe's.\n");
    return;
  }
  const titles = titlesOf(objects);
  const rows = objects.map((one) => [shortType(one.token), labelOf(one, titles), one.id]);
  print(table([["TYPE", "NAME", "ID"], ...rows]));
  print(
    `${count(objects.length)}. Choose with --type, --name or --all, and give --out for a program and an import file.\n`,
  );
}

/** Names the types that could not be listed, on standard error. */
export function printNotListed({ notListed }: Listing): void {
  for (const { token, reason } of notListed) {
    say(`${shortType(token)} could not be listed: ${reason}`);
  }
}

/** A line on standard error. Others have written parts of it. */
function say(line: string): void {
  printError(`${visible(line)}\n`);
}

/** What is written, or would be, and what cannot be. */
export function printBrought({ imported, left, names }: Brought, files: readonly string[]): void {
  const rows = imported.map((one) => [
    shortType(one.token),
    one.name,
    names.get(keyOf(one)) ?? "",
    one.isNeeded ? "another refers to it" : "yes",
  ]);
  print(table([["TYPE", "NAME", "RESOURCE", "CHOSEN"], ...rows]));
  for (const { notes } of imported) for (const note of notes) say(`Note: ${note}`);
  for (const one of left) say(`Not imported: ${nameInText(one)}: ${one.reason}`);
  if (files.length === 0) {
    print(`${count(imported.length)} would be written.\n`);
    return;
  }
  print(
    `${count(imported.length)} written to ${files.join(" and ")}. Bring them under a stack of that program: pulumi import --file ${files.at(-1) ?? ""} --generate-code=false\n`,
  );
}

/** The listing for a program. */
export function listingJson(sandbox: string, listing: Listing): object {
  return { sandbox, objects: listing.objects.map(entryOf), notListed: notListedOf(listing) };
}

/** What is written for a program. */
export function broughtJson(
  sandbox: string,
  listing: Listing,
  { imported, left, names }: Brought,
  files: readonly string[],
): object {
  return {
    sandbox,
    files,
    imported: imported.map((one) => ({
      ...entryOf(one),
      resource: names.get(keyOf(one)),
      chosen: !one.isNeeded,
      notes: one.notes,
    })),
    notImported: left.map((one) => ({
      ...entryOf(one),
      chosen: !one.isNeeded,
      reason: one.reason,
    })),
    notListed: notListedOf(listing),
  };
}

function entryOf({ token, name, id, of }: SandboxObject): object {
  return { type: shortType(token), name, id, ...(of === undefined ? {} : { of }) };
}

function notListedOf({ notListed }: Listing): object[] {
  return notListed.map(({ token, reason }) => ({ type: shortType(token), reason }));
}

/** Titles by id, of what descriptors belong to. */
function titlesOf(objects: readonly SandboxObject[]): ReadonlyMap<string, string> {
  return new Map(objects.toReversed().map(({ id, name }) => [id, name]));
}

function labelOf({ name, of }: SandboxObject, titles: ReadonlyMap<string, string>): string {
  return of === undefined ? name : `${name} of ${titles.get(of) ?? of}`.trim();
}

function count(objects: number): string {
  return objects === 1 ? "1 object" : `${objects} objects`;
}
