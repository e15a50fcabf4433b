// Generated from the provider's package schema by `npm run generate:sdk`. Do not edit.

import * as pulumi from "@pulumi/pulumi";

import { withOutputs } from "../inputs";
import { invoke, invokeOutput } from "../invoke";

/**
 * What a namespace identifies, as Adobe names it. `Cookie`: A browser. `Cross_device`: A
 * person, on every device: an id of a CRM, or of a login. `Device`: A device. `Email`: A
 * person, by an e-mail address. `Mobile`: A person, by a phone number that gets messages.
 * `Non_people`: A thing, such as a product or an account: it is in no identity graph.
 * `Phone`: A person, by a phone number.
 */
export type IdType =
  "Cookie" | "Cross_device" | "Device" | "Email" | "Mobile" | "Non_people" | "Phone";

/** The arguments of {@link Namespace}. */
export interface NamespaceArgs {
  /** Letters and digits, unique in the organization. Changing it replaces the resource. */
  readonly code: pulumi.Input<string>;
  /** Shown in Adobe's UI. */
  readonly name: pulumi.Input<string>;
  /**
   * What it identifies. One of `Cookie`, `Cross_device`, `Device`, `Email`, `Mobile`,
   * `Non_people`, `Phone`. Changing it replaces the resource.
   */
  readonly idType: pulumi.Input<IdType>;
  /** Shown in Adobe's UI. As long as the program gives none, the one at Adobe stays. */
  readonly description?: pulumi.Input<string>;
}

/**
 * An identity namespace of the organization. **Permanent**: Adobe cannot delete one. Destroy
 * leaves it and says so; a create adopts the one that has the code.
 *
 * ## Example Usage
 *
 * ```typescript
 * new aep.identity.Namespace("visitor", {
 *   code: "chatVisitor",
 *   name: "Chat visitor",
 *   idType: "Cookie",
 * });
 * ```
 *
 * ## Import
 *
 * By `code`, as `chatVisitor`, or the numeric id.
 */
export class Namespace extends pulumi.CustomResource {
  /** Letters and digits, unique in the organization. Changing it replaces the resource. */
  declare readonly code: pulumi.Output<string>;
  /** Shown in Adobe's UI. */
  declare readonly name: pulumi.Output<string>;
  /**
   * What it identifies. One of `Cookie`, `Cross_device`, `Device`, `Email`, `Mobile`,
   * `Non_people`, `Phone`. Changing it replaces the resource.
   */
  declare readonly idType: pulumi.Output<IdType>;
  /** Shown in Adobe's UI. As long as the program gives none, the one at Adobe stays. */
  declare readonly description: pulumi.Output<string | undefined>;

  /** Reads a Namespace that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): Namespace {
    return new Namespace(name, {} as NamespaceArgs, { ...opts, id });
  }

  constructor(name: string, args: NamespaceArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:identity:Namespace",
      name,
      withOutputs(args, ["code", "name", "idType", "description"]),
      opts,
    );
  }
}

/** The arguments of {@link getNamespace}. */
export interface GetNamespaceArgs {
  /** Its code, as `Email`; letter case does not matter. */
  readonly code: string;
}

/** The arguments of {@link getNamespaceOutput}. */
export interface GetNamespaceOutputArgs {
  /** Its code, as `Email`; letter case does not matter. */
  readonly code: pulumi.Input<string>;
}

/** The result of {@link getNamespace}. */
export interface GetNamespaceResult {
  /** Its numeric id. */
  readonly id: string;
  /** Its code as Adobe writes it. */
  readonly code: string;
  /** Shown in Adobe's UI. */
  readonly name: string;
  /** What it identifies, as `Email`. */
  readonly idType: string;
  /** Whether it is the organization's own and not one of Adobe's. */
  readonly custom: boolean;
}

/**
 * Looks up an identity namespace, Adobe's or the organization's. Calls Adobe once at every
 * preview and update.
 *
 * ## Example Usage
 *
 * ```typescript
 * const hashed = aep.identity.getNamespaceOutput({ code: "Email_LC_SHA256" });
 * ```
 */
export function getNamespace(
  args: GetNamespaceArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetNamespaceResult> {
  return invoke("adobe-aep:identity:getNamespace", args, opts);
}

/** {@link getNamespace} for arguments that are not known yet. */
export function getNamespaceOutput(
  args: GetNamespaceOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetNamespaceResult> {
  return invokeOutput("adobe-aep:identity:getNamespace", args, opts);
}
