import { readFile } from "node:fs/promises";

import * as z from "zod";

import { errorCode } from "../../local/toolchain/errors";

/** Something that the user can correct. Only its message is shown. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** In a collection a variable may have an id in place of a key. */
const variable = z
  .looseObject({
    key: z.string().optional(),
    id: z.string().optional(),
    value: z.unknown(),
    enabled: z.exactOptional(z.boolean()),
    disabled: z.exactOptional(z.boolean()),
  })
  .transform((one) => ({ ...one, key: one.key ?? one.id ?? "" }));

/** A variable of a collection or an environment, as Postman's format has it. */
export interface Variable {
  readonly key: string;
  readonly value?: unknown;
  readonly enabled?: boolean;
  readonly disabled?: boolean;
}

/** A folder has items, and anything else is a request. */
interface Item {
  readonly [member: string]: unknown;
  readonly item?: readonly Item[] | undefined;
}

const event = z.array(z.looseObject({ listen: z.string() }));
const header = z.union([z.string(), z.null(), z.array(z.union([z.string(), z.looseObject({})]))]);
const url = z.union([z.string(), z.looseObject({})]);
const request = z.union([
  z.string(),
  z.looseObject({
    url: url.optional(),
    method: z.string().optional(),
    header: header.optional(),
    body: z.looseObject({}).nullish(),
    auth: z.looseObject({}).nullish(),
  }),
]);

const folder = z.looseObject({
  name: z.string().optional(),
  event: event.optional(),
  get item() {
    return items;
  },
});
const single = z.looseObject({
  name: z.string().optional(),
  event: event.optional(),
  item: z.undefined().optional(),
  request,
});
const items: z.ZodType<readonly Item[]> = z.array(z.union([single, folder]));

const collectionFile = z.looseObject({
  item: items,
  variable: z.array(variable).optional(),
  event: event.optional(),
  auth: z.looseObject({}).nullish(),
});

const environmentFile = z.looseObject({ values: z.array(variable) });

/** A collection as its file has it. */
export type CollectionFile = z.output<typeof collectionFile>;

async function read<T>(file: string, shape: z.ZodType<T>): Promise<T> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new UsageError(`Cannot read ${file} (${errorCode(error) ?? "unknown error"}).`);
  });
  const { data, error } = shape.safeParse(parsed(text));
  if (data !== undefined) return data;
  const where = error?.issues[0]?.path.join(".") ?? "";
  throw new UsageError(
    `${file} is not in Postman's format (v2.1)${where === "" ? "" : `: \`${where}\` is missing or wrong`}.`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function hasRequest({ item }: Item): boolean {
  return item === undefined || item.some(hasRequest);
}

/**
 * Reads a collection.
 *
 * @throws UsageError, in one line, when the file cannot be read, is something else or has no request
 */
export async function readCollection(file: string): Promise<CollectionFile> {
  const collection = await read(file, collectionFile);
  if (collection.item.some(hasRequest)) return collection;
  throw new UsageError(`${file} has no request.`);
}

/**
 * Reads the values of an environment.
 *
 * @throws UsageError, in one line, when the file cannot be read or is something else
 */
export async function readEnvironment(file: string): Promise<readonly Variable[]> {
  return (await read(file, environmentFile)).values;
}
