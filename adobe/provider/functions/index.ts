import type { FunctionDefinition } from "../lifecycle/function";
import { getConnectionSpec } from "./getConnectionSpec";
import { getDataset } from "./getDataset";
import { getFlowSpec } from "./getFlowSpec";
import { getNamespace } from "./getNamespace";
import { getSandbox } from "./getSandbox";
import { getSchema } from "./getSchema";

/** A definition whose argument and result types are not needed here. */
type Any = FunctionDefinition<Record<string, unknown>, Record<string, unknown>>;

/** Every function of the provider. A new one is a file in this folder and a line here. */
export const functions: readonly Any[] = [
  getConnectionSpec,
  getDataset,
  getFlowSpec,
  getNamespace,
  getSandbox,
  getSchema,
].map((definition) => definition as unknown as Any);
