import * as z from "zod";

/** A property in Pulumi's package schema. */
export interface PropertySpec {
  readonly type?: "string" | "number" | "integer" | "boolean" | "array" | "object";
  readonly $ref?: string;
  readonly items?: PropertySpec;
  readonly additionalProperties?: PropertySpec;
  readonly description?: string;
  readonly secret?: boolean;
  readonly replaceOnChanges?: boolean;
  readonly defaultInfo?: { readonly environment: readonly string[] };
}

/** An object in Pulumi's package schema: arguments, a result, or a named type. */
export interface ObjectSpec {
  readonly type: "object";
  readonly description?: string;
  readonly properties: Record<string, PropertySpec>;
  readonly required: readonly string[];
}

/** A named type of which each value is one of a few texts. */
export interface EnumSpec {
  readonly type: "string";
  readonly description?: string;
  readonly enum: readonly { readonly value: string; readonly description?: string }[];
}

export type NamedTypeSpec = ObjectSpec | EnumSpec;

interface JsonSchema {
  readonly type?: string;
  readonly $ref?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  /** What each value of `enum` means: `meta({ values })` of the zod enum. */
  readonly values?: Readonly<Record<string, string>>;
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
}

/**
 * Turns zod shapes into Pulumi's form. Shapes and enums with an id (`meta({ id })`) become named
 * types in the module of the resource or function that uses them.
 */
export class Types {
  readonly named: Record<string, NamedTypeSpec> = {};
  #module = "index";
  /** Parts of the current shape. Those without an id are written out where they are used. */
  #definitions: Readonly<Record<string, JsonSchema>> = {};

  object(shape: z.ZodObject, module: string): ObjectSpec {
    this.#module = module;
    const schema = z.toJSONSchema(shape, { io: "input" }) as JsonSchema;
    this.#definitions = schema.$defs ?? {};
    for (const [name, definition] of Object.entries(schema.$defs ?? {})) {
      if (!isUnnamed(name)) this.named[this.#token(name)] ??= this.#namedType(definition);
    }
    return this.#object(schema);
  }

  #token(name: string): string {
    return `adobe-aep:${this.#module}:${name}`;
  }

  #namedType(definition: JsonSchema): NamedTypeSpec {
    const { description, enum: values, values: meanings = {} } = definition;
    if (values === undefined) return this.#object(definition);
    return {
      type: "string",
      ...(description === undefined ? {} : { description }),
      enum: values.map((value) => {
        const meaning = meanings[value];
        return meaning === undefined ? { value } : { value, description: meaning };
      }),
    };
  }

  #object({ properties = {}, required = [], description }: JsonSchema): ObjectSpec {
    return {
      type: "object",
      ...(description === undefined ? {} : { description }),
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [name, this.#property(property)]),
      ),
      required: [...required],
    };
  }

  #property(schema: JsonSchema): PropertySpec {
    const name = schema.$ref?.split("/").at(-1) ?? "";
    const values = schema.enum ?? this.#definitions[name]?.enum;
    const allowed = values?.map((value) => `\`${value}\``).join(", ");
    const text = [schema.description, allowed === undefined ? undefined : `One of ${allowed}.`]
      .filter((part) => part !== undefined)
      .join(" ");
    const description = text === "" ? {} : { description: text };
    if (schema.$ref !== undefined) {
      if (isUnnamed(name))
        return { ...this.#property(this.#definitions[name] ?? {}), ...description };
      return { $ref: `#/types/${this.#token(name)}`, ...description };
    }
    if (schema.type === "array") {
      return { type: "array", items: this.#property(schema.items ?? {}), ...description };
    }
    if (schema.type === "object") {
      const values = schema.additionalProperties;
      const additionalProperties = this.#property(typeof values === "object" ? values : {});
      return { type: "object", additionalProperties, ...description };
    }
    if (schema.type === undefined) return { $ref: "pulumi.json#/Any", ...description };
    return { type: schema.type as "string", ...description };
  }
}

/** zod's own names for shapes without an id. */
function isUnnamed(name: string): boolean {
  return name.startsWith("__");
}

/** Properties with what else is to be said of each. */
export function propertiesOf(
  spec: ObjectSpec,
  more: (name: string) => Partial<PropertySpec>,
): Record<string, PropertySpec> {
  return Object.fromEntries(
    Object.entries(spec.properties).map(([name, property]) => [
      name,
      { ...property, ...more(name) },
    ]),
  );
}
