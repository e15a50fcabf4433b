import type { JsonObject } from "../../../common/json";
import type { Mapping } from "../../../state/entities";
import { convert, fieldAt } from "./convert";
import { evaluate, valueAtPath } from "./evaluate";
import type { Surroundings } from "./functions/function";
import { ExpressionError, parseDestination, parseExpression, parseSource } from "./parser";
import type { Step } from "./syntax";
import { isList, TransformError, type Value } from "./values";

/** One mapping, ready to be run. */
interface Column {
  readonly mapping: Mapping;
  readonly destination: readonly Step[];
  readonly field: JsonObject;
  readonly value: (surroundings: Surroundings) => Value;
}

/** A mapping that cannot be, found before any record is seen. */
export interface MappingFault {
  readonly mapping: Mapping;
  readonly reason: string;
}

/** A column that became null while a record was mapped. */
export interface ColumnWarning {
  readonly destination: string;
  readonly reason: string;
}

export interface CompiledMapping {
  readonly columns: readonly Column[];
  readonly faults: readonly MappingFault[];
}

/** Parses every mapping and looks its destination up in the composed schema. */
export function compileMapping(
  mappings: readonly Mapping[],
  schema: JsonObject | undefined,
): CompiledMapping {
  const columns: Column[] = [];
  const faults: MappingFault[] = [];
  const taken = new Set<string>();
  for (const mapping of mappings) {
    try {
      if (taken.has(mapping.destination)) {
        throw new ExpressionError(`Two mappings fill \`${mapping.destination}\`.`);
      }
      taken.add(mapping.destination);
      columns.push(column(mapping, schema));
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      faults.push({ mapping, reason: error.message });
    }
  }
  return { columns, faults };
}

function column(mapping: Mapping, schema: JsonObject | undefined): Column {
  const destination = parseDestination(mapping.destination);
  if (destination.map(pathKey).includes("__proto__")) {
    throw new ExpressionError(`\`${mapping.destination}\` cannot be filled.`);
  }
  const field = schema === undefined ? {} : fieldAt(schema, destination.map(pathKey));
  if (field === undefined) {
    throw new ExpressionError(`The schema has no field \`${mapping.destination}\`.`);
  }
  return { mapping, destination, field, value: reader(mapping) };
}

function pathKey(step: Step): string {
  return "key" in step ? step.key : "[*]";
}

function reader({ sourceType, source }: Mapping): Column["value"] {
  switch (sourceType) {
    case "STATIC":
      return () => source;
    case "EXPRESSION": {
      const node = parseExpression(source);
      return (surroundings) => evaluate(node, surroundings);
    }
    case "ATTRIBUTE": {
      const steps = parseSource(source);
      return ({ record }) => valueAtPath(record, steps);
    }
    default:
      throw new ExpressionError(`There is no sourceType \`${sourceType}\`.`);
  }
}

/** Maps one source record. A transform that fails leaves its column out, with a warning. */
export function applyMapping(
  { columns }: CompiledMapping,
  surroundings: Surroundings,
): { readonly row: JsonObject; readonly warnings: readonly ColumnWarning[] } {
  const row: JsonObject = {};
  const warnings: ColumnWarning[] = [];
  for (const { mapping, destination, field, value } of columns) {
    try {
      put(row, destination, 0, value(surroundings), field);
    } catch (error) {
      if (!(error instanceof TransformError)) throw error;
      warnings.push({ destination: mapping.destination, reason: error.message });
    }
  }
  return { row: withoutHoles(row) as JsonObject, warnings };
}

/** Writes a value to its place, making what lies on the way; null writes nothing. */
function put(
  target: JsonObject | unknown[],
  steps: readonly Step[],
  at: number,
  value: Value,
  field: JsonObject,
): void {
  const step = steps[at];
  if (value === null || step === undefined) return;
  const key = "key" in step ? step.key : "index" in step ? step.index : undefined;
  if (key === undefined) {
    if (!isList(value)) throw new TransformError("a list was expected for `[*]`");
    value.forEach((item, index) => set(target, index, steps, at, item, field));
    return;
  }
  set(target, key, steps, at, value, field);
}

function set(
  target: JsonObject | unknown[],
  key: string | number,
  steps: readonly Step[],
  at: number,
  value: Value,
  field: JsonObject,
): void {
  if (value === null) return;
  const container = target as Record<string | number, unknown>;
  if (at === steps.length - 1) {
    container[key] = convert(value, field);
    return;
  }
  const next = steps[at + 1];
  // Never an object that all others inherit from.
  if (!Object.hasOwn(container, key))
    container[key] = next !== undefined && "key" in next ? {} : [];
  put(container[key] as JsonObject | unknown[], steps, at + 1, value, field);
}

/** Lists that were filled by index may have gaps, and objects made on the way may be empty. */
function withoutHoles(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== undefined).map(withoutHoles);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .map(([key, inner]) => [key, withoutHoles(inner)] as const)
    .filter(([, inner]) => !isEmptyMade(inner));
  return Object.fromEntries(entries);
}

function isEmptyMade(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
