// Generated from the provider's package schema by `npm run generate:sdk`. Do not edit.

import * as pulumi from "@pulumi/pulumi";

import { withOutputs } from "../inputs";

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
