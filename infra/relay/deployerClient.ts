import * as pulumi from "@pulumi/pulumi";

/** Options of a client of AWS's SDK with the credentials of the deployment. The functions of the AWS provider show less. */
export function deployerClient(region: string | undefined): {
  readonly region?: string;
  readonly profile?: string;
} {
  const profile = new pulumi.Config("aws").get("profile");
  return {
    ...(region === undefined ? {} : { region }),
    ...(profile === undefined ? {} : { profile }),
  };
}
