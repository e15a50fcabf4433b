import type { EventRuleArgs, EventTargetArgs } from "@pulumi/aws/cloudwatch";

import { awsIdentity } from "../../services/ministack";
import { inputsOf, str, text, textMap, type AwsType } from "../define";

/**
 * `aws:cloudwatch/eventRule:EventRule`; id: its name. Nothing here runs a schedule, so one exists in the stack's state
 * only.
 */
export const eventRule: AwsType = {
  inputs: inputsOf<EventRuleArgs>()({
    name: text,
    description: text.optional(),
    scheduleExpression: text,
    state: text.optional(),
    tags: textMap.optional(),
  }),
  replaces: ["name"],
  computed: ["arn"],
  create: (inputs) => Promise.resolve(str(inputs, "name")),
  read: (id, _aws, { description, name, scheduleExpression, state, tags }) =>
    Promise.resolve({
      name,
      scheduleExpression,
      ...(description === undefined ? {} : { description }),
      ...(state === undefined ? {} : { state }),
      ...(tags === undefined ? {} : { tags }),
      arn: `arn:aws:events:${awsIdentity.region}:000000000000:rule/${id}`,
    }),
  update: () => Promise.resolve(),
  delete: () => Promise.resolve(),
};

/** `aws:cloudwatch/eventTarget:EventTarget`; id: rule and target. In the stack's state only, as its rule. */
export const eventTarget: AwsType = {
  inputs: inputsOf<EventTargetArgs>()({ rule: text, targetId: text, arn: text }),
  replaces: ["rule", "targetId"],
  computed: [],
  create: (inputs) => Promise.resolve(`${str(inputs, "rule")}-${str(inputs, "targetId")}`),
  read: (_id, _aws, { arn, rule, targetId }) => Promise.resolve({ arn, rule, targetId }),
  update: () => Promise.resolve(),
  delete: () => Promise.resolve(),
};
