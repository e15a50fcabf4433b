import * as pulumi from "@pulumi/pulumi";

import * as aep from "../../../../adobe/sdk";

/** Runs in a process of its own, as a user's program does, so that its failure is shown as users see it. */
const calls: Readonly<Record<string, () => unknown>> = {
  missing: () => aep.catalog.getDataset({ name: "Shop events" }),
  contradiction: () => aep.xdm.getSchema({ id: "a", title: "b" }),
  forbidden: () => aep.getSandbox({ name: "secret" }),
  output: () => aep.identity.getNamespaceOutput({ code: "none" }),
  spec: () => aep.flow.getConnectionSpec({ name: "S3" }),
};

export const result = calls[new pulumi.Config().require("call")]?.();
