import { leftOver, objectNames } from "../../../local/demo/inventory";

// The forms of list responses of Adobe's services (API references of the services).
test.each([
  [
    "Schema Registry",
    { results: [{ title: "Event", $id: "https://ns/1" }], _page: { count: 1 } },
    ["Event https://ns/1"],
  ],
  ["Schema Registry's descriptors", { "xdm:descriptorIdentity": [{ "@id": "d1" }] }, ["d1"]],
  ["Catalog", { "64a": { name: "Events" } }, ["64a"]],
  ["Flow Service", { items: [{ id: "f1", name: "Flow" }] }, ["Flow f1"]],
  ["Data Prep", { data: [{ id: "m1", version: 0 }], _links: {} }, ["m1"]],
  ["an empty list", { results: [], _page: { count: 0 } }, []],
  ["an empty catalog", {}, []],
])("reads the names in a response of %s", (_, response, names) => {
  expect(objectNames(response)).toEqual(names);
});

test("an object without a name counts too", () => {
  expect(objectNames({ items: [{ state: "enabled" }] })).toEqual(['{"state":"enabled"}']);
});

test("objects that did not exist before are left over", () => {
  expect(leftOver(new Set(["queue a"]), new Set(["queue b", "queue a"]))).toEqual(["queue b"]);
});
