import * as pulumi from "@pulumi/pulumi";
import { lookUp, lookUpOutput } from "./lookup";

/** What a namespace identifies, in Adobe's words. */
export type IdType =
  "Cookie" | "Cross_device" | "Device" | "Email" | "Mobile" | "Non_people" | "Phone";

export interface NamespaceArgs {
  /** Letters and digits, unique in the organisation. Changing it replaces. */
  readonly code: pulumi.Input<string>;
  /** Shown in Adobe's UI. */
  readonly name: pulumi.Input<string>;
  /** Changing it replaces. */
  readonly idType: pulumi.Input<IdType>;
  readonly description?: pulumi.Input<string>;
}

/**
 * An identity namespace. **Permanent**: Adobe cannot delete one. Destroy leaves it and says so; a
 * create takes over the one that has the code. Import by `code` or numeric id.
 */
export class Namespace extends pulumi.CustomResource {
  declare readonly code: pulumi.Output<string>;
  declare readonly name: pulumi.Output<string>;
  declare readonly idType: pulumi.Output<IdType>;
  declare readonly description: pulumi.Output<string | undefined>;

  constructor(name: string, args: NamespaceArgs, opts?: pulumi.CustomResourceOptions) {
    super("adobe-aep:identity:Namespace", name, { ...args }, opts);
  }
}

export interface GetNamespaceArgs {
  /** As `Email`; letter case does not matter. */
  readonly code: string;
}

export interface GetNamespaceResult {
  /** Numeric id, as text. */
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly idType: string;
  /** Whether it is the organisation's own and not one of Adobe's. */
  readonly custom: boolean;
}

/** Looks up an identity namespace. Asks Adobe once at every preview and update. */
export function getNamespace(
  args: GetNamespaceArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetNamespaceResult> {
  return lookUp("adobe-aep:identity:getNamespace", args, opts);
}

/** {@link getNamespace} for a code that is not known yet. */
export function getNamespaceOutput(
  args: { readonly code: pulumi.Input<string> },
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetNamespaceResult> {
  return lookUpOutput("adobe-aep:identity:getNamespace", args, opts);
}
