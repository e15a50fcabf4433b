import * as z from "zod";

import type { CheckFailure } from "../../../provider-sdk";
import type { Json } from "../../client/json";
import type { QuerySchedule } from "../../client/querySchedules";
import type { Definition } from "../lifecycle/definition";
import { mergeChanges } from "../lifecycle/merge";
import { hasUnknown, isGiven, isUnknown } from "../lifecycle/unknown";
import { waitFor } from "../lifecycle/waiting";
import { descriptionInput, descriptionOf, mapValues, nameInput } from "./common";
import { cronFailures } from "./cron";
import { explained } from "./explained";
import { named, sayNotWritten, unknownPaths } from "./notWritten";
import { finish, isEnabled, registered, setState } from "./queryScheduleState";
import { checkParameters, queryParametersInput, sqlInput } from "./querySql";
import { verifyTemplate } from "./queryTemplate";

const instantInput = z.iso.datetime({
  offset: true,
  error: "must be a time with its zone, as 2026-12-01T06:00:00Z",
});

const inputs = z.strictObject({
  name: nameInput.describe(
    "Shown in Adobe's UI. Default: an auto-name. Adobe cannot change it: a schedule that is adopted (`adoptExisting`) keeps the auto-name that it has.",
  ),
  description: descriptionInput,
  sql: sqlInput.optional().describe("The query. Give it, or `templateId`."),
  templateId: z
    .string()
    .min(1, { error: "is empty; give the id of a query template" })
    .optional()
    .describe("Id of the query template to run (`template.id`). Give it, or `sql`."),
  dbName: z
    .string()
    .min(1, { error: "is empty; give a name or leave it out" })
    .optional()
    .describe("The database. Default `<sandbox>:all`."),
  queryParameters: queryParametersInput,
  insertIntoParameters: z
    .strictObject({ datasetName: z.string().min(1).describe("The dataset's table name.") })
    .meta({ id: "InsertIntoParameters", description: "Where the rows of a query go." })
    .optional()
    .describe("Makes it an `INSERT INTO` of a dataset that is there."),
  ctasParameters: z
    .strictObject({
      datasetName: z.string().min(1).describe("Name of the new dataset."),
      description: z.string().optional().describe("Description of the new dataset."),
      targetSchemaTitle: z.string().optional().describe("Title of the new dataset's schema."),
    })
    .meta({ id: "CtasParameters", description: "The dataset that a query makes." })
    .optional()
    .describe("Makes it a `CREATE TABLE AS SELECT`, which makes a dataset."),
  schedule: z
    .string()
    .regex(/^(@(once|hourly|daily|weekly|monthly|yearly)|\S+(\s+\S+){4,5})$/, {
      error:
        "must be a cron expression, as `0 6 * * *`, or @once, @hourly, @daily, @weekly, @monthly or @yearly",
    })
    .describe(
      "When it runs, in UTC: a cron expression of five fields (minute, hour, day of the month, month, day of the week), as `0 6 * * MON-FRI`, or `@once`, `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`.",
    ),
  startDate: instantInput.describe("When it begins, as `2026-12-01T06:00:00Z`."),
  endDate: instantInput
    .optional()
    .describe(
      "When it ends. Give one: Adobe's guide says that a schedule without an end is not supported, while its reference marks no end as required. Default: none is sent.",
    ),
  maxActiveRuns: z
    .int()
    .min(1)
    .optional()
    .describe("How many runs there may be at once. Default 1."),
  enabled: z
    .boolean()
    .optional()
    .describe(
      "Whether it runs. Default true. Adobe makes each schedule enabled, so one with `false` is disabled right after it is there.",
    ),
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({});
type Outputs = z.infer<typeof outputs>;

/** What Adobe shows of them, and the program does not give, is not a change: a template's SQL, or the default database. */
const open = ["sql", "templateId", "dbName", "queryParameters"];
const fixed =
  "Adobe changes only the times (`schedule`) of a scheduled query, and whether it is enabled";

const intoKeys = ["datasetName"];
const ctasKeys = ["datasetName", "description", "targetSchemaTitle"];

/** What of a scheduled query no program can write. */
function notWritten({ query, times }: QuerySchedule): string[] {
  return unknownPaths(
    { query, schedule: times },
    {
      query: {
        ...named("name", "description", "sql", "templateId", "dbName", "queryParameters"),
        insertIntoParameters: named(...intoKeys),
        ctasParameters: named(...ctasKeys),
      },
      schedule: named("schedule", "startDate", "endDate", "maxActiveRuns"),
    },
  );
}

function inputsOf({ query, times, state }: QuerySchedule, last: Inputs | undefined): Inputs {
  const { name, description, sql, templateId, dbName, queryParameters } = query;
  const { startDate, endDate, maxActiveRuns } = times;
  return {
    ...(name === undefined ? {} : { name }),
    ...descriptionOf(description),
    // Of a template, Adobe may show the SQL too.
    ...(sql === undefined || templateId !== undefined ? {} : { sql }),
    ...(templateId === undefined ? {} : { templateId }),
    ...(dbName === undefined ? {} : { dbName }),
    ...(queryParameters === undefined
      ? {}
      : { queryParameters: mapValues(queryParameters, textOf) }),
    ...textsIn("insertIntoParameters", query.insertIntoParameters, intoKeys),
    ...textsIn("ctasParameters", query.ctasParameters, ctasKeys),
    schedule: times.schedule,
    startDate: canonicalTime(startDate ?? ""),
    ...(endDate === undefined ? {} : { endDate: canonicalTime(endDate) }),
    maxActiveRuns: maxActiveRuns ?? 1,
    // One that is being registered will be enabled; what the program wants of it comes after that.
    enabled: state === "REGISTERING" ? (last?.enabled ?? true) : state !== "DISABLED",
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Those of the keys that have a text. */
function textsIn(input: string, given: Json | undefined, keys: readonly string[]): Json {
  const known = Object.entries(given ?? {}).filter(
    ([key, value]) => keys.includes(key) && typeof value === "string",
  );
  return known.length === 0 ? {} : { [input]: Object.fromEntries(known) };
}

/** The form in which Adobe shows a time, as 2026-12-01T06:00:00.000Z. */
function canonicalTime(text: string): string {
  const at = Date.parse(text);
  return Number.isNaN(at) ? text : new Date(at).toISOString();
}

function bodyOf(wanted: Inputs, sandbox: string) {
  const { sql, templateId, queryParameters, insertIntoParameters, ctasParameters } = wanted;
  const { schedule, startDate, endDate, maxActiveRuns } = wanted;
  const query = {
    dbName: wanted.dbName ?? `${sandbox}:all`,
    sql,
    templateId,
    name: wanted.name ?? "",
    description: wanted.description,
    queryParameters,
    insertIntoParameters,
    ctasParameters,
  };
  return { query: given(query), schedule: given({ schedule, startDate, endDate, maxActiveRuns }) };
}

function given<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}

function checkQuery(
  { sql, templateId, queryParameters }: Inputs,
  warn: (text: string) => void,
): CheckFailure[] {
  if (sql === undefined && templateId === undefined) {
    return [
      { property: "sql", reason: "is missing; give it, or the templateId of a query template" },
    ];
  }
  if (isGiven(sql) && isGiven(templateId)) {
    return [{ property: "templateId", reason: "is one way, and sql the other; give one of them" }];
  }
  if (sql !== undefined && !hasUnknown(sql) && !hasUnknown(queryParameters)) {
    checkParameters(sql, queryParameters, warn);
  }
  return [];
}

function checkTimes({ startDate, endDate }: Inputs): CheckFailure[] {
  if (endDate === undefined || isUnknown(endDate) || isUnknown(startDate)) return [];
  return Date.parse(endDate) > Date.parse(startDate)
    ? []
    : [
        {
          property: "endDate",
          reason: "is not behind startDate; give a later one, or leave it out",
        },
      ];
}

export const querySchedule: Definition<Inputs, Outputs> = {
  token: "adobe-aep:query:Schedule",
  description:
    "A scheduled query of Query Service: a query, or a query template, that Adobe runs again and again. **Adobe changes only when it runs and whether it does**; every other change makes a new one. A create waits until Adobe has registered it, and a destroy disables it first. Adobe deletes none that is running. Needs the permission Manage Queries.",
  displayName: "scheduled query",
  inputs,
  outputs,
  importId: "the schedule's id",
  example: `new aep.query.Schedule("daily-chats", {
  templateId: template.id,
  ctasParameters: { datasetName: "chats_by_country" },
  schedule: "0 6 * * *",
  startDate: "2026-12-01T06:00:00Z",
  endDate: "2027-12-01T06:00:00Z",
});`,
  nameInput: "name",
  replaces: {
    name: fixed,
    description: fixed,
    sql: fixed,
    templateId: fixed,
    dbName: fixed,
    queryParameters: fixed,
    insertIntoParameters: fixed,
    ctasParameters: fixed,
    startDate: fixed,
    endDate: fixed,
    maxActiveRuns: fixed,
  },
  defaults: { enabled: true, maxActiveRuns: 1 },
  open,
  writeOnly: ["queryParameters", "insertIntoParameters", "ctasParameters"],
  ignoreOnImport: ["queryParameters", "insertIntoParameters", "ctasParameters"],

  check: (news, _oldInputs, warn) => [
    ...checkQuery(news, warn),
    ...cronFailures(news.schedule),
    ...checkTimes(news),
  ],

  canonical(news) {
    const { startDate, endDate } = news;
    return {
      ...news,
      startDate: isUnknown(startDate) ? startDate : canonicalTime(startDate),
      ...(endDate === undefined || isUnknown(endDate) ? {} : { endDate: canonicalTime(endDate) }),
    };
  },

  verify: ({ templateId }, scope) => verifyTemplate(templateId, scope),

  preview: () => ({}),

  async find({ name }, { sandbox, signal, since }) {
    const all = await sandbox.client.querySchedules.findAll({ signal, since });
    return all.filter(({ query }) => query.name === name).map(({ id }) => id);
  },

  async list({ sandbox, signal, since }) {
    const all = await sandbox.client.querySchedules.findAll({ signal, since });
    return all.map(({ id, query }) => ({ id, name: query.name ?? "" }));
  },

  async create(wanted, scope) {
    const { client, config, settling } = scope.sandbox;
    const body = bodyOf(wanted, config.sandbox);
    const { signal } = scope;
    const { id } = await client.querySchedules
      .create(body, { signal })
      .catch(async (error: unknown) => {
        const hint = "Adobe may reject a schedule without an end: give endDate";
        throw await explained(error, () =>
          Promise.resolve(wanted.endDate === undefined ? hint : undefined),
        );
      });
    settling.made(id);
    await finish(id, wanted, scope);
    return { id, outputs: {} };
  },

  async read(id, last, { sandbox, context, signal }) {
    const found = await sandbox.client.querySchedules.get(id, { signal });
    if (found === undefined) return undefined;
    if (last === undefined) sayNotWritten("scheduled query", id, notWritten(found), context);
    return { inputs: inputsOf(found, last), outputs: {}, creation: { at: found.createdAt } };
  },

  async update(id, { oldInputs, newInputs, oldOutputs }, scope) {
    const { querySchedules } = scope.sandbox.client;
    const now = await registered(id, scope);
    const pick = ({ schedule, enabled = true }: Inputs) => ({ schedule, enabled });
    const theirs = { schedule: now.times.schedule, enabled: isEnabled(now) };
    const base = pick(oldInputs);
    const isDue = oldOutputs.enabled === undefined;
    const wanted = mergeChanges(`scheduled query ${id}`, {
      oldInputs: isDue ? { ...base, enabled: theirs.enabled } : base,
      newInputs: pick(newInputs),
      theirs,
    });
    const changesCron = wanted.schedule !== theirs.schedule;
    const signal = scope.signal;
    // Adobe may not change the times of one that is disabled, so it is enabled first, and disabled last.
    if (wanted.enabled && !theirs.enabled) await setState(id, true, scope);
    if (changesCron) {
      try {
        await querySchedules.setCron(id, wanted.schedule, { signal });
      } catch (error) {
        const hint =
          "Adobe may not change the times of a disabled schedule: give enabled: true for one `pulumi up`";
        throw await explained(error, () => Promise.resolve(theirs.enabled ? undefined : hint));
      }
    }
    if (!wanted.enabled && theirs.enabled) await setState(id, false, scope);
    return {};
  },

  async delete(id, _last, scope) {
    const { querySchedules } = scope.sandbox.client;
    const { signal } = scope;
    if ((await querySchedules.get(id, { signal })) === undefined) return;
    if (isEnabled(await registered(id, scope))) await setState(id, false, scope);
    try {
      await querySchedules.delete(id, { signal });
    } catch (error) {
      throw await explained(error, () =>
        Promise.resolve(
          "It is disabled, so no run begins any more: once the one that is active has ended, run it again",
        ),
      );
    }
    await waitFor(`the end of the schedule ${id}`, scope, async () =>
      (await querySchedules.get(id, { signal })) === undefined ? true : undefined,
    );
  },
};
