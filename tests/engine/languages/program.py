"""A program in Python that deploys, previews and destroys itself. Pulumi's Automation API is its language host."""

import json
import sys

import pulumi
import pulumi_adobe_aep as aep
from pulumi import automation

EVENT = "https://ns.adobe.com/xdm/context/experienceevent"


def program():
    email = {"type": "string", "title": "E-mail"}
    chat = aep.xdm.FieldGroup(
        "chat",
        intended_to_extend=[EVENT],
        properties={"chat": {"type": "object", "properties": {"email": email}}},
    )
    events = aep.xdm.Schema("events", class_=EVENT, field_groups=[{"ref": chat.id, "fields": chat.fields}])
    aep.xdm.IdentityDescriptor(
        "email", schema_id=events.id, fields=events.fields, property="_tenant.chat.email", namespace="Email"
    )
    rows = aep.catalog.Dataset("rows", schema_id=events.id, retention_days=90)
    pulumi.export("datasetId", rows.id)
    pulumi.export("tenant", events.tenant_namespace)
    pulumi.export("sandbox", aep.get_sandbox_output())


directory, project = sys.argv[1:]
options = automation.LocalWorkspaceOptions(work_dir=directory)
stack = automation.select_stack("dev", project_name=project, program=program, opts=options)
made = stack.up()
stack.preview(expect_no_changes=True)
outputs = {name: output.value for name, output in made.outputs.items()}
destroyed = stack.destroy()
print(json.dumps({
    "made": made.summary.resource_changes,
    "outputs": outputs,
    "destroyed": destroyed.summary.resource_changes,
}))
