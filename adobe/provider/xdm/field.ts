import * as z from "zod";

/** Widths of an integer at Adobe, the narrowest first. */
export const INTEGER_TYPES = ["byte", "short", "int", "long"] as const;

const described = z.strictObject({
  type: z
    .enum(["string", "number", "integer", "boolean", "object", "array"])
    .meta({
      id: "XdmFieldType",
      description: "Type of a field's values.",
      values: {
        string: "A text, or with `format` a date, a time or an address.",
        number: "A number with a fraction.",
        integer: "A whole number; `xdmType` says how wide.",
        boolean: "True or false.",
        object: "Fields of its own, a map, or another data type.",
        array: "A list of `items`.",
      },
    })
    .describe("Type of its values."),
  title: z.string().optional().describe("Shown in Adobe's UI."),
  description: z.string().optional().describe("Shown in Adobe's UI."),
  format: z.string().optional().describe("Of a string: `date`, `date-time`, `uri`, …"),
  pattern: z
    .string()
    .optional()
    .describe("Of a string: a regular expression every value must match."),
  minLength: z.int().min(0).optional().describe("Of a string."),
  maxLength: z.int().min(0).optional().describe("Of a string."),
  minimum: z.number().optional().describe("Of a number."),
  maximum: z.number().optional().describe("Of a number."),
  enum: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('The only values allowed. Those of a number are written as text: `"10"`.'),
  enumTitles: z
    .record(z.string(), z.string())
    .optional()
    .describe(
      "What Adobe's UI shows for each value of `enum`. Without `enum`: values that it suggests, and any other is allowed too.",
    ),
  default: z
    .string()
    .optional()
    .describe(
      'Value of a record that has none. That of a number or boolean is written as text: `"true"`.',
    ),
  xdmType: z
    .enum(INTEGER_TYPES)
    .meta({
      id: "XdmIntegerType",
      description: "Width of an integer at Adobe.",
      values: {
        byte: "8 bits.",
        short: "16 bits.",
        int: "32 bits.",
        long: "53 bits, as JSON has them.",
      },
    })
    .optional()
    .describe(
      "Of an integer: its width, when it is not the narrowest that `minimum` and `maximum` fit into (`int` without both).",
    ),
  ref: z
    .string()
    .regex(/^https?:\/\/\S+$/, {
      error: "must be the $id of a data type, as https://ns.adobe.com/xdm/common/address",
    })
    .optional()
    .describe(
      "Of an object: `$id` of the data type that has its fields, one of Adobe's or `dataType.id`. One that does not exist is named at preview.",
    ),
  get properties() {
    return z.record(z.string(), described).optional().describe("Of an object: its fields.");
  },
  required: z
    .array(z.string())
    .optional()
    .describe("Of an object: names of fields that every record must have."),
  get items() {
    return described.optional().describe("Of an array: its elements.");
  },
  get additionalProperties() {
    return described
      .optional()
      .describe("Of an object whose keys are data (a map): its values, strings or integers.");
  },
  deprecated: z
    .boolean()
    .optional()
    .describe("No longer to be used; the one way out for a field that cannot be removed."),
});

// In place, so that the recursion above is to the same named shape.
z.globalRegistry.add(described, {
  id: "XdmField",
  description: "One field of a field group, with the names of Adobe's Schema Registry.",
});

/** A field of a field group. */
export const xdmField = described;
export type XdmField = z.infer<typeof described>;
export type XdmFields = Record<string, XdmField>;
