import * as pulumi from "@pulumi/pulumi";
import * as aep from "../../../../adobe/sdk";

/** A program in a process of its own, as a user's is: its failure is shown as users see it. */
const questions: Readonly<Record<string, () => unknown>> = {
  missing: () => aep.catalog.getDataset({ name: "Shop events" }),
  contradiction: () => aep.xdm.getSchema({ id: "a", title: "b" }),
  forbidden: () => aep.getSandbox({ name: "secret" }),
  output: () => aep.identity.getNamespaceOutput({ code: "none" }),
};

export const answer = questions[new pulumi.Config().require("ask")]?.();
