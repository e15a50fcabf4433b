import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import type { RoleArgs, RolePolicyArgs } from "@pulumi/aws/iam";

import type { Properties } from "../../../provider-sdk";
import { unlessGone, type Aws } from "../clients";
import { inputsOf, str, text, textMap, type AwsType } from "../define";
import { changedTags, fromTagList, tagList, tagsOf } from "../tags";

const gone = ["NoSuchEntity", "NoSuchEntityException"];

async function setBoundary(
  RoleName: string,
  newInputs: Properties,
  oldInputs: Properties,
  iam: Aws["iam"],
): Promise<void> {
  const [before, after] = [oldInputs["permissionsBoundary"], newInputs["permissionsBoundary"]];
  if (before === after) return;
  await (typeof after === "string"
    ? iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: after }))
    : iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName })));
}

/** `aws:iam/role:Role`; id: the role's name. */
export const role: AwsType = {
  inputs: inputsOf<RoleArgs>()({
    name: text,
    assumeRolePolicy: text,
    description: text.optional(),
    permissionsBoundary: text.optional(),
    tags: textMap.optional(),
  }),
  replaces: ["name"],
  computed: ["arn", "uniqueId"],

  async create(inputs, { iam }) {
    const name = str(inputs, "name");
    await iam.send(
      new CreateRoleCommand({
        RoleName: name,
        AssumeRolePolicyDocument: str(inputs, "assumeRolePolicy"),
        Description: inputs["description"] as string | undefined,
        PermissionsBoundary: inputs["permissionsBoundary"] as string | undefined,
        Tags: tagList(tagsOf(inputs)),
      }),
    );
    return name;
  },

  async read(name, { iam }) {
    const found = await unlessGone(iam.send(new GetRoleCommand({ RoleName: name })), gone);
    if (found?.Role === undefined) return undefined;
    const { Arn, RoleId, Description, AssumeRolePolicyDocument, PermissionsBoundary, Tags } =
      found.Role;
    const boundary = PermissionsBoundary?.PermissionsBoundaryArn;
    return {
      name,
      arn: Arn,
      uniqueId: RoleId,
      ...(Description ? { description: Description } : {}),
      assumeRolePolicy: decodeURIComponent(AssumeRolePolicyDocument ?? ""),
      ...(boundary ? { permissionsBoundary: boundary } : {}),
      tags: fromTagList(Tags),
    };
  },

  async update(name, newInputs, oldInputs, { iam }) {
    await setBoundary(name, newInputs, oldInputs, iam);
    const tags = changedTags(oldInputs, newInputs);
    if (tags.set) await iam.send(new TagRoleCommand({ RoleName: name, Tags: tagList(tags.set) }));
    if (tags.remove) await iam.send(new UntagRoleCommand({ RoleName: name, TagKeys: tags.remove }));
    await iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName: name,
        PolicyDocument: str(newInputs, "assumeRolePolicy"),
      }),
    );
    await iam.send(
      new UpdateRoleCommand({
        RoleName: name,
        Description: (newInputs["description"] as string | undefined) ?? "",
      }),
    );
  },

  async delete(name, { iam }) {
    await unlessGone(iam.send(new DeleteRoleCommand({ RoleName: name })), gone);
  },
};

/** The parts of a role policy's id, `role:policy`. */
function policyOf(id: string) {
  const [RoleName, PolicyName] = id.split(":");
  return { RoleName, PolicyName };
}

/** `aws:iam/rolePolicy:RolePolicy`; id: `role:policy`. */
export const rolePolicy: AwsType = {
  inputs: inputsOf<RolePolicyArgs>()({ name: text, role: text, policy: text }),
  replaces: ["name", "role"],
  computed: [],

  async create(inputs, { iam }) {
    const id = `${str(inputs, "role")}:${str(inputs, "name")}`;
    await iam.send(
      new PutRolePolicyCommand({ ...policyOf(id), PolicyDocument: str(inputs, "policy") }),
    );
    return id;
  },

  async read(id, { iam }) {
    const found = await unlessGone(iam.send(new GetRolePolicyCommand(policyOf(id))), gone);
    if (found === undefined) return undefined;
    return {
      name: found.PolicyName,
      role: found.RoleName,
      policy: decodeURIComponent(found.PolicyDocument ?? ""),
    };
  },

  async update(id, newInputs, _oldInputs, { iam }) {
    await iam.send(
      new PutRolePolicyCommand({ ...policyOf(id), PolicyDocument: str(newInputs, "policy") }),
    );
  },

  async delete(id, { iam }) {
    await unlessGone(iam.send(new DeleteRolePolicyCommand(policyOf(id))), gone);
  },
};
