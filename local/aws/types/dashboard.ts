import {
  DeleteDashboardsCommand,
  GetDashboardCommand,
  PutDashboardCommand,
} from "@aws-sdk/client-cloudwatch";
import type { DashboardArgs } from "@pulumi/aws/cloudwatch";

import { unlessGone } from "../clients";
import { inputsOf, str, text, type AwsType } from "../define";

const gone = ["DashboardNotFoundError", "ResourceNotFound", "ResourceNotFoundException"];

/** `aws:cloudwatch/dashboard:Dashboard`; id: its name. */
export const dashboard: AwsType = {
  inputs: inputsOf<DashboardArgs>()({ dashboardName: text, dashboardBody: text }),
  replaces: ["dashboardName"],
  computed: ["dashboardArn"],

  async create(inputs, { cloudwatch }) {
    const name = str(inputs, "dashboardName");
    const DashboardBody = str(inputs, "dashboardBody");
    await cloudwatch.send(new PutDashboardCommand({ DashboardName: name, DashboardBody }));
    return name;
  },

  async read(name, { cloudwatch }) {
    const command = new GetDashboardCommand({ DashboardName: name });
    const found = await unlessGone(cloudwatch.send(command), gone);
    if (found === undefined) return undefined;
    return {
      dashboardArn: found.DashboardArn,
      dashboardBody: found.DashboardBody,
      dashboardName: name,
    };
  },

  async update(name, newInputs, _oldInputs, { cloudwatch }) {
    const DashboardBody = str(newInputs, "dashboardBody");
    await cloudwatch.send(new PutDashboardCommand({ DashboardName: name, DashboardBody }));
  },

  async delete(name, { cloudwatch }) {
    const command = new DeleteDashboardsCommand({ DashboardNames: [name] });
    await unlessGone(cloudwatch.send(command), gone);
  },
};
