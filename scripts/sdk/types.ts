import type {
  EnumSpec,
  NamedTypeSpec,
  ObjectSpec,
  PropertySpec,
} from "../../adobe/provider/schema/properties";
import { comment } from "./comment";
import { parseToken } from "./names";

type NamedTypes = Readonly<Record<string, NamedTypeSpec>>;

const primitives: Readonly<Record<string, string>> = {
  string: "string",
  boolean: "boolean",
  number: "number",
  integer: "number",
};

/**
 * The TypeScript types of properties. Each has two forms: an argument, of which any part may be an
 * output of another resource (`Args` types), and a plain value.
 */
export class PropertyTypes {
  readonly #named: NamedTypes;

  constructor(named: NamedTypes) {
    this.#named = named;
  }

  /** `pulumi.Input<readonly pulumi.Input<MappingArgs>[]>` */
  argument(property: PropertySpec): string {
    return `pulumi.Input<${this.#argumentValue(property)}>`;
  }

  /** `readonly Mapping[]` */
  plain(property: PropertySpec): string {
    if (property.type === "array") return `readonly ${this.plain(itemsOf(property))}[]`;
    if (property.type === "object") {
      return `Readonly<Record<string, ${this.plain(valuesOf(property))}>>`;
    }
    return this.#simple(property, "");
  }

  /** As {@link plain}, for an output: the program may change its own copy. */
  output(property: PropertySpec): string {
    if (property.type === "array") return `${this.plain(itemsOf(property))}[]`;
    if (property.type === "object") return `Record<string, ${this.plain(valuesOf(property))}>`;
    return this.#simple(property, "");
  }

  /** The declarations of a named type. */
  declarations(token: string, spec: NamedTypeSpec): string {
    const { name } = parseToken(token);
    if ("enum" in spec) return enumDeclaration(name, spec);
    return [
      this.interface(`${name}Args`, spec, (property) => this.argument(property)),
      this.interface(name, spec, (property) => this.plain(property)),
    ].join("\n");
  }

  /** An interface with the properties of an object, described. */
  interface(
    name: string,
    { description, properties, required }: Omit<ObjectSpec, "type">,
    typeOf: (property: PropertySpec) => string,
  ): string {
    const members = Object.entries(properties).map(([key, property]) => {
      const optional = required.includes(key) ? "" : "?";
      return `${describe(property)}readonly ${key}${optional}: ${typeOf(property)};`;
    });
    return `${comment(description)}export interface ${name} {\n${members.join("\n")}\n}\n`;
  }

  #argumentValue(property: PropertySpec): string {
    if (property.type === "array") return `readonly ${this.argument(itemsOf(property))}[]`;
    if (property.type === "object") {
      const values = valuesOf(property);
      const type = isAny(values) ? "unknown" : this.argument(values);
      return `Readonly<Record<string, ${type}>>`;
    }
    return this.#simple(property, "Args");
  }

  #simple(property: PropertySpec, suffix: "" | "Args"): string {
    if (isAny(property)) return "unknown";
    if (property.$ref !== undefined) {
      const token = property.$ref.replace("#/types/", "");
      const named = this.#named[token];
      if (named === undefined) throw new Error(`No named type ${token} in the package schema`);
      return `${parseToken(token).name}${"enum" in named ? "" : suffix}`;
    }
    const primitive = primitives[property.type ?? ""];
    if (primitive === undefined) throw new Error(`No TypeScript type for ${property.type ?? "?"}`);
    return primitive;
  }
}

/** What a property means, where it comes from when left out, and what a change of it does. */
export function describe({ description, defaultInfo, replaceOnChanges }: PropertySpec): string {
  return comment(
    description,
    defaultInfo && `Environment: ${defaultInfo.environment.map((key) => `\`${key}\``).join(", ")}.`,
    replaceOnChanges === true ? "Changing it replaces the resource." : undefined,
  );
}

function enumDeclaration(name: string, { description, enum: values }: EnumSpec): string {
  const union = values.map(({ value }) => JSON.stringify(value)).join(" | ");
  const meanings = values.map(
    ({ value, description: meaning }) => meaning && `\`${value}\`: ${meaning}`,
  );
  return `${comment(description, ...meanings)}export type ${name} = ${union};\n`;
}

function itemsOf({ items }: PropertySpec): PropertySpec {
  if (items === undefined) throw new Error("A list without the type of its items");
  return items;
}

function valuesOf({ additionalProperties }: PropertySpec): PropertySpec {
  if (additionalProperties === undefined) throw new Error("A map without the type of its values");
  return additionalProperties;
}

function isAny({ $ref }: PropertySpec): boolean {
  return $ref === "pulumi.json#/Any";
}
