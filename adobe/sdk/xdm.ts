import * as pulumi from "@pulumi/pulumi";
import { lookUp, lookUpOutput } from "./lookup";

/**
 * One field of a field group, in the words of Adobe's Schema Registry. Names (the keys of
 * `properties`) are letters, digits, `-` and `_`, and do not start with `_`.
 */
export interface XdmField {
  readonly type: "string" | "number" | "integer" | "boolean" | "object" | "array";
  /** Shown in Adobe's UI. Default: the field's name. */
  readonly title?: string;
  readonly description?: string;
  /** Of a string: `date`, `date-time`, `uri`, … */
  readonly format?: string;
  /** Of a string: a regular expression every value must match. */
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  /** The only values allowed. */
  readonly enum?: readonly string[];
  /** What Adobe's UI shows for each value of `enum` (`meta:enum` in the registry). */
  readonly enumTitles?: Readonly<Record<string, string>>;
  /** Of an object: its fields. */
  readonly properties?: Readonly<Record<string, XdmField>>;
  /** Of an object: fields that every record must have. */
  readonly required?: readonly string[];
  /** Of an array: its elements. */
  readonly items?: XdmField;
  /** Marks the field as no longer to be used, the one way out for a field that cannot be removed. */
  readonly deprecated?: boolean;
}

export interface FieldGroupArgs {
  /** Unique in the sandbox, across schemas and field groups. Default: made from prefix, stack and URN. */
  readonly title?: pulumi.Input<string>;
  readonly description?: pulumi.Input<string>;
  /** `$id`s of the classes it fits, as `https://ns.adobe.com/xdm/context/experienceevent`. Changing it replaces. */
  readonly intendedToExtend: pulumi.Input<pulumi.Input<string>[]>;
  /** Fields by name; they are placed below the organisation's tenant namespace. */
  readonly properties: pulumi.Input<Readonly<Record<string, pulumi.Input<XdmField>>>>;
  /** Lets a change through that Adobe counts as breaking: a field removed, retyped, moved or narrowed. Default false. */
  readonly allowBreaking?: pulumi.Input<boolean>;
}

/**
 * A field group of the tenant container: the custom fields of a schema. Import by `$id` or
 * `meta:altId`.
 */
export class FieldGroup extends pulumi.CustomResource {
  /** `_<tenant>.mixins.<hex>`. */
  declare readonly altId: pulumi.Output<string>;
  /** `major.minor`, given by the registry. */
  declare readonly version: pulumi.Output<string>;
  declare readonly title: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly intendedToExtend: pulumi.Output<string[]>;
  declare readonly properties: pulumi.Output<Record<string, XdmField>>;
  /** The organisation's namespace with its underscore, `_acme`. */
  declare readonly tenantNamespace: pulumi.Output<string>;
  /**
   * Type of each field by path, with `_tenant` for the tenant namespace and `[*]` for elements:
   * `_tenant.chatlio.messages[*].text` → `string`. Known at preview.
   */
  declare readonly fields: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: FieldGroupArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:xdm:FieldGroup",
      name,
      {
        title: undefined,
        ...args,
        altId: undefined,
        version: undefined,
        tenantNamespace: undefined,
        fields: undefined,
      },
      opts,
    );
  }
}

/** A field group of a schema. */
export interface FieldGroupRef {
  /** `$id` of the field group: one of Adobe's, or `fieldGroup.id`. */
  readonly ref: pulumi.Input<string>;
  /** Its fields (`fieldGroup.fields`), so that what uses the schema can be checked at preview. */
  readonly fields?: pulumi.Input<Record<string, string>>;
}

export interface SchemaArgs {
  /** Unique in the sandbox, across schemas and field groups. Default: made from prefix, stack and URN. */
  readonly title?: pulumi.Input<string>;
  readonly description?: pulumi.Input<string>;
  /** `$id` of the class. Changing it replaces. */
  readonly class: pulumi.Input<string>;
  /** Adding one is in place; taking one away needs `allowBreaking`. */
  readonly fieldGroups: pulumi.Input<pulumi.Input<FieldGroupRef>[]>;
  /** Lets a breaking change through. Default false. */
  readonly allowBreaking?: pulumi.Input<boolean>;
}

/** A schema of the tenant container. Import by `$id` or `meta:altId`. */
export class Schema extends pulumi.CustomResource {
  declare readonly altId: pulumi.Output<string>;
  declare readonly version: pulumi.Output<string>;
  declare readonly title: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly class: pulumi.Output<string>;
  declare readonly fieldGroups: pulumi.Output<{ ref: string; fields?: Record<string, string> }[]>;
  declare readonly tenantNamespace: pulumi.Output<string>;
  /**
   * Type of each field by path: those of the class and of Adobe's field groups as far as the
   * provider knows them, and those given with `fieldGroups`. Known at preview.
   */
  declare readonly fields: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: SchemaArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:xdm:Schema",
      name,
      {
        title: undefined,
        ...args,
        altId: undefined,
        version: undefined,
        tenantNamespace: undefined,
        fields: undefined,
      },
      opts,
    );
  }
}

export interface IdentityDescriptorArgs {
  /** `$id` of the schema. */
  readonly schemaId: pulumi.Input<string>;
  /** The schema's fields (`schema.fields`): the property is checked against them at preview. */
  readonly fields?: pulumi.Input<Record<string, string>>;
  /** Path of the identity field, `_tenant.chatlio.visitor.email`. */
  readonly property: pulumi.Input<string>;
  /** Code of the identity namespace, as `Email`; letter case does not matter. */
  readonly namespace: pulumi.Input<string>;
  /** Whether it is the schema's primary identity, of which there is one at most. Default false. */
  readonly primary?: pulumi.Input<boolean>;
}

/** Marks a field of a schema as an identity. Every change replaces. Import by `@id`. */
export class IdentityDescriptor extends pulumi.CustomResource {
  declare readonly schemaId: pulumi.Output<string>;
  declare readonly property: pulumi.Output<string>;
  declare readonly namespace: pulumi.Output<string>;
  declare readonly primary: pulumi.Output<boolean>;
  declare readonly tenantNamespace: pulumi.Output<string>;

  constructor(name: string, args: IdentityDescriptorArgs, opts?: pulumi.CustomResourceOptions) {
    super("adobe-aep:xdm:IdentityDescriptor", name, { ...args, tenantNamespace: undefined }, opts);
  }
}

export interface ProfileUnionArgs {
  /** `$id` of the schema, which must have a primary identity. Changing it replaces. */
  readonly schemaId: pulumi.Input<string>;
}

/**
 * Joins a schema to the union of its class, the first half of Real-Time Customer Profile (the
 * second is `profile` of the dataset). **One-way**: Adobe cannot take it back; destroy leaves it
 * and says so. Apart from the schema because descriptors must come between. Import by the schema's
 * `$id`.
 *
 * Protected unless `protect: false` is said: Pulumi asks no provider about a delete in a preview, so
 * that only its own protection refuses there to take a schema's union away.
 */
export class ProfileUnion extends pulumi.CustomResource {
  declare readonly schemaId: pulumi.Output<string>;

  constructor(name: string, args: ProfileUnionArgs, opts?: pulumi.CustomResourceOptions) {
    const protect = opts?.protect ?? true;
    super("adobe-aep:xdm:ProfileUnion", name, { ...args }, { ...opts, protect });
  }
}

export interface GetSchemaArgs {
  /** Its exact title. Give this or `id`. */
  readonly title?: string;
  /** Its `$id` or `meta:altId`. */
  readonly id?: string;
}

export interface GetSchemaResult {
  /** `$id`. */
  readonly id: string;
  readonly altId: string;
  readonly title: string;
  readonly version: string;
  /** `$id` of its class. */
  readonly class: string;
  readonly tenantNamespace: string;
  /** Type by path of all of its fields, to give to a mapping set or descriptor. */
  readonly fields: Record<string, string>;
}

/** Looks up a schema that somebody else owns. Asks Adobe at every preview and update. */
export function getSchema(
  args: GetSchemaArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetSchemaResult> {
  return lookUp("adobe-aep:xdm:getSchema", args, opts);
}

/** {@link getSchema} for arguments that are not known yet. */
export function getSchemaOutput(
  args: { readonly [Key in keyof GetSchemaArgs]: pulumi.Input<string> },
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetSchemaResult> {
  return lookUpOutput("adobe-aep:xdm:getSchema", args, opts);
}
