"""Adobe's Chatlio tutorial, done by Adobe's own Python client against a running emulator.

aepp.test.ts runs it. By hand: pip install aepp==0.6.0, start the emulator, and
`python tests/emulator/aepp/tutorial.py http://127.0.0.1:8787`.

Ends with exit code 0 and the row, or with the first response that is not what the client needs.
"""

import json
import sys
import time
import urllib.request

import aepp
from aepp import catalog, dataprep, flowservice, identity, ingestion, sandboxes, schema

URL = sys.argv[1]
ADMIN_SECRET = sys.argv[2]
LAKE = "c604ff05-7f1a-43c0-8e18-33bf874cb11c"
CHATLIO = "073127a3-26e3-496c-9d94-9f48fb93fba8"
STREAMING = "e77fde5a-22a8-11ed-861d-0242ac120002"

aepp.configure(
    org_id="0123456789ABCDEF01234567@AdobeOrg",
    client_id="local-client-id",
    secret="local-client-secret-not-secret",
    scopes="openid,AdobeID,read_organizations,additional_info.projectedProductContext,session",
    sandbox="dev",
)
# The only difference to a script for the real platform: where it is.
aepp.config.endpoints["global"] = URL
aepp.config.endpoints["streaming"]["collection"] = URL
aepp.config.config_object["imsEndpoint"] = URL
aepp.config.config_object["oauthTokenEndpointV2"] = f"{URL}/ims/token/v3"


def must(response, *keys):
    """The response, which must be an object with these keys and no error."""
    assert isinstance(response, dict) and response.get("status", 200) in (200, "PUBLISHED"), response
    for key in keys:
        assert key in response, (key, response)
    return response


print("sandboxes:", [one["name"] for one in sandboxes.Sandboxes().getSandboxes()])
people = identity.Identity()
people.endpoint = f"{URL}/data/core"  # this module has the host written into it
namespaces = people.getIdentities()
assert any(one["code"] == "Email" for one in namespaces), namespaces

registry = schema.Schema()
tenant = registry.getTenantId()
print("tenant:", tenant)
suffix = str(time.time_ns())
group = must(
    registry.createFieldGroup(
        {
            "type": "object",
            "title": f"aepp group {suffix}",
            "meta:intendedToExtend": ["https://ns.adobe.com/xdm/context/experienceevent"],
            "definitions": {
                "customFields": {
                    "properties": {
                        f"_{tenant}": {
                            "type": "object",
                            "properties": {"message": {"type": "string"}, "email": {"type": "string"}},
                        }
                    }
                }
            },
            "allOf": [{"$ref": "#/definitions/customFields"}],
        }
    ),
    "$id",
    "meta:altId",
)
made = must(registry.createExperienceEventSchema(f"aepp schema {suffix}", [group["$id"]], description="x"), "$id")
full = must(registry.getSchema(made["$id"], full=True), "properties")
assert f"_{tenant}" in full["properties"], full
must(registry.getSchema(made["meta:altId"], full=False), "allOf")
assert any(one["$id"] == made["$id"] for one in registry.getSchemas())
assert any(one["$id"] == group["$id"] for one in registry.getFieldGroups())
assert registry.getFieldGroupsGlobal() and registry.getSchemaSample(made["$id"])
must(registry.patchFieldGroup(
    group["$id"],
    [{"op": "add", "path": f"/definitions/customFields/properties/_{tenant}/properties/more", "value": {"type": "string"}}],
), "version")
must(registry.addFieldGroupToSchema(made["$id"], ["https://ns.adobe.com/xdm/context/experienceevent-web"]), "version")
descriptor = must(registry.createDescriptor({
    "@type": "xdm:descriptorIdentity", "xdm:sourceSchema": made["$id"], "xdm:sourceVersion": 1,
    "xdm:sourceProperty": f"/_{tenant}/email", "xdm:namespace": "Email", "xdm:property": "xdm:code", "xdm:isPrimary": False,
}), "@id")
found = registry.getDescriptors(type_desc="xdm:descriptorIdentity", prop=f"xdm:sourceSchema=={made['$id']}")
assert [one["@id"] for one in found] == [descriptor["@id"]], found
manager = registry.SchemaManager(made["$id"])
print("schema manager:", manager.title, len(manager.to_dataframe()))

lake = catalog.Catalog()
[reference] = lake.createDataSet(name=f"aepp dataset {suffix}", schemaId=made["$id"])
dataset = reference.rsplit("/", 1)[1]
assert dataset in lake.getDataSet(dataset) and dataset in lake.getDataSets()
lake.patchDataset(dataset, {"description": "patched"})

mapper = dataprep.DataPrep()
rules = [
    {"sourceType": "ATTRIBUTE", "source": "message", "destination": f"_{tenant}.message"},
    {"sourceType": "ATTRIBUTE", "source": "visitor.email", "destination": f"_{tenant}.email"},
    {"sourceType": "EXPRESSION", "source": "uuid()", "destination": "_id"},
    {"sourceType": "EXPRESSION", "source": "now()", "destination": "timestamp"},
]
mapping = must(mapper.createMappingSet(schemaId=made["$id"], mappingList=rules, validate=True), "id", "version")
must(mapper.getMappingSet(mapping["id"]), "mappings")
assert mapper.validateExpression("concat(\"a\", \"b\")") is True
assert "sha256" in [one["function"] for one in mapper.getMappingSetFunctions()]
assert "~" in [one["operatorSymbol"] for one in mapper.getMappingSetOperators()]
assert mapping["id"] in [one["id"] for one in mapper.getMappingSets()]
assert mapper.getMappingSuggestions(dataSetId=dataset)["mappings"] == []
shape = {"outputSchema": {"schemaRef": {"id": made["$id"], "contentType": "application/vnd.adobe.xed-full+json;version=1"}}}
[seen] = mapper.previewDataOutput({"message": "hi"}, {**shape, "mappings": rules[:1]})
assert seen == {"data": {f"_{tenant}": {"message": "hi"}}, "errors": None}, seen
spare = must(mapper.createMappingSet(schemaId=made["$id"], mappingList=rules[:1]), "id")["id"]
single = must(mapper.createMappingSetMapping(spare, rules[1]), "id")["id"]
must(mapper.updateMappingSetMapping(spare, single, {**rules[1], "description": "e-mail"}), "id")
assert mapper.getMappingSetMapping(spare, single)["description"] == "e-mail"
assert len(mapper.getMappingSetMappings(spare)) == 2
assert mapper.deleteMappingSetMapping(spare, single) == 204 and mapper.deleteMappingSet(spare) == 204

flows = flowservice.FlowService()
must(flows.getConnectionSpec(CHATLIO), "items")
source = must(flows.createSourceConnection(
    {"name": f"aepp source {suffix}", "connectionSpec": {"id": CHATLIO, "version": "1.0"}, "data": {"format": "json"}}), "id")
target = must(flows.createTargetConnection(data={
    "name": f"aepp target {suffix}", "connectionSpec": {"id": LAKE, "version": "1.0"},
    "data": {"format": "json", "schema": {"id": made["$id"], "version": "application/vnd.adobe.xed-full+json;version=1.0"}},
    "params": {"dataSetId": dataset}}), "id")
flow = must(flows.createFlow(
    flow_spec_id=STREAMING, name=f"aepp flow {suffix}", source_connection_id=source["id"], target_connection_id=target["id"],
    transformation_mapping_id=mapping["id"], transformation_name="Mapping", transformation_version=0), "id")
while flows.getFlow(flow["id"])["state"] != "enabled":
    time.sleep(0.1)
inlet = flows.getFlow(flow["id"])["options"]["inletUrl"]
print("inlet:", inlet)
assert any(one["id"] == flow["id"] for one in flows.getFlows())
assert flows.getFlowSpecIdFromNames("Stream data with optional mapping") == STREAMING
assert flows.getConnectionSpecIdFromName("Chatlio") == CHATLIO
must(flows.updateFlow(flow["id"], flows.getFlow(flow["id"])["etag"], [{"op": "Add", "path": "/description", "value": "changed"}]), "etag")
must(flows.updateSourceConnection(source["id"], flows.getSourceConnection(source["id"])["etag"], [{"op": "add", "path": "/description", "value": "changed"}]), "etag")
for action, state in [("disable", "disabled"), ("enable", "enabled")]:
    must(flows.postFlowAction(flow["id"], action), "id", "etag")
    while flows.getFlow(flow["id"])["state"] != state:
        time.sleep(0.1)
fm = flowservice.FlowManager(flow["id"])
print("flow manager:", fm.flowType, fm.datasetId == dataset)

stream = ingestion.DataIngestion()
sent = must(stream.streamMessage(
    inletId=inlet.rsplit("/", 1)[1], data={"message": "hello", "visitor": {"email": "a@example.com"}}, flowId=flow["id"]), "xactionId")

# The HTTP API source: one call of the client makes base, source and target connection and the flow.
xdm = must(flows.createFlowStreaming(datasetId=dataset)["flow"], "id")
base = [one for one in flows.getConnections() if one["connectionSpec"]["id"].startswith("bc7b00d6")][-1]
xdm_inlet = flows.getConnection(base["id"])["auth"]["params"]["inletId"]
while flows.getFlow(xdm["id"])["state"] != "enabled":
    time.sleep(0.1)
# Page by page, with the client's own way of reading the link to the next one.
assert {flow["id"], xdm["id"]} <= {one["id"] for one in flows.getFlows(limit=1, n_results="inf")}
assert source["id"] in [one["id"] for one in flows.getSourceConnections(n_results="inf", limit=1)]
assert target["id"] in [one["id"] for one in flows.getTargetConnections(n_results="inf", limit=1)]
ref = {"id": made["$id"], "contentType": "application/vnd.adobe.xed-full+json;version=1"}
event = {"_id": "from-xdm", "timestamp": "2026-01-01T00:00:00.000Z", f"_{tenant}": {"message": "as XDM"}}
message = {"header": {"schemaRef": ref, "datasetId": dataset, "flowId": xdm["id"]},
           "body": {"xdmMeta": {"schemaRef": ref}, "xdmEntity": event}}
must(stream.streamMessage(inletId=xdm_inlet, data=message), "xactionId")
batch = stream.streamMessages(inletId=xdm_inlet, data=[message, {"not": "xdm"}])
assert [("xactionId" in one, one.get("status")) for one in batch["responses"]] == [(True, None), (False, 400)], batch

admin = urllib.request.Request(f"{URL}/_emulator/datasets/{dataset}/rows", headers={"x-emulator-secret": ADMIN_SECRET})
with urllib.request.urlopen(admin) as response:
    rows = json.load(response)
assert len(rows["rows"]) == 3 and not rows["rejected"], rows
print("row:", json.dumps(rows["rows"][0]))
[run] = flows.getRuns(prop=f"flowId=={flow['id']}")
assert flows.getRun(run["id"])[0]["flowId"] == flow["id"]
print("run:", run["metrics"]["recordSummary"])

must(mapper.updateMappingSet(mapping["id"], rules), "version")
fm.updateFlowMapping(mapping["id"])
for remove, one in [
    (flows.deleteFlow, flow["id"]), (flows.deleteFlow, xdm["id"]),
    (flows.deleteSourceConnection, source["id"]), (flows.deleteTargetConnection, target["id"]),
    (mapper.deleteMappingSet, mapping["id"]), (registry.deleteDescriptor, descriptor["@id"]),
]:
    assert remove(one) == 204, (remove.__name__, one)
print("deleted:", lake.deleteDataSet(dataset), registry.deleteSchema(made["$id"]), registry.deleteFieldGroup(group["$id"]))
print("ok")
