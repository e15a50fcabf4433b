import { assumed, documented, reported, seenByOthers, seenInClient } from "../../common/behavior";

const guide = "XDM API guide";

const lab = "adampadobe/AEP-Orchestration-Lab, functions/profileInfraFactory.js";
/** Adobe's bootcamp. It has the requests that its attendees send, and no response. */
const bootcamp =
  "Requests of mjasrotia/MyFirstRepo, AEP Foundations Bootcamp.postman_collection.json and dep-schema-api-lab-manual, without their responses";

export const registryBehaviors = [
  documented(
    guide,
    "Ids are assigned: $id under the tenant, meta:altId with dots; field groups keep `mixins` in both.",
  ),
  documented(
    guide,
    "Major version stays 1; every PUT and PATCH raises the minor one; an Accept with the major version gets the latest.",
  ),
  documented(
    "XDM API guide, appendix",
    "A list goes on by value: `start` is `_page.next`, the last value of the first sort key, so a page also holds all that share that value.",
  ),
  documented(
    "XDM API guide, behaviors and classes",
    "A class is built upon exactly one behavior: record, time series or ad hoc.",
  ),
  documented(
    "XDM API guide, descriptors",
    "Each type of descriptor has its required properties; paths begin with `/`, end without one and name a field of the schema; a sandbox has room for 4000; the tenant's own object takes no label.",
  ),
  documented(
    "XDM API guide, descriptors, and the release notes of xdm:alternateDisplayInfo",
    "A friendly name has title and description as texts by language; only one of a string field has suggested values.",
  ),
  documented(
    "XDM composition guide",
    "The primary identity of a Profile-enabled schema cannot be changed once it has data.",
  ),
  documented(
    "adobe/xdm and the field constraints guide",
    "Records are checked against the composed schema, standard fields with their formats, patterns and closed lists; `meta:enum` alone rejects nothing.",
  ),
  documented(
    "XDM API guide, custom fields",
    "A map (`meta:xdmType: map`) has `additionalProperties` with the type of its values, and no `properties`.",
  ),
  documented(
    "XDM field constraints guide, and Adobe's samples",
    "`meta:xdmType` of an integer is the narrowest of byte, short, int and long that its bounds fit into; `int` without both.",
  ),
  documented(
    "XDM composition guide",
    "Additions, new required fields, wider values and other titles are not breaking changes.",
  ),
  seenInClient(
    "aepp, release notes of the descriptor support",
    "A descriptor that is read may have the code of its namespace in another case than it was sent.",
    "descriptor-namespace",
  ),
  documented(
    "XDM API guide, schemas: create a relational schema",
    "A schema with `meta:extends` https://ns.adobe.com/xdm/data/adhoc-v2 is relational: it has fields of its own in `definitions`, no class, no field groups and no tenant namespace, and `meta:behaviorType` record or time-series. Responses have these as they were sent.",
  ),
  documented(
    "XDM API guide, descriptors and schemas",
    "The fields of a primary key, a version and a timestamp are required, those of the key at the top; a timestamp is a date-time of a time series, whose primary key has it among its fields.",
  ),
  documented(
    "XDM API guide, schemas",
    "The API does not keep the union tag from a relational schema, which is not made for it.",
  ),
  reported(
    "Two pipelines that make relational schemas",
    "`xdm:sourceProperty` of a primary key is a list also for one field; the descriptors have `xdm:sourceVersion`, which the guide leaves out.",
  ),
  assumed(
    "Adobe merges the records of relational datasets by primary key and version; sources with change data do it, and no document describes it for an endpoint that the emulator has.",
    "Rows of a relational schema are checked against its fields, and none replaces another of the same primary key.",
  ),
  seenInClient(
    "aepp SchemaManager",
    "A class may have the behavior `https://ns.adobe.com/xdm/data/adhoc-v2`, which no document says.",
  ),
  seenInClient(
    "aepp addFieldGroupToSchema",
    "A schema may be sent back by PUT as it was read, with one field group more.",
  ),
  seenInClient(
    "aepp FieldGroupManager",
    "A label (`xdm:descriptorLabel`) is a list of texts in `xdm:labels`, such as `core/I2` or `custom/Restricted`, on a field of a field group.",
    "label-owner",
  ),
  seenByOthers(lab, "`xdm:sourceSchema` of a descriptor may be the `meta:altId` of the schema."),
  seenByOthers(lab, "A patch takes the version of the resource as If-Match, without quotes."),
  seenByOthers(
    lab,
    "The union tag is added to the end of `meta:immutableTags` when the list is there.",
  ),
  seenByOthers(
    "adampadobe/AEP-Orchestration-Lab, docs/PROFILE_CORE_V2_TOPUP.md",
    "A patch of a field group, a list of operations as application/json, returns the changed field group with its raised version.",
  ),
  seenByOthers(
    "adampadobe/AEP-Orchestration-Lab, functions/consentInfraService.js",
    "Descriptors are listed by `property=xdm:sourceSchema==…`, in the grouped form and in pages.",
  ),
  seenByOthers(
    lab,
    "Loyalty Details is at `mixins/profile/profile-loyalty-details`; a `$ref` to `mixins/profile-loyalty-details` is not found.",
  ),
  seenByOthers(
    lab,
    "The library has Preference Details (`context/profile-preferences-details`) for profiles.",
  ),
  seenByOthers(
    lab,
    "The library has Profile test details (`context/profile-test-profile`) for profiles.",
  ),
  seenByOthers("pitchmuc/aepp issue 54", "A list with `start=0` and without `orderby` is empty."),
  seenByOthers(
    "Focus-GTS/aep-mcp-server, live validation 2026-08-14",
    "A list takes `limit` without `orderby`.",
  ),
  seenByOthers(
    "adobe/aepp issue 28",
    "A customized field group of Adobe's has the tenant's fields inside the standard object: `consents._{tenant}`.",
  ),
  reported(
    bootcamp,
    "A lookup whose Accept has no version gets the latest, although the guide requires one.",
  ),
  reported(
    "A request of one of Adobe's labs.",
    "The tenant's own object may stand without `type` in a field group.",
  ),
  documented(
    "AdobeDocs/experience-platform.en, help/profile/api/entities.md: an event with an identity at `/productListItems[*]/SKU`",
    "The path of a descriptor may go into the items of a list: `/_{tenant}/list[*]/id`.",
  ),
  documented(
    "XDM API guide, /rpc/csv2schema, and the UI guide on required fields",
    "A field group may require a field of the tenant inside a standard object, and each object that it is in: `person`, `person.name`, `person.name._{tenant}` and `person.name._{tenant}.nickName`.",
  ),
  documented(
    "XDM API guide, /rpc/csv2schema",
    "A part of `allOf` of a field group may have its fields in itself, without a `$ref`.",
  ),
  assumed(
    "Names do not begin with an underscore, and no document shows the namespace a second time.",
    "The tenant's namespace inside one of the tenant's own objects (`_{tenant}.chat._{tenant}`) is rejected in a field group or class; a data type, which has no namespace of its own, may have it once in a path.",
  ),
  reported(
    "A consultancy's clean-up script.",
    "A Profile-enabled schema of class ExperienceEvent can be deleted; one of class XDM Individual Profile cannot.",
    "union-schema-delete",
  ),
  documented(
    "XDM tutorial on adding specific fields to a schema, and the guide on field-based workflows",
    "A schema takes single fields of a field group by `meta:refProperty` next to `$ref`, one path or a list of them, and may name one group several times. It has these fields, with the objects that they are in.",
  ),
  documented(
    "XDM API guide, /rpc/csv2schema",
    "`meta:refProperty` may name a field of the tenant inside a standard object: `/person/name/_{tenant}/nickName`.",
  ),
  assumed(
    "The tutorial tells it of schemas, and says nothing of lists and of required fields.",
    "A field group takes single fields of one that it extends in the same way. A path goes into the items of a list with or without `[*]`, brings what is below its field, and nothing requires a field that is left out.",
  ),
  seenInClient(
    "adobe/aepp, FieldGroupManager and synchronizer, which copy such field groups between sandboxes",
    "Custom fields may sit inside a standard object or the items of a standard list (`order._{tenant}`, `productListItems[]._{tenant}`); a field group may extend one of Adobe's with `allOf` and `meta:extends`.",
  ),
  reported(bootcamp, "An empty part of the path (`/tenant//schemas/…`) makes no difference."),
  reported(bootcamp, "A GET or DELETE may have a body."),
  reported(
    bootcamp,
    "Descriptors are listed with `application/vnd.adobe.xdm-full+json` too, which no guide has.",
  ),
  reported(bootcamp, "POST, PATCH and DELETE take `Accept: application/json`."),
  reported(
    bootcamp,
    "A lookup takes `application/vnd.adobe.xed-desc+json` with a version, and adds the descriptors.",
  ),
  reported(
    bootcamp,
    "Field groups of one class are listed by `property=meta:intendedToExtend==…`.",
  ),
  reported(
    bootcamp,
    "A relationship (`xdm:descriptorOneToOne`) needs no `xdm:destinationProperty`.",
  ),
  reported(
    bootcamp,
    "A field of one of Adobe's field groups (`/personalEmail/address`) may be an identity of a schema.",
  ),
  seenByOthers(lab, "A patch is made as a whole or not at all."),
  seenByOthers(
    "adampadobe/AEP-Orchestration-Lab, functions/consentInfraService.js",
    "By assumption, a list has a new schema whose lookup by `meta:altId` still returns 404.",
    "new-object-visible",
  ),
  assumed(
    "The labels guide lists the core labels; no document says what becomes of others.",
    "A label descriptor without labels, or with a core label that Adobe does not have, is rejected; any custom label is accepted.",
  ),
  assumed(
    "No document says when a change is known everywhere.",
    "By assumption, an object of Schema Registry, Catalog, Data Prep or Flow Service that was just made returns 404 for a moment, and so does a reference to it.",
    "new-object-visible",
  ),
  assumed(
    "Adobe's client waits between dependent deletes.",
    "By assumption, a deleted object counts as a user of others for a moment longer.",
    "deleted-reference",
  ),
];
