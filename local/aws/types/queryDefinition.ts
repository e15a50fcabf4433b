import { createHash } from "node:crypto";

import type { QueryDefinitionArgs } from "@pulumi/aws/cloudwatch";

import { inputsOf, str, text, texts, type AwsType } from "../define";

/**
 * `aws:cloudwatch/queryDefinition:QueryDefinition`; id: a UUID. MiniStack has no saved queries, so one exists
 * in the stack's state only.
 */
export const queryDefinition: AwsType = {
  inputs: inputsOf<QueryDefinitionArgs>()({
    name: text,
    logGroupNames: texts.optional(),
    queryString: text,
  }),
  replaces: [],
  computed: ["queryDefinitionId"],

  create(inputs) {
    const digest = createHash("sha256").update(str(inputs, "name")).digest("hex");
    return Promise.resolve(digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5"));
  },

  read: (id, _aws, { name, logGroupNames, queryString }) =>
    Promise.resolve({
      name,
      queryString,
      ...(logGroupNames === undefined ? {} : { logGroupNames }),
      queryDefinitionId: id,
    }),

  update: () => Promise.resolve(),
  delete: () => Promise.resolve(),
};
