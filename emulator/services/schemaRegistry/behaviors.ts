import { assumed, documented, seenByOthers } from "../../common/behavior";

const guide = "XDM API guide";

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
    "XDM composition guide",
    "The primary identity of a Profile-enabled schema cannot be changed once it has data.",
  ),
  documented(
    "adobe/xdm and the field constraints guide",
    "Records are checked against the composed schema, standard fields with their formats, patterns and closed lists; `meta:enum` alone rejects nothing.",
  ),
  documented(
    "XDM composition guide",
    "Additions, new required fields, wider values and other titles are no breaking change.",
  ),
  seenByOthers(
    "A lab of Adobe's, whose requests name no version",
    "A lookup whose Accept has no version gets the latest, although the guide asks for one.",
  ),
  seenByOthers(
    "A lab of Adobe's, which extends a field group so",
    "The tenant's own object may stand without `type` in a field group.",
  ),
  seenByOthers(
    "A lab of Adobe's, with relationships from the items of a list",
    "The path of a descriptor may go into the items of a list: `/_{tenant}/list[*]/id`.",
  ),
  seenByOthers(
    "A consultancy's clean-up script, which deletes them",
    "A Profile-enabled schema of class ExperienceEvent can be deleted; one of class XDM Individual Profile cannot.",
    "union-schema-delete",
  ),
  seenByOthers(
    "adobe/aepp, FieldGroupManager and synchronizer, which copy such field groups between sandboxes",
    "Custom fields may sit inside a standard object or the items of a standard list (`order._{tenant}`, `productListItems[]._{tenant}`); a field group may extend one of Adobe's with `allOf` and `meta:extends`.",
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
