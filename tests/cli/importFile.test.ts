import { importFile } from "../../cli/adopt/importFile";
import { plannedCreates, type Planned } from "../../cli/adopt/plan";

const stack = "urn:pulumi:dev::chatlio-aep::pulumi:pulumi:Stack::chatlio-aep-dev";
const relay = "urn:pulumi:dev::chatlio-aep::chatlio-aep:relay:Relay::relay";
const queues =
  "urn:pulumi:dev::chatlio-aep::chatlio-aep:relay:Relay$chatlio-aep:relay:Queues::relay-queues";

function planned(urn: string, type: string, parent: string, inputs = {}): Planned {
  return { urn, type, parent, inputs, name: urn.split("::").at(-1) ?? "" };
}

const queue = planned(`${queues}-events`, "aws:sqs/queue:Queue", queues, { name: "q" });

test("an object is imported below its component, which the state has", () => {
  expect(importFile([{ planned: queue, id: "https://queue" }], [queue])).toEqual({
    nameTable: { "relay-queues": queues },
    resources: [
      { type: queue.type, name: queue.name, id: "https://queue", parent: "relay-queues" },
    ],
  });
});

test("components that the state does not have yet are imported too, from the top", () => {
  const components = [
    planned(queues, "chatlio-aep:relay:Queues", relay),
    planned(relay, "chatlio-aep:relay:Relay", stack),
  ];
  expect(importFile([{ planned: queue, id: "https://queue" }], [...components, queue])).toEqual({
    nameTable: {},
    resources: [
      { type: "chatlio-aep:relay:Relay", name: "relay", component: true },
      {
        type: "chatlio-aep:relay:Queues",
        name: "relay-queues",
        component: true,
        parent: "relay",
      },
      { type: queue.type, name: queue.name, id: "https://queue", parent: "relay-queues" },
    ],
  });
});

test("only what would be created counts, whatever else a preview shows", () => {
  const step = (op: string, name: string) => ({
    op,
    urn: `${queues}-${name}`,
    newState: { type: "aws:sqs/queue:Queue", parent: queues, inputs: { name } },
  });
  const steps = [step("create", "a"), step("update", "b"), { op: "delete", urn: `${queues}-c` }];
  expect(plannedCreates({ steps }).map(({ name }) => name)).toEqual(["relay-queues-a"]);
  expect(() => plannedCreates(undefined)).toThrow("did not print a preview");
  expect(() => plannedCreates({ steps: 1 })).toThrow("did not print a preview");
});
