import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";

/** A field of a schema that the Schema Registry has resolved. */
interface SchemaField {
  readonly type?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, SchemaField>>;
  readonly additionalProperties?: SchemaField | boolean;
  readonly items?: SchemaField;
}

/** What Query Service has and DuckDB has not. Nothing else of the documented SQL is changed for the tests. */
const macros = [
  "CREATE MACRO explode(list) AS unnest(list)",
  "CREATE MACRO unix_timestamp(value) AS CAST(floor(epoch(value)) AS BIGINT)",
  "CREATE MACRO percentile_approx(value, part) AS quantile_disc(value, part)",
];

const scalars: Readonly<Record<string, string>> = {
  boolean: "BOOLEAN",
  integer: "BIGINT",
  number: "DOUBLE",
};

/** The column type that Query Service gives to a field, in DuckDB's words. */
function columnType(field: SchemaField): string {
  const { additionalProperties, format, items, properties, type } = field;
  if (properties) {
    const own = Object.entries(properties).map(([name, part]) => `"${name}" ${columnType(part)}`);
    return `STRUCT(${own.join(", ")})`;
  }
  if (typeof additionalProperties === "object")
    return `MAP(VARCHAR, ${columnType(additionalProperties)})`;
  if (items) return `${columnType(items)}[]`;
  if (format === "date-time") return "TIMESTAMP";
  return scalars[type ?? ""] ?? "VARCHAR";
}

/** A database in memory that takes the SQL of Adobe's Query Service, as far as docs/analytics.md uses it. */
export class QueryService {
  private constructor(private readonly connection: DuckDBConnection) {}

  static async start(): Promise<QueryService> {
    const instance = await DuckDBInstance.create(":memory:");
    const service = new QueryService(await instance.connect());
    for (const macro of macros) await service.run(macro);
    return service;
  }

  /** Makes the table of a dataset, with a column for each field of its schema, and fills it. */
  async addTable(name: string, schema: SchemaField, rows: readonly object[]): Promise<void> {
    const columns = Object.entries(schema.properties ?? {}).map(
      ([column, field]) => [column, columnType(field)] as const,
    );
    const declared = columns.map(([column, type]) => `"${column}" ${type}`);
    await this.run(`CREATE TABLE ${name} (${declared.join(", ")})`);
    const structure = JSON.stringify([Object.fromEntries(columns)]);
    await this.connection.run(
      `INSERT INTO ${name} SELECT rows.* FROM (SELECT unnest(from_json($rows, $structure)) AS rows)`,
      { rows: JSON.stringify(rows), structure },
    );
  }

  async run(sql: string): Promise<void> {
    await this.connection.run(sql);
  }

  /** The rows of a query, with numbers as numbers. */
  async query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const reader = await this.connection.runAndReadAll(sql);
    return reader
      .getRowObjectsJS()
      .map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [
            name,
            typeof value === "bigint" ? Number(value) : value,
          ]),
        ),
      );
  }

  close(): void {
    this.connection.closeSync();
  }
}
