"""Decides on calls as moto's authorization does. It looks at few conditions: those are left to evaluate.ts.

Reads a list of {"policy": …, "calls": [{"action", "resource", "context"}]} as JSON from the file named first.
Each policy becomes the policy of a user of its own, and authorization is on from then on. Writes
for each policy a list of true (permitted) or false.
"""

import json
import sys

import boto3
from moto import mock_aws
from moto.core import set_initial_no_auth_action_count
from moto.iam.access_control import IAMPolicy, IAMUserAccessKey, PermissionResult

ACCOUNT = "123456789012"


def make_user(iam, number, policy):
    name = f"user-{number}"
    iam.create_user(UserName=name)
    document = json.dumps({"Version": "2012-10-17", **policy}, separators=(",", ":"))
    # moto rejects a document that is no valid policy.
    made = iam.create_policy(PolicyName=name, PolicyDocument=document)
    iam.attach_user_policy(UserName=name, PolicyArn=made["Policy"]["Arn"])
    return iam.create_access_key(UserName=name)["AccessKey"]["AccessKeyId"]


def permits(policies, call):
    # As IAMRequest.check_action_permitted does, with the object and the condition keys of the call.
    results = [
        policy.is_action_permitted(
            call["action"], call["resource"], None, call.get("context") or None
        )
        for policy in policies
    ]
    return PermissionResult.DENIED not in results and PermissionResult.PERMITTED in results


@mock_aws
def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        cases = json.load(file)
    iam = boto3.client(
        "iam", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
    )
    keys = [make_user(iam, number, case["policy"]) for number, case in enumerate(cases)]
    with_authorization(iam, keys)
    answers = []
    for key, case in zip(keys, cases):
        user = IAMUserAccessKey(ACCOUNT, "aws", key, {})
        policies = [IAMPolicy(document) for document in user.collect_policies()]
        answers.append([permits(policies, call) for call in case["calls"]])
    json.dump(answers, sys.stdout)


def with_authorization(iam, keys):
    """Proves that moto decides at all: a user may not do what its policy does not name."""
    secret = iam.create_access_key(UserName="user-0")["AccessKey"]
    client = boto3.client(
        "iam",
        region_name="us-east-1",
        aws_access_key_id=secret["AccessKeyId"],
        aws_secret_access_key=secret["SecretAccessKey"],
    )

    @set_initial_no_auth_action_count(0)
    def ask():
        try:
            client.list_users()
        except client.exceptions.ClientError as error:
            return error.response["Error"]["Code"]
        return "permitted"

    if ask() != "AccessDenied":
        sys.exit("moto's authorization is not on")


main()
