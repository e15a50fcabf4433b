// Generated from the provider's package schema by `npm run generate:sdk`. Do not edit.

import * as pulumi from "@pulumi/pulumi";

import { withOutputs } from "../inputs";

/** Where the rows of a query go. */
export interface InsertIntoParametersArgs {
  /** The dataset's table name. */
  readonly datasetName: pulumi.Input<string>;
}

/** Where the rows of a query go. */
export interface InsertIntoParameters {
  /** The dataset's table name. */
  readonly datasetName: string;
}

/** The dataset that a query makes. */
export interface CtasParametersArgs {
  /** Name of the new dataset. */
  readonly datasetName: pulumi.Input<string>;
  /** Description of the new dataset. */
  readonly description?: pulumi.Input<string>;
  /** Title of the new dataset's schema. */
  readonly targetSchemaTitle?: pulumi.Input<string>;
}

/** The dataset that a query makes. */
export interface CtasParameters {
  /** Name of the new dataset. */
  readonly datasetName: string;
  /** Description of the new dataset. */
  readonly description?: string;
  /** Title of the new dataset's schema. */
  readonly targetSchemaTitle?: string;
}

/** The arguments of {@link Template}. */
export interface TemplateArgs {
  /** Shown in Adobe's UI, in the templates of Queries. Default: an auto-name. */
  readonly name?: pulumi.Input<string>;
  /**
   * The query. A key behind a `$`, as `$country`, stands for a value of `queryParameters`. The
   * SQL is for Adobe to check, when it is run.
   */
  readonly sql: pulumi.Input<string>;
  /**
   * Values by key, without the `$`. Adobe puts them into the SQL as they are, so a text needs
   * its quotes there: `'$country'`.
   */
  readonly queryParameters?: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
}

/**
 * A query template of Query Service: a query that is saved under a name, with values for its
 * parameters. It is not run. Needs the permission Manage Queries.
 *
 * ## Example Usage
 *
 * ```typescript
 * const chats = new aep.query.Template("chats-by-country", {
 *   sql: "SELECT count(*) FROM $table WHERE country = '$country'",
 *   queryParameters: { table: "chat_events", country: "US" },
 * });
 * ```
 *
 * ## Import
 *
 * By the query template's id, a UUID.
 */
export class Template extends pulumi.CustomResource {
  /** Shown in Adobe's UI, in the templates of Queries. Default: an auto-name. */
  declare readonly name: pulumi.Output<string>;
  /**
   * The query. A key behind a `$`, as `$country`, stands for a value of `queryParameters`. The
   * SQL is for Adobe to check, when it is run.
   */
  declare readonly sql: pulumi.Output<string>;
  /**
   * Values by key, without the `$`. Adobe puts them into the SQL as they are, so a text needs
   * its quotes there: `'$country'`.
   */
  declare readonly queryParameters: pulumi.Output<Record<string, string> | undefined>;

  /** Reads a Template that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): Template {
    return new Template(name, {} as TemplateArgs, { ...opts, id });
  }

  constructor(name: string, args: TemplateArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:query:Template",
      name,
      withOutputs(args, ["name", "sql", "queryParameters"]),
      opts,
    );
  }
}

/** The arguments of {@link Schedule}. */
export interface ScheduleArgs {
  /**
   * Shown in Adobe's UI. Default: an auto-name. Adobe cannot change it: a schedule that is
   * adopted (`adoptExisting`) keeps the auto-name that it has. Changing it replaces the
   * resource.
   */
  readonly name?: pulumi.Input<string>;
  /**
   * Shown in Adobe's UI; there the ownership tag follows it when the program gives the name.
   * Changing it replaces the resource.
   */
  readonly description?: pulumi.Input<string>;
  /** The query. Give it, or `templateId`. Changing it replaces the resource. */
  readonly sql?: pulumi.Input<string>;
  /**
   * Id of the query template to run (`template.id`). Give it, or `sql`. Changing it replaces
   * the resource.
   */
  readonly templateId?: pulumi.Input<string>;
  /** The database. Default `<sandbox>:all`. Changing it replaces the resource. */
  readonly dbName?: pulumi.Input<string>;
  /**
   * Values by key, without the `$`. Adobe puts them into the SQL as they are, so a text needs
   * its quotes there: `'$country'`. Changing it replaces the resource.
   */
  readonly queryParameters?: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  /** Makes it an `INSERT INTO` of a dataset that is there. Changing it replaces the resource. */
  readonly insertIntoParameters?: pulumi.Input<InsertIntoParametersArgs>;
  /**
   * Makes it a `CREATE TABLE AS SELECT`, which makes a dataset. Changing it replaces the
   * resource.
   */
  readonly ctasParameters?: pulumi.Input<CtasParametersArgs>;
  /**
   * When it runs, in UTC: a cron expression of five fields (minute, hour, day of the month,
   * month, day of the week), as `0 6 * * MON-FRI`, or `@once`, `@hourly`, `@daily`, `@weekly`,
   * `@monthly`, `@yearly`.
   */
  readonly schedule: pulumi.Input<string>;
  /** When it begins, as `2026-12-01T06:00:00Z`. Changing it replaces the resource. */
  readonly startDate: pulumi.Input<string>;
  /**
   * When it ends. Give one: Adobe's guide says that a schedule without an end is not
   * supported, while its reference marks no end as required. Default: none is sent. Changing
   * it replaces the resource.
   */
  readonly endDate?: pulumi.Input<string>;
  /** How many runs there may be at once. Default 1. Changing it replaces the resource. */
  readonly maxActiveRuns?: pulumi.Input<number>;
  /**
   * Whether it runs. Default true. Adobe makes each schedule enabled, so one with `false` is
   * disabled right after it is there.
   */
  readonly enabled?: pulumi.Input<boolean>;
}

/**
 * A scheduled query of Query Service: a query, or a query template, that Adobe runs again
 * and again. **Adobe changes only when it runs and whether it does**; every other change
 * makes a new one. A create waits until Adobe has registered it, and a destroy disables it
 * first. Adobe deletes none that is running. Needs the permission Manage Queries.
 *
 * ## Example Usage
 *
 * ```typescript
 * new aep.query.Schedule("daily-chats", {
 *   templateId: template.id,
 *   ctasParameters: { datasetName: "chats_by_country" },
 *   schedule: "0 6 * * *",
 *   startDate: "2026-12-01T06:00:00Z",
 *   endDate: "2027-12-01T06:00:00Z",
 * });
 * ```
 *
 * ## Import
 *
 * By the schedule's id.
 */
export class Schedule extends pulumi.CustomResource {
  /**
   * Shown in Adobe's UI. Default: an auto-name. Adobe cannot change it: a schedule that is
   * adopted (`adoptExisting`) keeps the auto-name that it has. Changing it replaces the
   * resource.
   */
  declare readonly name: pulumi.Output<string>;
  /**
   * Shown in Adobe's UI; there the ownership tag follows it when the program gives the name.
   * Changing it replaces the resource.
   */
  declare readonly description: pulumi.Output<string | undefined>;
  /** The query. Give it, or `templateId`. Changing it replaces the resource. */
  declare readonly sql: pulumi.Output<string | undefined>;
  /**
   * Id of the query template to run (`template.id`). Give it, or `sql`. Changing it replaces
   * the resource.
   */
  declare readonly templateId: pulumi.Output<string | undefined>;
  /** The database. Default `<sandbox>:all`. Changing it replaces the resource. */
  declare readonly dbName: pulumi.Output<string | undefined>;
  /**
   * Values by key, without the `$`. Adobe puts them into the SQL as they are, so a text needs
   * its quotes there: `'$country'`. Changing it replaces the resource.
   */
  declare readonly queryParameters: pulumi.Output<Record<string, string> | undefined>;
  /** Makes it an `INSERT INTO` of a dataset that is there. Changing it replaces the resource. */
  declare readonly insertIntoParameters: pulumi.Output<InsertIntoParameters | undefined>;
  /**
   * Makes it a `CREATE TABLE AS SELECT`, which makes a dataset. Changing it replaces the
   * resource.
   */
  declare readonly ctasParameters: pulumi.Output<CtasParameters | undefined>;
  /**
   * When it runs, in UTC: a cron expression of five fields (minute, hour, day of the month,
   * month, day of the week), as `0 6 * * MON-FRI`, or `@once`, `@hourly`, `@daily`, `@weekly`,
   * `@monthly`, `@yearly`.
   */
  declare readonly schedule: pulumi.Output<string>;
  /** When it begins, as `2026-12-01T06:00:00Z`. Changing it replaces the resource. */
  declare readonly startDate: pulumi.Output<string>;
  /**
   * When it ends. Give one: Adobe's guide says that a schedule without an end is not
   * supported, while its reference marks no end as required. Default: none is sent. Changing
   * it replaces the resource.
   */
  declare readonly endDate: pulumi.Output<string | undefined>;
  /** How many runs there may be at once. Default 1. Changing it replaces the resource. */
  declare readonly maxActiveRuns: pulumi.Output<number>;
  /**
   * Whether it runs. Default true. Adobe makes each schedule enabled, so one with `false` is
   * disabled right after it is there.
   */
  declare readonly enabled: pulumi.Output<boolean>;

  /** Reads a Schedule that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): Schedule {
    return new Schedule(name, {} as ScheduleArgs, { ...opts, id });
  }

  constructor(name: string, args: ScheduleArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:query:Schedule",
      name,
      withOutputs(args, [
        "name",
        "description",
        "sql",
        "templateId",
        "dbName",
        "queryParameters",
        "insertIntoParameters",
        "ctasParameters",
        "schedule",
        "startDate",
        "endDate",
        "maxActiveRuns",
        "enabled",
      ]),
      opts,
    );
  }
}
