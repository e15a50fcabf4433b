import { documented, type Behavior } from "../../common/behavior";
import { created, noContent, ok, type Route } from "../../common/service";
import { toConnectionResponse } from "./connectionResponses";
import {
  collectionOf,
  createConnection,
  deleteConnection,
  findConnection,
  publishConnection,
  updateConnection,
  type ConnectionKind,
} from "./connections";
import { patchTypes } from "./patch";
import { paginate, toReceipt } from "./responses";

const guides: Readonly<Record<ConnectionKind, string>> = {
  connections: "HTTP API streaming tutorial",
  sourceConnections: "Chatlio API tutorial; Flow Service API reference",
  targetConnections: "Chatlio API tutorial; Flow Service API reference",
};

function behaviorOf(kind: ConnectionKind, says: string): Behavior {
  return documented(guides[kind], says);
}

/** Routes that list, create and read connections. */
function collectionRoutes(kind: ConnectionKind): Route[] {
  const base = `/${kind}`;
  return [
    {
      method: "GET",
      path: base,
      behavior: behaviorOf(
        kind,
        `Lists ${kind} below \`items\`, with property, orderby, limit, continuationToken and count.`,
      ),
      handle: (call) =>
        ok(
          paginate(
            kind,
            collectionOf(call.sandbox, kind)
              .values()
              .map((object) => toConnectionResponse(call, kind, object)),
            call.query,
          ),
        ),
    },
    {
      method: "POST",
      path: base,
      behavior: behaviorOf(kind, `Creates one of the ${kind} and returns 201 with id and etag.`),
      handle: (call) => {
        const object = createConnection(call, kind);
        return created(toReceipt(object), { location: `/${kind}/${object.id}`, etag: object.etag });
      },
    },
    {
      method: "GET",
      path: `${base}/:id`,
      behavior: behaviorOf(
        kind,
        `Returns one of the ${kind} in \`items\`, its etag with inner quotes.`,
      ),
      handle: (call) => {
        const object = findConnection(call, kind);
        return ok({ items: [toConnectionResponse(call, kind, object)] }, { etag: object.etag });
      },
    },
  ];
}

/** Routes that change one connection. */
function changeRoutes(kind: ConnectionKind): Route[] {
  const base = `/${kind}`;
  return [
    {
      method: "PATCH",
      path: `${base}/:id`,
      behavior: behaviorOf(kind, `Changes one of the ${kind} by JSON Patch under If-Match.`),
      contentTypes: patchTypes,
      handle: (call) => ok(toReceipt(updateConnection(call, kind))),
    },
    {
      method: "DELETE",
      path: `${base}/:id`,
      behavior: {
        ...behaviorOf(kind, `Removes one of the ${kind} and returns 204.`),
        assumption: "connection-in-use",
      },
      handle: (call) => {
        deleteConnection(call, kind);
        return noContent;
      },
    },
    {
      method: "POST",
      path: `${base}/:id/action`,
      behavior: behaviorOf(kind, `Publishes a draft of the ${kind}.`),
      handle: (call) => ok(toReceipt(publishConnection(call, kind))),
    },
  ];
}

function routesOf(kind: ConnectionKind): Route[] {
  return [...collectionRoutes(kind), ...changeRoutes(kind)];
}

/** Base, source and target connections. */
export const connectionRoutes: readonly Route[] = [
  ...routesOf("connections"),
  ...routesOf("sourceConnections"),
  ...routesOf("targetConnections"),
];
