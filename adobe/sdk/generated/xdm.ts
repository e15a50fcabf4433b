// Generated from the provider's package schema by `npm run generate:sdk`. Do not edit.

import * as pulumi from "@pulumi/pulumi";

import { withOutputs } from "../inputs";
import { invoke, invokeOutput } from "../invoke";

/** One field of a field group, with the names of Adobe's Schema Registry. */
export interface XdmFieldArgs {
  /** Type of its values. One of `string`, `number`, `integer`, `boolean`, `object`, `array`. */
  readonly type: pulumi.Input<XdmFieldType>;
  /** Shown in Adobe's UI. */
  readonly title?: pulumi.Input<string>;
  /** Shown in Adobe's UI. */
  readonly description?: pulumi.Input<string>;
  /** Of a string: `date`, `date-time`, `uri`, … */
  readonly format?: pulumi.Input<string>;
  /** Of a string: a regular expression every value must match. */
  readonly pattern?: pulumi.Input<string>;
  /** Of a string. */
  readonly minLength?: pulumi.Input<number>;
  /** Of a string. */
  readonly maxLength?: pulumi.Input<number>;
  /** Of a number. */
  readonly minimum?: pulumi.Input<number>;
  /** Of a number. */
  readonly maximum?: pulumi.Input<number>;
  /** The only values allowed. Those of a number are written as text: `"10"`. */
  readonly enum?: pulumi.Input<readonly pulumi.Input<string>[]>;
  /**
   * What Adobe's UI shows for each value of `enum`. Without `enum`: values that it suggests,
   * and any other is allowed too.
   */
  readonly enumTitles?: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  /**
   * Value of a record that has none. That of a number or boolean is written as text: `"true"`.
   */
  readonly default?: pulumi.Input<string>;
  /**
   * Of an integer: its width, when it is not the narrowest that `minimum` and `maximum` fit
   * into (`int` without both). One of `byte`, `short`, `int`, `long`.
   */
  readonly xdmType?: pulumi.Input<XdmIntegerType>;
  /**
   * Of an object: `$id` of the data type that has its fields, one of Adobe's or `dataType.id`.
   * One that does not exist is named at preview.
   */
  readonly ref?: pulumi.Input<string>;
  /** Of an object: its fields. */
  readonly properties?: pulumi.Input<Readonly<Record<string, pulumi.Input<XdmFieldArgs>>>>;
  /** Of an object: names of fields that every record must have. */
  readonly required?: pulumi.Input<readonly pulumi.Input<string>[]>;
  /** Of an array: its elements. */
  readonly items?: pulumi.Input<XdmFieldArgs>;
  /** Of an object whose keys are data (a map): its values, strings or integers. */
  readonly additionalProperties?: pulumi.Input<XdmFieldArgs>;
  /** No longer to be used; the one way out for a field that cannot be removed. */
  readonly deprecated?: pulumi.Input<boolean>;
}

/** One field of a field group, with the names of Adobe's Schema Registry. */
export interface XdmField {
  /** Type of its values. One of `string`, `number`, `integer`, `boolean`, `object`, `array`. */
  readonly type: XdmFieldType;
  /** Shown in Adobe's UI. */
  readonly title?: string;
  /** Shown in Adobe's UI. */
  readonly description?: string;
  /** Of a string: `date`, `date-time`, `uri`, … */
  readonly format?: string;
  /** Of a string: a regular expression every value must match. */
  readonly pattern?: string;
  /** Of a string. */
  readonly minLength?: number;
  /** Of a string. */
  readonly maxLength?: number;
  /** Of a number. */
  readonly minimum?: number;
  /** Of a number. */
  readonly maximum?: number;
  /** The only values allowed. Those of a number are written as text: `"10"`. */
  readonly enum?: readonly string[];
  /**
   * What Adobe's UI shows for each value of `enum`. Without `enum`: values that it suggests,
   * and any other is allowed too.
   */
  readonly enumTitles?: Readonly<Record<string, string>>;
  /**
   * Value of a record that has none. That of a number or boolean is written as text: `"true"`.
   */
  readonly default?: string;
  /**
   * Of an integer: its width, when it is not the narrowest that `minimum` and `maximum` fit
   * into (`int` without both). One of `byte`, `short`, `int`, `long`.
   */
  readonly xdmType?: XdmIntegerType;
  /**
   * Of an object: `$id` of the data type that has its fields, one of Adobe's or `dataType.id`.
   * One that does not exist is named at preview.
   */
  readonly ref?: string;
  /** Of an object: its fields. */
  readonly properties?: Readonly<Record<string, XdmField>>;
  /** Of an object: names of fields that every record must have. */
  readonly required?: readonly string[];
  /** Of an array: its elements. */
  readonly items?: XdmField;
  /** Of an object whose keys are data (a map): its values, strings or integers. */
  readonly additionalProperties?: XdmField;
  /** No longer to be used; the one way out for a field that cannot be removed. */
  readonly deprecated?: boolean;
}

/**
 * Type of a field's values. `string`: A text, or with `format` a date, a time or an address.
 * `number`: A number with a fraction. `integer`: A whole number; `xdmType` says how wide.
 * `boolean`: True or false. `object`: Fields of its own, a map, or another data type.
 * `array`: A list of `items`.
 */
export type XdmFieldType = "string" | "number" | "integer" | "boolean" | "object" | "array";

/**
 * Width of an integer at Adobe. `byte`: 8 bits. `short`: 16 bits. `int`: 32 bits. `long`: 53
 * bits, as JSON has them.
 */
export type XdmIntegerType = "byte" | "short" | "int" | "long";

/** Single fields of another field group. */
export interface ExtendedFieldsArgs {
  /** `$id` of the field group. */
  readonly ref: pulumi.Input<string>;
  /**
   * Paths of the only fields to take of it, as `web.webPageDetails.URL` or `_tenant.chat.id`,
   * each with what is below it (Adobe's `meta:refProperty`). No document shows a path into a
   * list; the provider sends it as descriptors have it, `list[*].name`.
   */
  readonly refProperty: pulumi.Input<readonly pulumi.Input<string>[]>;
}

/** Single fields of another field group. */
export interface ExtendedFields {
  /** `$id` of the field group. */
  readonly ref: string;
  /**
   * Paths of the only fields to take of it, as `web.webPageDetails.URL` or `_tenant.chat.id`,
   * each with what is below it (Adobe's `meta:refProperty`). No document shows a path into a
   * list; the provider sends it as descriptors have it, `list[*].name`.
   */
  readonly refProperty: readonly string[];
}

/** A field group of a schema. */
export interface FieldGroupRefArgs {
  /** `$id` of the field group: one of Adobe's, or `fieldGroup.id`. */
  readonly ref: pulumi.Input<string>;
  /**
   * Its fields (`fieldGroup.fields`), so that what uses the schema can be checked at preview.
   */
  readonly fields?: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  /**
   * Paths of the only fields to take of it, as `web.webPageDetails.URL` or `_tenant.chat.id`,
   * each with what is below it (Adobe's `meta:refProperty`). No document shows a path into a
   * list; the provider sends it as descriptors have it, `list[*].name`. Default: all fields. A
   * path that the program does not have stays at Adobe, unless `allowBreaking` is set.
   */
  readonly refProperty?: pulumi.Input<readonly pulumi.Input<string>[]>;
}

/** A field group of a schema. */
export interface FieldGroupRef {
  /** `$id` of the field group: one of Adobe's, or `fieldGroup.id`. */
  readonly ref: string;
  /**
   * Its fields (`fieldGroup.fields`), so that what uses the schema can be checked at preview.
   */
  readonly fields?: Readonly<Record<string, string>>;
  /**
   * Paths of the only fields to take of it, as `web.webPageDetails.URL` or `_tenant.chat.id`,
   * each with what is below it (Adobe's `meta:refProperty`). No document shows a path into a
   * list; the provider sends it as descriptors have it, `list[*].name`. Default: all fields. A
   * path that the program does not have stays at Adobe, unless `allowBreaking` is set.
   */
  readonly refProperty?: readonly string[];
}

/**
 * What the records of a relational schema are. `record`: Things, with a state that changes.
 * `time-series`: Events, each at a time.
 */
export type RelationalBehavior = "record" | "time-series";

/**
 * How many records of the source relate to how many of the destination. `1:1`: Each record
 * has one other, which has it alone. `1:0`: Each record has one other, or none. `M:1`: Many
 * records may have the same other. `M:0`: Many records may have the same other, or none.
 */
export type Cardinality = "1:1" | "1:0" | "M:1" | "M:0";

/** The arguments of {@link DataType}. */
export interface DataTypeArgs {
  /** Unique in the sandbox among the resources of its type. Default: an auto-name. */
  readonly title?: pulumi.Input<string>;
  /** Shown in Adobe's UI; there the ownership tag follows it when the program gives the name. */
  readonly description?: pulumi.Input<string>;
  /** Fields by name. Names: letters, digits, `-` and `_`, not starting with `_`. */
  readonly properties: pulumi.Input<Readonly<Record<string, pulumi.Input<XdmFieldArgs>>>>;
  /** Names of `properties` that every record must have. */
  readonly required?: pulumi.Input<readonly pulumi.Input<string>[]>;
  /**
   * Tries a change that Adobe counts as breaking: a field removed, retyped or narrowed.
   * Default false: a field or a value of `enum` that the program does not have stays at Adobe,
   * and so does a limit that is wider than the program's.
   */
  readonly allowBreaking?: pulumi.Input<boolean>;
}

/**
 * A data type of the tenant container: fields that several field groups use, each as an
 * object (`ref`). An update changes what the program changed. Fields that the program does
 * not have stay at Adobe. What no program can write stays too, and an import names it by its
 * path.
 *
 * ## Example Usage
 *
 * ```typescript
 * const visit = new aep.xdm.DataType("visit", {
 *   properties: {
 *     page: { type: "string", format: "uri", title: "Page" },
 *     startedAt: { type: "string", format: "date-time" },
 *   },
 *   required: ["page"],
 * });
 * new aep.xdm.FieldGroup("chat", {
 *   intendedToExtend: ["https://ns.adobe.com/xdm/context/experienceevent"],
 *   properties: {
 *     lastVisit: { type: "object", ref: visit.id },
 *     visits: { type: "array", items: { type: "object", ref: visit.id } },
 *   },
 * });
 * ```
 *
 * ## Import
 *
 * By `$id`, as `https://ns.adobe.com/acme/datatypes/1f…`, or `meta:altId`, as
 * `_acme.datatypes.1f…`.
 */
export class DataType extends pulumi.CustomResource {
  /** Unique in the sandbox among the resources of its type. Default: an auto-name. */
  declare readonly title: pulumi.Output<string>;
  /** Shown in Adobe's UI; there the ownership tag follows it when the program gives the name. */
  declare readonly description: pulumi.Output<string | undefined>;
  /** Fields by name. Names: letters, digits, `-` and `_`, not starting with `_`. */
  declare readonly properties: pulumi.Output<Record<string, XdmField>>;
  /** Names of `properties` that every record must have. */
  declare readonly required: pulumi.Output<string[] | undefined>;
  /** `_<tenant>.datatypes.<hex>`. */
  declare readonly altId: pulumi.Output<string>;
  /** `major.minor`, given by the registry. */
  declare readonly version: pulumi.Output<string>;
  /** Type by path within the data type, as `geo.lat` → `number`. Known at preview. */
  declare readonly fields: pulumi.Output<Record<string, string>>;

  /** Reads a DataType that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): DataType {
    return new DataType(name, {} as DataTypeArgs, { ...opts, id });
  }

  constructor(name: string, args: DataTypeArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:xdm:DataType",
      name,
      withOutputs(args, [
        "title",
        "description",
        "properties",
        "required",
        "altId",
        "version",
        "fields",
      ]),
      opts,
    );
  }
}

/** The arguments of {@link Class}. */
export interface ClassArgs {
  /** Unique in the sandbox among the resources of its type. Default: an auto-name. */
  readonly title?: pulumi.Input<string>;
  /** Shown in Adobe's UI; there the ownership tag follows it when the program gives the name. */
  readonly description?: pulumi.Input<string>;
  /**
   * Fields by name, placed below the organization's tenant namespace. Names: letters, digits,
   * `-` and `_`, not starting with `_`.
   */
  readonly properties: pulumi.Input<Readonly<Record<string, pulumi.Input<XdmFieldArgs>>>>;
  /** Names of `properties` that every record must have. */
  readonly required?: pulumi.Input<readonly pulumi.Input<string>[]>;
  /**
   * Tries a change that Adobe counts as breaking: a field removed, retyped or narrowed.
   * Default false: a field or a value of `enum` that the program does not have stays at Adobe,
   * and so does a limit that is wider than the program's.
   */
  readonly allowBreaking?: pulumi.Input<boolean>;
  /**
   * `$id` of the behavior: `https://ns.adobe.com/xdm/data/record` for attributes,
   * `https://ns.adobe.com/xdm/data/time-series` for events. Changing it replaces the resource.
   */
  readonly behavior: pulumi.Input<string>;
}

/**
 * A class of the tenant container: what records of a kind of thing have in common, such as
 * shops. Schemas are made of it and of field groups for it. An update changes what the
 * program changed. Fields that the program does not have stay at Adobe. What no program can
 * write stays too, and an import names it by its path.
 *
 * ## Example Usage
 *
 * ```typescript
 * const shop = new aep.xdm.Class("shop", {
 *   behavior: "https://ns.adobe.com/xdm/data/record",
 *   properties: {
 *     shop: {
 *       type: "object",
 *       properties: { id: { type: "string" }, city: { type: "string" } },
 *     },
 *   },
 * });
 * const shops = new aep.xdm.Schema("shops", { class: shop.id, fieldGroups: [] });
 * ```
 *
 * ## Import
 *
 * By `$id`, as `https://ns.adobe.com/acme/classes/1f…`, or `meta:altId`, as
 * `_acme.classes.1f…`.
 */
export class Class extends pulumi.CustomResource {
  /** Unique in the sandbox among the resources of its type. Default: an auto-name. */
  declare readonly title: pulumi.Output<string>;
  /** Shown in Adobe's UI; there the ownership tag follows it when the program gives the name. */
  declare readonly description: pulumi.Output<string | undefined>;
  /**
   * Fields by name, placed below the organization's tenant namespace. Names: letters, digits,
   * `-` and `_`, not starting with `_`.
   */
  declare readonly properties: pulumi.Output<Record<string, XdmField>>;
  /** Names of `properties` that every record must have. */
  declare readonly required: pulumi.Output<string[] | undefined>;
  /**
   * `$id` of the behavior: `https://ns.adobe.com/xdm/data/record` for attributes,
   * `https://ns.adobe.com/xdm/data/time-series` for events. Changing it replaces the resource.
   */
  declare readonly behavior: pulumi.Output<string>;
  /** `_<tenant>.classes.<hex>`. */
  declare readonly altId: pulumi.Output<string>;
  /** `major.minor`, given by the registry. */
  declare readonly version: pulumi.Output<string>;
  /** Type by path, as `_tenant.shop.id` → `string`. Known at preview. */
  declare readonly fields: pulumi.Output<Record<string, string>>;

  /** Reads a Class that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): Class {
    return new Class(name, {} as ClassArgs, { ...opts, id });
  }

  constructor(name: string, args: ClassArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:xdm:Class",
      name,
      withOutputs(args, [
        "title",
        "description",
        "properties",
        "required",
        "behavior",
        "altId",
        "version",
        "fields",
      ]),
      opts,
    );
  }
}

/** The arguments of {@link FieldGroup}. */
export interface FieldGroupArgs {
  /** Unique in the sandbox among the resources of its type. Default: an auto-name. */
  readonly title?: pulumi.Input<string>;
  /** Shown in Adobe's UI; there the ownership tag follows it when the program gives the name. */
  readonly description?: pulumi.Input<string>;
  /**
   * `$id`s of the classes it fits, as `https://ns.adobe.com/xdm/context/experienceevent`.
   * Changing it replaces the resource.
   */
  readonly intendedToExtend: pulumi.Input<readonly pulumi.Input<string>[]>;
  /**
   * Fields by name, placed below the organization's tenant namespace. Names: letters, digits,
   * `-` and `_`, not starting with `_`.
   */
  readonly properties: pulumi.Input<Readonly<Record<string, pulumi.Input<XdmFieldArgs>>>>;
  /** Names of `properties` that every record must have. */
  readonly required?: pulumi.Input<readonly pulumi.Input<string>[]>;
  /**
   * Fields inside Adobe's standard objects, by the path of the object, as
   * `web.webPageDetails`, or `productListItems[*]` for the elements of a list. There too they
   * are placed below the tenant namespace.
   */
  readonly standardProperties?: pulumi.Input<
    Readonly<Record<string, pulumi.Input<Readonly<Record<string, pulumi.Input<XdmFieldArgs>>>>>>
  >;
  /**
   * Paths of what every record must have inside Adobe's standard objects: fields of
   * `standardProperties`, and the objects that they are in, as `person`, `person.name`,
   * `person.name._tenant` and `person.name._tenant.nickName`. Adobe's guide and UI require all
   * objects around a required field; where one is left out, what is in it is required only of
   * records that have it. Of Adobe's own fields no public document shows that a field group
   * may require them, so there is no way to write it, and an import names it by path.
   */
  readonly standardRequired?: pulumi.Input<readonly pulumi.Input<string>[]>;
  /**
   * `$id`s of the field groups whose fields this one has too, mostly Adobe's: so a copy of a
   * standard field group gets fields of its own.
   */
  readonly extendedGroups?: pulumi.Input<readonly pulumi.Input<string>[]>;
  /**
   * Field groups of which this one has single fields only, in place of all of them
   * (`extendedGroups`). Adobe documents it for schemas (`fieldGroups[].refProperty`); of field
   * groups no document tells.
   */
  readonly extendedFields?: pulumi.Input<readonly pulumi.Input<ExtendedFieldsArgs>[]>;
  /**
   * Tries a change that Adobe counts as breaking: a field removed, retyped, moved or narrowed.
   * Default false: a field or a value of `enum` that the program does not have stays at Adobe,
   * and so does a limit that is wider than the program's.
   */
  readonly allowBreaking?: pulumi.Input<boolean>;
}

/**
 * A field group of the tenant container: the custom fields of a schema. A class, field
 * group, data type or standard object that it names and that does not exist is an error at
 * preview. An update changes what the program changed. Fields that the program does not have
 * stay at Adobe. What no program can write stays too, and an import names it by its path.
 *
 * ## Example Usage
 *
 * ```typescript
 * const chat = new aep.xdm.FieldGroup("chat", {
 *   intendedToExtend: ["https://ns.adobe.com/xdm/context/experienceevent"],
 *   properties: {
 *     chat: {
 *       type: "object",
 *       title: "Chat",
 *       properties: {
 *         id: { type: "string", title: "Conversation id" },
 *         startedAt: { type: "string", format: "date-time" },
 *         rating: { type: "integer", enum: ["1", "2"], enumTitles: { 1: "Bad", 2: "Good" } },
 *         labels: { type: "object", additionalProperties: { type: "string" } },
 *         office: { type: "object", ref: "https://ns.adobe.com/xdm/common/address" },
 *       },
 *     },
 *   },
 *   extendedGroups: ["https://ns.adobe.com/xdm/context/experienceevent-web"],
 *   standardProperties: {
 *     web: { chatWidget: { type: "string", title: "Widget on the page" } },
 *   },
 * });
 * ```
 *
 * ## Import
 *
 * By `$id`, as `https://ns.adobe.com/acme/mixins/1f…`, or `meta:altId`, as
 * `_acme.mixins.1f…`.
 */
export class FieldGroup extends pulumi.CustomResource {
  /** Unique in the sandbox among the resources of its type. Default: an auto-name. */
  declare readonly title: pulumi.Output<string>;
  /** Shown in Adobe's UI; there the ownership tag follows it when the program gives the name. */
  declare readonly description: pulumi.Output<string | undefined>;
  /**
   * `$id`s of the classes it fits, as `https://ns.adobe.com/xdm/context/experienceevent`.
   * Changing it replaces the resource.
   */
  declare readonly intendedToExtend: pulumi.Output<string[]>;
  /**
   * Fields by name, placed below the organization's tenant namespace. Names: letters, digits,
   * `-` and `_`, not starting with `_`.
   */
  declare readonly properties: pulumi.Output<Record<string, XdmField>>;
  /** Names of `properties` that every record must have. */
  declare readonly required: pulumi.Output<string[] | undefined>;
  /**
   * Fields inside Adobe's standard objects, by the path of the object, as
   * `web.webPageDetails`, or `productListItems[*]` for the elements of a list. There too they
   * are placed below the tenant namespace.
   */
  declare readonly standardProperties: pulumi.Output<
    Record<string, Readonly<Record<string, XdmField>>> | undefined
  >;
  /**
   * Paths of what every record must have inside Adobe's standard objects: fields of
   * `standardProperties`, and the objects that they are in, as `person`, `person.name`,
   * `person.name._tenant` and `person.name._tenant.nickName`. Adobe's guide and UI require all
   * objects around a required field; where one is left out, what is in it is required only of
   * records that have it. Of Adobe's own fields no public document shows that a field group
   * may require them, so there is no way to write it, and an import names it by path.
   */
  declare readonly standardRequired: pulumi.Output<string[] | undefined>;
  /**
   * `$id`s of the field groups whose fields this one has too, mostly Adobe's: so a copy of a
   * standard field group gets fields of its own.
   */
  declare readonly extendedGroups: pulumi.Output<string[] | undefined>;
  /**
   * Field groups of which this one has single fields only, in place of all of them
   * (`extendedGroups`). Adobe documents it for schemas (`fieldGroups[].refProperty`); of field
   * groups no document tells.
   */
  declare readonly extendedFields: pulumi.Output<ExtendedFields[] | undefined>;
  /** `_<tenant>.mixins.<hex>`. */
  declare readonly altId: pulumi.Output<string>;
  /** `major.minor`, given by the registry. */
  declare readonly version: pulumi.Output<string>;
  /** The organization's field namespace, as `_acme`. */
  declare readonly tenantNamespace: pulumi.Output<string>;
  /** Type by path, as `_tenant.chatlio.messages[*].text` → `string`. Known at preview. */
  declare readonly fields: pulumi.Output<Record<string, string>>;

  /** Reads a FieldGroup that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): FieldGroup {
    return new FieldGroup(name, {} as FieldGroupArgs, { ...opts, id });
  }

  constructor(name: string, args: FieldGroupArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:xdm:FieldGroup",
      name,
      withOutputs(args, [
        "title",
        "description",
        "intendedToExtend",
        "properties",
        "required",
        "standardProperties",
        "standardRequired",
        "extendedGroups",
        "extendedFields",
        "altId",
        "version",
        "tenantNamespace",
        "fields",
      ]),
      opts,
    );
  }
}

/** The arguments of {@link Schema}. */
export interface SchemaArgs {
  /** Unique in the sandbox among the resources of its type. Default: an auto-name. */
  readonly title?: pulumi.Input<string>;
  /** Shown in Adobe's UI; there the ownership tag follows it when the program gives the name. */
  readonly description?: pulumi.Input<string>;
  /**
   * `$id` of the class, as `https://ns.adobe.com/xdm/context/experienceevent`. Changing it
   * replaces the resource.
   */
  readonly class: pulumi.Input<string>;
  /**
   * Adding one is in place; one that the program does not have stays at Adobe, unless
   * `allowBreaking` is set.
   */
  readonly fieldGroups: pulumi.Input<readonly pulumi.Input<FieldGroupRefArgs>[]>;
  /** Tries to remove a field group that the program does not have. Default false: it stays. */
  readonly allowBreaking?: pulumi.Input<boolean>;
}

/**
 * A schema of the tenant container: a class and the field groups that extend it. A class or
 * field group that does not exist is named at preview, as is a path of `refProperty`.
 *
 * ## Example Usage
 *
 * ```typescript
 * const schema = new aep.xdm.Schema("events", {
 *   class: "https://ns.adobe.com/xdm/context/experienceevent",
 *   fieldGroups: [
 *     {
 *       ref: "https://ns.adobe.com/xdm/context/experienceevent-web",
 *       refProperty: ["web.webPageDetails.URL", "web.webReferrer"],
 *     },
 *     { ref: chat.id, fields: chat.fields },
 *   ],
 * });
 * ```
 *
 * ## Import
 *
 * By `$id`, as `https://ns.adobe.com/acme/schemas/1f…`, or `meta:altId`, as
 * `_acme.schemas.1f…`.
 */
export class Schema extends pulumi.CustomResource {
  /** Unique in the sandbox among the resources of its type. Default: an auto-name. */
  declare readonly title: pulumi.Output<string>;
  /** Shown in Adobe's UI; there the ownership tag follows it when the program gives the name. */
  declare readonly description: pulumi.Output<string | undefined>;
  /**
   * `$id` of the class, as `https://ns.adobe.com/xdm/context/experienceevent`. Changing it
   * replaces the resource.
   */
  declare readonly class: pulumi.Output<string>;
  /**
   * Adding one is in place; one that the program does not have stays at Adobe, unless
   * `allowBreaking` is set.
   */
  declare readonly fieldGroups: pulumi.Output<FieldGroupRef[]>;
  /** `_<tenant>.schemas.<hex>`. */
  declare readonly altId: pulumi.Output<string>;
  /** `major.minor`, given by the registry. */
  declare readonly version: pulumi.Output<string>;
  /** The organization's field namespace, as `_acme`. */
  declare readonly tenantNamespace: pulumi.Output<string>;
  /**
   * Type by path: of the class and of Adobe's field groups as far as the provider knows them
   * (`any` below the others), and those of `fieldGroups`. Known at preview.
   */
  declare readonly fields: pulumi.Output<Record<string, string>>;

  /** Reads a Schema that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): Schema {
    return new Schema(name, {} as SchemaArgs, { ...opts, id });
  }

  constructor(name: string, args: SchemaArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:xdm:Schema",
      name,
      withOutputs(args, [
        "title",
        "description",
        "class",
        "fieldGroups",
        "altId",
        "version",
        "tenantNamespace",
        "fields",
      ]),
      opts,
    );
  }
}

/** The arguments of {@link RelationalSchema}. */
export interface RelationalSchemaArgs {
  /** Unique in the sandbox among the resources of its type. Default: an auto-name. */
  readonly title?: pulumi.Input<string>;
  /** Shown in Adobe's UI; there the ownership tag follows it when the program gives the name. */
  readonly description?: pulumi.Input<string>;
  /** Fields by name. Names: letters, digits, `-` and `_`, not starting with `_`. */
  readonly properties: pulumi.Input<Readonly<Record<string, pulumi.Input<XdmFieldArgs>>>>;
  /**
   * Names of `properties` that every record must have. The fields of the primary key, the
   * version and the timestamp must be among them.
   */
  readonly required?: pulumi.Input<readonly pulumi.Input<string>[]>;
  /**
   * Tries a change that Adobe counts as breaking: a field removed, retyped or narrowed.
   * Default false: a field or a value of `enum` that the program does not have stays at Adobe,
   * and so does a limit that is wider than the program's.
   */
  readonly allowBreaking?: pulumi.Input<boolean>;
  /**
   * `record` for things, `time-series` for events. Default `record`. One of `record`,
   * `time-series`. Changing it replaces the resource.
   */
  readonly behavior?: pulumi.Input<RelationalBehavior>;
}

/**
 * A relational schema (also called model-based), which is a table with fields of its own,
 * below no tenant namespace, without class and field groups. Data Mirror and Orchestrated
 * campaigns use it; an organization without their licenses cannot make one. It needs a
 * `PrimaryKeyDescriptor` and a `VersionDescriptor`, one for events a `TimestampDescriptor`
 * too: give a dataset of it `dependsOn` them. It cannot join the union of Real-Time Customer
 * Profile. An update changes what the program changed. Fields that the program does not have
 * stay at Adobe. What no program can write stays too, and an import names it by its path.
 *
 * ## Example Usage
 *
 * ```typescript
 * const orders = new aep.xdm.RelationalSchema("orders", {
 *   properties: {
 *     orderId: { type: "string", title: "Order" },
 *     customer: { type: "string" },
 *     changedAt: { type: "string", format: "date-time" },
 *   },
 *   required: ["orderId", "changedAt"],
 * });
 * const table = { schemaId: orders.id, fields: orders.fields };
 * const key = new aep.xdm.PrimaryKeyDescriptor("order", { ...table, properties: ["orderId"] });
 * const version = new aep.xdm.VersionDescriptor("order", { ...table, property: "changedAt" });
 * const described = { dependsOn: [key, version] };
 * new aep.catalog.Dataset("orders", { schemaId: orders.id }, described);
 * ```
 *
 * ## Import
 *
 * By `$id`, as `https://ns.adobe.com/acme/schemas/1f…`, or `meta:altId`, as
 * `_acme.schemas.1f…`.
 */
export class RelationalSchema extends pulumi.CustomResource {
  /** Unique in the sandbox among the resources of its type. Default: an auto-name. */
  declare readonly title: pulumi.Output<string>;
  /** Shown in Adobe's UI; there the ownership tag follows it when the program gives the name. */
  declare readonly description: pulumi.Output<string | undefined>;
  /** Fields by name. Names: letters, digits, `-` and `_`, not starting with `_`. */
  declare readonly properties: pulumi.Output<Record<string, XdmField>>;
  /**
   * Names of `properties` that every record must have. The fields of the primary key, the
   * version and the timestamp must be among them.
   */
  declare readonly required: pulumi.Output<string[] | undefined>;
  /**
   * `record` for things, `time-series` for events. Default `record`. One of `record`,
   * `time-series`. Changing it replaces the resource.
   */
  declare readonly behavior: pulumi.Output<RelationalBehavior>;
  /** `_<tenant>.schemas.<hex>`. */
  declare readonly altId: pulumi.Output<string>;
  /** `major.minor`, given by the registry. */
  declare readonly version: pulumi.Output<string>;
  /** Type by path, as `orderId` → `string`. Known at preview. */
  declare readonly fields: pulumi.Output<Record<string, string>>;

  /** Reads a RelationalSchema that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): RelationalSchema {
    return new RelationalSchema(name, {} as RelationalSchemaArgs, { ...opts, id });
  }

  constructor(name: string, args: RelationalSchemaArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:xdm:RelationalSchema",
      name,
      withOutputs(args, [
        "title",
        "description",
        "properties",
        "required",
        "behavior",
        "altId",
        "version",
        "fields",
      ]),
      opts,
    );
  }
}

/** The arguments of {@link IdentityDescriptor}. */
export interface IdentityDescriptorArgs {
  /** `$id` of the schema. Changing it replaces the resource. */
  readonly schemaId: pulumi.Input<string>;
  /** Type by path of the schema's fields (`schema.fields`), to check against at preview. */
  readonly fields?: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  /**
   * Path of the identity field, as `_tenant.chatlio.visitor.email`; `_tenant` stands for the
   * tenant namespace. Changing it replaces the resource.
   */
  readonly property: pulumi.Input<string>;
  /**
   * Code of the identity namespace, as `Email`; letter case does not matter. Changing it
   * replaces the resource.
   */
  readonly namespace: pulumi.Input<string>;
  /**
   * Whether it is the schema's primary identity, of which there is at most one. Default false.
   * Changing it replaces the resource.
   */
  readonly primary?: pulumi.Input<boolean>;
}

/**
 * Marks a field of a schema as an identity. Every change replaces: the old descriptor is
 * deleted first.
 *
 * ## Example Usage
 *
 * ```typescript
 * new aep.xdm.IdentityDescriptor("email", {
 *   schemaId: schema.id,
 *   fields: schema.fields,
 *   property: "_tenant.chat.email",
 *   namespace: "Email",
 * });
 * ```
 *
 * ## Import
 *
 * By `@id` of the descriptor, as `GET /tenant/descriptors` of the Schema Registry shows it.
 */
export class IdentityDescriptor extends pulumi.CustomResource {
  /** `$id` of the schema. Changing it replaces the resource. */
  declare readonly schemaId: pulumi.Output<string>;
  /**
   * Path of the identity field, as `_tenant.chatlio.visitor.email`; `_tenant` stands for the
   * tenant namespace. Changing it replaces the resource.
   */
  declare readonly property: pulumi.Output<string>;
  /**
   * Code of the identity namespace, as `Email`; letter case does not matter. Changing it
   * replaces the resource.
   */
  declare readonly namespace: pulumi.Output<string>;
  /**
   * Whether it is the schema's primary identity, of which there is at most one. Default false.
   * Changing it replaces the resource.
   */
  declare readonly primary: pulumi.Output<boolean>;
  /** The organization's field namespace, as `_acme`. */
  declare readonly tenantNamespace: pulumi.Output<string>;

  /** Reads a IdentityDescriptor that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): IdentityDescriptor {
    return new IdentityDescriptor(name, {} as IdentityDescriptorArgs, { ...opts, id });
  }

  constructor(name: string, args: IdentityDescriptorArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:xdm:IdentityDescriptor",
      name,
      withOutputs(args, ["schemaId", "property", "namespace", "primary", "tenantNamespace"]),
      opts,
    );
  }
}

/** The arguments of {@link LabelDescriptor}. */
export interface LabelDescriptorArgs {
  /**
   * `$id` of the field group that has the field. Adobe's UI stores labels there too, so every
   * schema with the field group shows them. Changing it replaces the resource.
   */
  readonly ownerId: pulumi.Input<string>;
  /**
   * Type by path of the field group's fields (`fieldGroup.fields`), to check against at
   * preview.
   */
  readonly fields?: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  /**
   * Path of the field, as `_tenant.chatlio.visitor.email`; `_tenant` stands for the tenant
   * namespace, and `[*]` for the elements of a list. The label of an object or a list applies
   * to all that is in it. Changing it replaces the resource.
   */
  readonly property: pulumi.Input<string>;
  /** Data usage labels, as `core/I1`; the order does not matter. */
  readonly labels: pulumi.Input<readonly pulumi.Input<string>[]>;
}

/**
 * The data usage labels of a field, which governance policies and attribute-based access
 * control go by. The credential's role needs the permission Manage Usage Labels. **A label
 * may hide the field** from everybody whose role does not have it, if an access policy of
 * the organization says so. A label that does not exist is named at preview, where the
 * credential may list labels.
 *
 * ## Example Usage
 *
 * ```typescript
 * new aep.xdm.LabelDescriptor("email", {
 *   ownerId: fieldGroup.id,
 *   fields: fieldGroup.fields,
 *   property: "_tenant.chat.email",
 *   labels: ["core/I1"],
 * });
 * ```
 *
 * ## Import
 *
 * By `@id` of the descriptor, as `GET /tenant/descriptors` of the Schema Registry shows it.
 */
export class LabelDescriptor extends pulumi.CustomResource {
  /**
   * `$id` of the field group that has the field. Adobe's UI stores labels there too, so every
   * schema with the field group shows them. Changing it replaces the resource.
   */
  declare readonly ownerId: pulumi.Output<string>;
  /**
   * Path of the field, as `_tenant.chatlio.visitor.email`; `_tenant` stands for the tenant
   * namespace, and `[*]` for the elements of a list. The label of an object or a list applies
   * to all that is in it. Changing it replaces the resource.
   */
  declare readonly property: pulumi.Output<string>;
  /** Data usage labels, as `core/I1`; the order does not matter. */
  declare readonly labels: pulumi.Output<string[]>;
  /** The organization's field namespace, as `_acme`. */
  declare readonly tenantNamespace: pulumi.Output<string>;

  /** Reads a LabelDescriptor that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): LabelDescriptor {
    return new LabelDescriptor(name, {} as LabelDescriptorArgs, { ...opts, id });
  }

  constructor(name: string, args: LabelDescriptorArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:xdm:LabelDescriptor",
      name,
      withOutputs(args, ["ownerId", "property", "labels", "tenantNamespace"]),
      opts,
    );
  }
}

/** The arguments of {@link RelationshipDescriptor}. */
export interface RelationshipDescriptorArgs {
  /** `$id` of the schema. Changing it replaces the resource. */
  readonly schemaId: pulumi.Input<string>;
  /** Type by path of the schema's fields (`schema.fields`), to check against at preview. */
  readonly fields?: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  /**
   * Path of the field, as `_tenant.chat.shopId`; `_tenant` stands for the tenant namespace,
   * and `[*]` for the elements of a list. Changing it replaces the resource.
   */
  readonly property: pulumi.Input<string>;
  /** `$id` of the schema that the field refers to. Changing it replaces the resource. */
  readonly destinationSchemaId: pulumi.Input<string>;
  /** Type by path of that schema's fields (`schema.fields`), to check against at preview. */
  readonly destinationFields?: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  /** Path of the field that it refers to. Default: that schema's primary identity or key. */
  readonly destinationProperty?: pulumi.Input<string>;
  /**
   * `M:1`: many records refer to one. Needs an edition that has `xdm:descriptorRelationship`,
   * as Real-Time CDP B2B. Left out: one to one, as `xdm:descriptorOneToOne`, which every
   * edition has. One of `1:1`, `1:0`, `M:1`, `M:0`. Changing it replaces the resource.
   */
  readonly cardinality?: pulumi.Input<Cardinality>;
  /** Code of the identity namespace of the destination's primary identity (B2B). */
  readonly destinationNamespace?: pulumi.Input<string>;
  /** Name of the relationship, seen from the source. */
  readonly sourceToDestinationName?: pulumi.Input<string>;
  /** Name of the relationship, seen from the destination. */
  readonly destinationToSourceName?: pulumi.Input<string>;
  /** What Adobe's UI shows for it, seen from the source. */
  readonly sourceToDestinationTitle?: pulumi.Input<string>;
  /** What Adobe's UI shows for it, seen from the destination. */
  readonly destinationToSourceTitle?: pulumi.Input<string>;
}

/**
 * Relates a field of one schema to the records of another. If a schema with a one-to-one
 * relationship is to join the union of Real-Time Customer Profile, its field needs a
 * `ReferenceIdentityDescriptor` too, with the namespace of the other schema's primary
 * identity.
 *
 * ## Example Usage
 *
 * ```typescript
 * new aep.xdm.RelationshipDescriptor("shop", {
 *   schemaId: schema.id,
 *   fields: schema.fields,
 *   property: "_tenant.chat.shopId",
 *   destinationSchemaId: shops.id,
 *   destinationFields: shops.fields,
 *   destinationProperty: "_tenant.shop.id",
 * });
 * ```
 *
 * ## Import
 *
 * By `@id` of the descriptor, as `GET /tenant/descriptors` of the Schema Registry shows it.
 */
export class RelationshipDescriptor extends pulumi.CustomResource {
  /** `$id` of the schema. Changing it replaces the resource. */
  declare readonly schemaId: pulumi.Output<string>;
  /**
   * Path of the field, as `_tenant.chat.shopId`; `_tenant` stands for the tenant namespace,
   * and `[*]` for the elements of a list. Changing it replaces the resource.
   */
  declare readonly property: pulumi.Output<string>;
  /** `$id` of the schema that the field refers to. Changing it replaces the resource. */
  declare readonly destinationSchemaId: pulumi.Output<string>;
  /** Path of the field that it refers to. Default: that schema's primary identity or key. */
  declare readonly destinationProperty: pulumi.Output<string | undefined>;
  /**
   * `M:1`: many records refer to one. Needs an edition that has `xdm:descriptorRelationship`,
   * as Real-Time CDP B2B. Left out: one to one, as `xdm:descriptorOneToOne`, which every
   * edition has. One of `1:1`, `1:0`, `M:1`, `M:0`. Changing it replaces the resource.
   */
  declare readonly cardinality: pulumi.Output<Cardinality | undefined>;
  /** Code of the identity namespace of the destination's primary identity (B2B). */
  declare readonly destinationNamespace: pulumi.Output<string | undefined>;
  /** Name of the relationship, seen from the source. */
  declare readonly sourceToDestinationName: pulumi.Output<string | undefined>;
  /** Name of the relationship, seen from the destination. */
  declare readonly destinationToSourceName: pulumi.Output<string | undefined>;
  /** What Adobe's UI shows for it, seen from the source. */
  declare readonly sourceToDestinationTitle: pulumi.Output<string | undefined>;
  /** What Adobe's UI shows for it, seen from the destination. */
  declare readonly destinationToSourceTitle: pulumi.Output<string | undefined>;
  /** The organization's field namespace, as `_acme`. */
  declare readonly tenantNamespace: pulumi.Output<string>;

  /** Reads a RelationshipDescriptor that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): RelationshipDescriptor {
    return new RelationshipDescriptor(name, {} as RelationshipDescriptorArgs, { ...opts, id });
  }

  constructor(name: string, args: RelationshipDescriptorArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:xdm:RelationshipDescriptor",
      name,
      withOutputs(args, [
        "schemaId",
        "property",
        "destinationSchemaId",
        "destinationProperty",
        "cardinality",
        "destinationNamespace",
        "sourceToDestinationName",
        "destinationToSourceName",
        "sourceToDestinationTitle",
        "destinationToSourceTitle",
        "tenantNamespace",
      ]),
      opts,
    );
  }
}

/** The arguments of {@link ReferenceIdentityDescriptor}. */
export interface ReferenceIdentityDescriptorArgs {
  /** `$id` of the schema. Changing it replaces the resource. */
  readonly schemaId: pulumi.Input<string>;
  /** Type by path of the schema's fields (`schema.fields`), to check against at preview. */
  readonly fields?: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  /**
   * Path of the field, as `_tenant.chat.shopId`; `_tenant` stands for the tenant namespace,
   * and `[*]` for the elements of a list. Changing it replaces the resource.
   */
  readonly property: pulumi.Input<string>;
  /**
   * Code of the identity namespace of the other schema's primary identity, as `Email`; letter
   * case does not matter.
   */
  readonly namespace: pulumi.Input<string>;
}

/**
 * Says that a field holds primary identities of another schema's records, so that a
 * relationship can follow it. The other schema must have its primary identity before.
 *
 * ## Example Usage
 *
 * ```typescript
 * new aep.xdm.ReferenceIdentityDescriptor("shop", {
 *   schemaId: schema.id,
 *   fields: schema.fields,
 *   property: "_tenant.chat.shopId",
 *   namespace: "Email",
 * });
 * ```
 *
 * ## Import
 *
 * By `@id` of the descriptor, as `GET /tenant/descriptors` of the Schema Registry shows it.
 */
export class ReferenceIdentityDescriptor extends pulumi.CustomResource {
  /** `$id` of the schema. Changing it replaces the resource. */
  declare readonly schemaId: pulumi.Output<string>;
  /**
   * Path of the field, as `_tenant.chat.shopId`; `_tenant` stands for the tenant namespace,
   * and `[*]` for the elements of a list. Changing it replaces the resource.
   */
  declare readonly property: pulumi.Output<string>;
  /**
   * Code of the identity namespace of the other schema's primary identity, as `Email`; letter
   * case does not matter.
   */
  declare readonly namespace: pulumi.Output<string>;
  /** The organization's field namespace, as `_acme`. */
  declare readonly tenantNamespace: pulumi.Output<string>;

  /** Reads a ReferenceIdentityDescriptor that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): ReferenceIdentityDescriptor {
    return new ReferenceIdentityDescriptor(name, {} as ReferenceIdentityDescriptorArgs, {
      ...opts,
      id,
    });
  }

  constructor(
    name: string,
    args: ReferenceIdentityDescriptorArgs,
    opts?: pulumi.CustomResourceOptions,
  ) {
    super(
      "adobe-aep:xdm:ReferenceIdentityDescriptor",
      name,
      withOutputs(args, ["schemaId", "property", "namespace", "tenantNamespace"]),
      opts,
    );
  }
}

/** The arguments of {@link DisplayInfoDescriptor}. */
export interface DisplayInfoDescriptorArgs {
  /** `$id` of the schema. Changing it replaces the resource. */
  readonly schemaId: pulumi.Input<string>;
  /** Type by path of the schema's fields (`schema.fields`), to check against at preview. */
  readonly fields?: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  /**
   * Path of the field, as `_tenant.chat.shopId`; `_tenant` stands for the tenant namespace,
   * and `[*]` for the elements of a list. Changing it replaces the resource.
   */
  readonly property: pulumi.Input<string>;
  /** Title by language, as `{ en_us: "Kind of event" }`. */
  readonly titles?: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  /** Description by language. */
  readonly descriptions?: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  /**
   * Values that Adobe's UI suggests in segments, each with its title, next to those that the
   * field has. Only for fields of Adobe's; those of a field of your own are its `enumTitles`.
   */
  readonly suggestedValues?: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  /**
   * Suggested values of the field that Adobe's UI does not show in segments: each with the
   * title that it has there.
   */
  readonly hiddenValues?: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
}

/**
 * Gives a field of a schema another title, description and suggested values in Adobe's UI,
 * mostly a field of one of Adobe's field groups (Adobe's friendly name descriptor). The data
 * stays as it is.
 *
 * ## Example Usage
 *
 * ```typescript
 * new aep.xdm.DisplayInfoDescriptor("event-type", {
 *   schemaId: schema.id,
 *   fields: schema.fields,
 *   property: "eventType",
 *   titles: { en_us: "Kind of chat event" },
 *   suggestedValues: { "chat.left": "Chat left" },
 * });
 * ```
 *
 * ## Import
 *
 * By `@id` of the descriptor, as `GET /tenant/descriptors` of the Schema Registry shows it.
 */
export class DisplayInfoDescriptor extends pulumi.CustomResource {
  /** `$id` of the schema. Changing it replaces the resource. */
  declare readonly schemaId: pulumi.Output<string>;
  /**
   * Path of the field, as `_tenant.chat.shopId`; `_tenant` stands for the tenant namespace,
   * and `[*]` for the elements of a list. Changing it replaces the resource.
   */
  declare readonly property: pulumi.Output<string>;
  /** Title by language, as `{ en_us: "Kind of event" }`. */
  declare readonly titles: pulumi.Output<Record<string, string> | undefined>;
  /** Description by language. */
  declare readonly descriptions: pulumi.Output<Record<string, string> | undefined>;
  /**
   * Values that Adobe's UI suggests in segments, each with its title, next to those that the
   * field has. Only for fields of Adobe's; those of a field of your own are its `enumTitles`.
   */
  declare readonly suggestedValues: pulumi.Output<Record<string, string> | undefined>;
  /**
   * Suggested values of the field that Adobe's UI does not show in segments: each with the
   * title that it has there.
   */
  declare readonly hiddenValues: pulumi.Output<Record<string, string> | undefined>;
  /** The organization's field namespace, as `_acme`. */
  declare readonly tenantNamespace: pulumi.Output<string>;

  /** Reads a DisplayInfoDescriptor that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): DisplayInfoDescriptor {
    return new DisplayInfoDescriptor(name, {} as DisplayInfoDescriptorArgs, { ...opts, id });
  }

  constructor(name: string, args: DisplayInfoDescriptorArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:xdm:DisplayInfoDescriptor",
      name,
      withOutputs(args, [
        "schemaId",
        "property",
        "titles",
        "descriptions",
        "suggestedValues",
        "hiddenValues",
        "tenantNamespace",
      ]),
      opts,
    );
  }
}

/** The arguments of {@link DeprecationDescriptor}. */
export interface DeprecationDescriptorArgs {
  /** `$id` of the schema. Changing it replaces the resource. */
  readonly schemaId: pulumi.Input<string>;
  /** Type by path of the schema's fields (`schema.fields`), to check against at preview. */
  readonly fields?: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  /**
   * Path of the field, as `_tenant.chat.shopId`; `_tenant` stands for the tenant namespace,
   * and `[*]` for the elements of a list. Changing it replaces the resource.
   */
  readonly property: pulumi.Input<string>;
}

/**
 * Marks a field of a schema as no longer to be used: for fields of Adobe's field groups,
 * which the program cannot change. For a field of your own, set `deprecated` of the field.
 * Adobe's UI hides it from then on; the data stays.
 *
 * ## Example Usage
 *
 * ```typescript
 * new aep.xdm.DeprecationDescriptor("merge-id", {
 *   schemaId: schema.id,
 *   fields: schema.fields,
 *   property: "eventMergeId",
 * });
 * ```
 *
 * ## Import
 *
 * By `@id` of the descriptor, as `GET /tenant/descriptors` of the Schema Registry shows it.
 */
export class DeprecationDescriptor extends pulumi.CustomResource {
  /** `$id` of the schema. Changing it replaces the resource. */
  declare readonly schemaId: pulumi.Output<string>;
  /**
   * Path of the field, as `_tenant.chat.shopId`; `_tenant` stands for the tenant namespace,
   * and `[*]` for the elements of a list. Changing it replaces the resource.
   */
  declare readonly property: pulumi.Output<string>;
  /** The organization's field namespace, as `_acme`. */
  declare readonly tenantNamespace: pulumi.Output<string>;

  /** Reads a DeprecationDescriptor that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): DeprecationDescriptor {
    return new DeprecationDescriptor(name, {} as DeprecationDescriptorArgs, { ...opts, id });
  }

  constructor(name: string, args: DeprecationDescriptorArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:xdm:DeprecationDescriptor",
      name,
      withOutputs(args, ["schemaId", "property", "tenantNamespace"]),
      opts,
    );
  }
}

/** The arguments of {@link PrimaryKeyDescriptor}. */
export interface PrimaryKeyDescriptorArgs {
  /** `$id` of the schema. Changing it replaces the resource. */
  readonly schemaId: pulumi.Input<string>;
  /** Type by path of the schema's fields (`schema.fields`), to check against at preview. */
  readonly fields?: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  /**
   * Names of the fields, as `orderId`: at the top of the schema, and required by it. One of
   * events has that of the timestamp among them. The order does not matter. Changing it
   * replaces the resource.
   */
  readonly properties: pulumi.Input<readonly pulumi.Input<string>[]>;
}

/**
 * Says which fields of a relational schema tell its records apart: no two records have the
 * same values in them, and none lacks one. Every change replaces: the old descriptor is
 * deleted first.
 *
 * ## Example Usage
 *
 * ```typescript
 * new aep.xdm.PrimaryKeyDescriptor("order", {
 *   schemaId: orders.id,
 *   fields: orders.fields,
 *   properties: ["orderId"],
 * });
 * ```
 *
 * ## Import
 *
 * By `@id` of the descriptor, as `GET /tenant/descriptors` of the Schema Registry shows it.
 */
export class PrimaryKeyDescriptor extends pulumi.CustomResource {
  /** `$id` of the schema. Changing it replaces the resource. */
  declare readonly schemaId: pulumi.Output<string>;
  /**
   * Names of the fields, as `orderId`: at the top of the schema, and required by it. One of
   * events has that of the timestamp among them. The order does not matter. Changing it
   * replaces the resource.
   */
  declare readonly properties: pulumi.Output<string[]>;
  /** The organization's field namespace, as `_acme`. */
  declare readonly tenantNamespace: pulumi.Output<string>;

  /** Reads a PrimaryKeyDescriptor that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): PrimaryKeyDescriptor {
    return new PrimaryKeyDescriptor(name, {} as PrimaryKeyDescriptorArgs, { ...opts, id });
  }

  constructor(name: string, args: PrimaryKeyDescriptorArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:xdm:PrimaryKeyDescriptor",
      name,
      withOutputs(args, ["schemaId", "properties", "tenantNamespace"]),
      opts,
    );
  }
}

/** The arguments of {@link VersionDescriptor}. */
export interface VersionDescriptorArgs {
  /** `$id` of the schema. Changing it replaces the resource. */
  readonly schemaId: pulumi.Input<string>;
  /** Type by path of the schema's fields (`schema.fields`), to check against at preview. */
  readonly fields?: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  /**
   * Path of the field, as `changedAt`. The schema must require it, and it must not be in the
   * primary key. Changing it replaces the resource.
   */
  readonly property: pulumi.Input<string>;
}

/**
 * Says which field of a relational schema holds the version of a record, mostly the time of
 * its last change: of two records with one primary key, the one with the higher version
 * counts, in whatever order they arrive. Adobe's UI calls it the version identifier. A
 * schema with a primary key must have one before a dataset is made of it.
 *
 * ## Example Usage
 *
 * ```typescript
 * new aep.xdm.VersionDescriptor("order", {
 *   schemaId: orders.id,
 *   fields: orders.fields,
 *   property: "changedAt",
 * });
 * ```
 *
 * ## Import
 *
 * By `@id` of the descriptor, as `GET /tenant/descriptors` of the Schema Registry shows it.
 */
export class VersionDescriptor extends pulumi.CustomResource {
  /** `$id` of the schema. Changing it replaces the resource. */
  declare readonly schemaId: pulumi.Output<string>;
  /**
   * Path of the field, as `changedAt`. The schema must require it, and it must not be in the
   * primary key. Changing it replaces the resource.
   */
  declare readonly property: pulumi.Output<string>;
  /** The organization's field namespace, as `_acme`. */
  declare readonly tenantNamespace: pulumi.Output<string>;

  /** Reads a VersionDescriptor that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): VersionDescriptor {
    return new VersionDescriptor(name, {} as VersionDescriptorArgs, { ...opts, id });
  }

  constructor(name: string, args: VersionDescriptorArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:xdm:VersionDescriptor",
      name,
      withOutputs(args, ["schemaId", "property", "tenantNamespace"]),
      opts,
    );
  }
}

/** The arguments of {@link TimestampDescriptor}. */
export interface TimestampDescriptorArgs {
  /** `$id` of the schema. Changing it replaces the resource. */
  readonly schemaId: pulumi.Input<string>;
  /** Type by path of the schema's fields (`schema.fields`), to check against at preview. */
  readonly fields?: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  /**
   * Path of the field, as `happenedAt`: of the format `date-time`, required by the schema, and
   * part of the primary key. Changing it replaces the resource.
   */
  readonly property: pulumi.Input<string>;
}

/**
 * Says which field of a relational schema of events holds the time of the event. Such a
 * schema has the behavior `time-series`, and its primary key must have this field among its
 * own. Adobe's UI calls it the timestamp identifier.
 *
 * ## Example Usage
 *
 * ```typescript
 * new aep.xdm.TimestampDescriptor("visit", {
 *   schemaId: visits.id,
 *   fields: visits.fields,
 *   property: "happenedAt",
 * });
 * ```
 *
 * ## Import
 *
 * By `@id` of the descriptor, as `GET /tenant/descriptors` of the Schema Registry shows it.
 */
export class TimestampDescriptor extends pulumi.CustomResource {
  /** `$id` of the schema. Changing it replaces the resource. */
  declare readonly schemaId: pulumi.Output<string>;
  /**
   * Path of the field, as `happenedAt`: of the format `date-time`, required by the schema, and
   * part of the primary key. Changing it replaces the resource.
   */
  declare readonly property: pulumi.Output<string>;
  /** The organization's field namespace, as `_acme`. */
  declare readonly tenantNamespace: pulumi.Output<string>;

  /** Reads a TimestampDescriptor that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): TimestampDescriptor {
    return new TimestampDescriptor(name, {} as TimestampDescriptorArgs, { ...opts, id });
  }

  constructor(name: string, args: TimestampDescriptorArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:xdm:TimestampDescriptor",
      name,
      withOutputs(args, ["schemaId", "property", "tenantNamespace"]),
      opts,
    );
  }
}

/** The arguments of {@link ProfileUnion}. */
export interface ProfileUnionArgs {
  /**
   * `$id` of the schema, which must have a primary identity. Changing it replaces the
   * resource.
   */
  readonly schemaId: pulumi.Input<string>;
}

/**
 * Joins a schema to the union of its class, the first half of Real-Time Customer Profile
 * (the second is `profile` of the dataset). **One-way**: Adobe cannot undo it; destroy
 * leaves it and says so. It is a resource of its own because identity descriptors must come
 * between it and the schema: give it `dependsOn` them. Removing it from the program would
 * undo nothing at Adobe and is rejected at preview: the class sets `protect: true`. To
 * remove it, or to destroy the stack, set `protect: false` and run `pulumi up` first (or
 * `pulumi state unprotect`); it then stays at Adobe, and a warning says so.
 *
 * ## Example Usage
 *
 * ```typescript
 * const identified = { dependsOn: [primaryIdentity] };
 * new aep.xdm.ProfileUnion("profile", { schemaId: schema.id }, identified);
 * ```
 *
 * ## Import
 *
 * By `$id` of the schema.
 */
export class ProfileUnion extends pulumi.CustomResource {
  /**
   * `$id` of the schema, which must have a primary identity. Changing it replaces the
   * resource.
   */
  declare readonly schemaId: pulumi.Output<string>;

  /** Reads a ProfileUnion that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): ProfileUnion {
    return new ProfileUnion(name, {} as ProfileUnionArgs, { ...opts, id });
  }

  constructor(name: string, args: ProfileUnionArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:xdm:ProfileUnion",
      name,
      withOutputs(args, ["schemaId"]),
      pulumi.mergeOptions(opts, { protect: opts?.protect ?? true }),
    );
  }
}

/** The arguments of {@link getSchema}. */
export interface GetSchemaArgs {
  /** Its exact title. Give this or `id`. */
  readonly title?: string;
  /** Its `$id` or `meta:altId`. */
  readonly id?: string;
}

/** The arguments of {@link getSchemaOutput}. */
export interface GetSchemaOutputArgs {
  /** Its exact title. Give this or `id`. */
  readonly title?: pulumi.Input<string>;
  /** Its `$id` or `meta:altId`. */
  readonly id?: pulumi.Input<string>;
}

/** The result of {@link getSchema}. */
export interface GetSchemaResult {
  /** `$id`. */
  readonly id: string;
  /** `_<tenant>.schemas.<hex>`. */
  readonly altId: string;
  /** Its title. */
  readonly title: string;
  /** `major.minor`. */
  readonly version: string;
  /** `$id` of its class. */
  readonly class: string;
  /** The organization's field namespace, as `_acme`. */
  readonly tenantNamespace: string;
  /** Type by path of all of its fields, to give to a mapping set or descriptor. */
  readonly fields: Record<string, string>;
}

/**
 * Looks up a schema that somebody else owns. Calls Adobe at every preview and update: one
 * call by id, two by title.
 *
 * ## Example Usage
 *
 * ```typescript
 * const schema = aep.xdm.getSchemaOutput({ title: "Web events" });
 * const dataset = new aep.catalog.Dataset("chat", { schemaId: schema.id });
 * ```
 */
export function getSchema(
  args: GetSchemaArgs = {},
  opts?: pulumi.InvokeOptions,
): Promise<GetSchemaResult> {
  return invoke("adobe-aep:xdm:getSchema", args, opts);
}

/** {@link getSchema} for arguments that are not known yet. */
export function getSchemaOutput(
  args: GetSchemaOutputArgs = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetSchemaResult> {
  return invokeOutput("adobe-aep:xdm:getSchema", args, opts);
}
