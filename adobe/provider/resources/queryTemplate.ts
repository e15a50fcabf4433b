import * as z from "zod";

import type { Json } from "../../client/json";
import type { QueryTemplate } from "../../client/queryTemplates";
import { plain } from "../../client/text";
import type { Definition, Operation } from "../lifecycle/definition";
import { isSame, mergeChanges } from "../lifecycle/merge";
import { hasUnknown, isUnknown } from "../lifecycle/unknown";
import { mapValues, nameInput } from "./common";
import { goneError } from "./gone";
import { checkParameters, queryParametersInput, sqlInput } from "./querySql";

const inputs = z.strictObject({
  name: nameInput.describe(
    "Shown in Adobe's UI, in the templates of Queries. Default: an auto-name.",
  ),
  sql: sqlInput.describe(
    "The query. A key behind a `$`, as `$country`, stands for a value of `queryParameters`. The SQL is for Adobe to check, when it is run.",
  ),
  queryParameters: queryParametersInput,
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({});
type Outputs = z.infer<typeof outputs>;

function inputsOf({ name, sql, queryParameters }: QueryTemplate): Inputs {
  const isGiven = queryParameters !== undefined && Object.keys(queryParameters).length > 0;
  return { name, sql, ...(isGiven ? { queryParameters: mapValues(queryParameters, textOf) } : {}) };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What the program gives, in the form of a read. */
function pick({ name, sql, queryParameters = {} }: Inputs): Inputs {
  return {
    ...(name === undefined ? {} : { name }),
    sql,
    ...(Object.keys(queryParameters).length === 0 ? {} : { queryParameters }),
  };
}

/** The body of a PUT: all of the template but its id and its links, with the changes at their places. */
function replacementOf({ whole, queryParameters = {} }: QueryTemplate, wanted: Inputs): Json {
  const { name, sql, queryParameters: values } = wanted;
  const kept = Object.entries(whole).filter(
    ([key]) => !["id", "_links", "queryParameters"].includes(key),
  );
  // A value that is the same stays in the type that it has.
  const same = (value: string, key: string) => {
    const there = queryParameters[key];
    return there !== undefined && textOf(there) === value ? there : value;
  };
  return {
    ...Object.fromEntries(kept),
    ...(name === undefined ? {} : { name }),
    sql,
    ...(values === undefined ? {} : { queryParameters: mapValues(values, same) }),
  };
}

/**
 * Looks up the template that a scheduled query runs: one that is not there would fail in the middle of an `up`.
 *
 * @param id - may be unknown
 */
export async function verifyTemplate(
  id: string | undefined,
  { sandbox, signal }: Operation,
): Promise<void> {
  if (id === undefined || isUnknown(id)) return;
  const found = await sandbox.client.queryTemplates.get(id, { signal });
  if (found !== undefined) return;
  throw new Error(
    `there is no query template "${plain(id)}" in the sandbox "${sandbox.config.sandbox}"; give the id of one as templateId (\`template.id\`), or the query itself as sql`,
  );
}

export const queryTemplate: Definition<Inputs, Outputs> = {
  token: "adobe-aep:query:Template",
  description:
    "A query template of Query Service: a query that is saved under a name, with values for its parameters. It is not run. Needs the permission Manage Queries.",
  displayName: "query template",
  inputs,
  outputs,
  importId: "the query template's id, a UUID",
  example: `const chats = new aep.query.Template("chats-by-country", {
  sql: "SELECT count(*) FROM $table WHERE country = '$country'",
  queryParameters: { table: "chat_events", country: "US" },
});`,
  nameInput: "name",
  tagLocation:
    "(for which a query template has no place at Adobe, so it is known by its content: within an hour, one with what the run sent is adopted with a warning, and not deleted without your consent)",
  replaces: {},
  writeOnly: ["queryParameters"],
  ignoreOnImport: ["queryParameters"],

  check({ sql, queryParameters }, _oldInputs, warn) {
    if (!hasUnknown(sql) && !hasUnknown(queryParameters)) {
      checkParameters(sql, queryParameters, warn);
    }
    return [];
  },

  preview: () => ({}),

  async find({ name }, { sandbox, signal, since }) {
    const all = await sandbox.client.queryTemplates.findAll({ signal, since });
    return all.filter((one) => one.name === name).map(({ id }) => id);
  },

  async list({ sandbox, signal, since }) {
    const all = await sandbox.client.queryTemplates.findAll({ signal, since });
    return all.map(({ id, name }) => ({ id, name }));
  },

  async create(wanted, { sandbox, signal }) {
    const body = { ...pick(wanted), name: wanted.name ?? "" };
    const { id } = await sandbox.client.queryTemplates.create(body, { signal });
    return { id, outputs: {} };
  },

  async read(id, _last, { sandbox, signal }) {
    const found = await sandbox.client.queryTemplates.get(id, { signal });
    return found && { inputs: inputsOf(found), outputs: {}, creation: { at: found.createdAt } };
  },

  async update(id, { oldInputs, newInputs }, { sandbox, signal }) {
    const { queryTemplates } = sandbox.client;
    const now = await queryTemplates.get(id, { signal });
    if (now === undefined) throw goneError("query template", id);
    const base = pick(oldInputs);
    const news = pick(newInputs);
    const shown = inputsOf(now);
    // What Adobe does not show is as the state has it: a PUT without it would remove it.
    const { queryParameters: last } = base;
    const theirs =
      now.queryParameters !== undefined || last === undefined
        ? shown
        : { ...shown, queryParameters: last };
    const wanted = mergeChanges(`query template ${id}`, {
      oldInputs: base,
      newInputs: news,
      theirs,
    });
    if (isSame(wanted, theirs)) return {};
    await queryTemplates.replace(id, replacementOf(now, wanted), { signal });
    return {};
  },

  async delete(id, _last, { sandbox, signal }) {
    await sandbox.client.queryTemplates.delete(id, { signal });
  },
};
