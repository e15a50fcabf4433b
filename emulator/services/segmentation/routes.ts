import { documented } from "../../common/behavior";
import { ok, type Service } from "../../common/service";
import { segmentBehaviors } from "./behaviors";
import { segmentError, segmentErrors, segmentGuide } from "./errors";
import { paginate, toResponse } from "./responses";
import { allSegments, createSegment, deleteSegment, findSegment, replaceSegment } from "./segments";
import { bulkIds, segmentSandbox } from "./validate";

/** Segmentation Service: segment definitions. Nothing is evaluated by them: there are no profiles. */
export const segmentation: Service = {
  name: "Segmentation Service",
  base: "/data/core/ups/segment",
  access: "gateway",
  errors: segmentErrors,
  notes: segmentBehaviors,
  sandbox: segmentSandbox,
  spread: {
    missing: (_call, id) => segmentError(segmentErrors.notFound, `There is no ${id}.`),
    inUse: () => undefined,
  },
  routes: [
    {
      method: "GET",
      path: "/definitions",
      behavior: {
        ...documented(
          segmentGuide,
          "Lists the segment definitions, the newest first, in pages of `limit` (100) from `page` and `start`, by kind of evaluation.",
        ),
        assumption: "segment-page",
      },
      handle: (call) => ok(paginate(call, allSegments(call))),
    },
    {
      method: "POST",
      path: "/definitions",
      behavior: {
        ...documented(segmentGuide, "Makes a segment definition and returns 200 with it."),
        assumption: "segment-policy",
      },
      handle: (call) => ok(toResponse(call, createSegment(call))),
    },
    {
      method: "POST",
      path: "/definitions/bulk-get",
      behavior: documented(
        segmentGuide,
        "Returns 207 with those of the requested definitions that exist, by id.",
      ),
      handle: (call) => {
        const ids = bulkIds(call.body);
        const found = allSegments(call).filter(({ id }) => ids.includes(id));
        const results = Object.fromEntries(found.map((one) => [one.id, toResponse(call, one)]));
        return { status: 207, body: { results } };
      },
    },
    {
      method: "GET",
      path: "/definitions/:id",
      behavior: documented(segmentGuide, "Returns a segment definition."),
      handle: (call) => ok(toResponse(call, findSegment(call))),
    },
    {
      method: "PATCH",
      path: "/definitions/:id",
      behavior: documented(segmentGuide, "Replaces a segment definition and returns 200 with it."),
      handle: (call) => ok(toResponse(call, replaceSegment(call))),
    },
    {
      method: "DELETE",
      path: "/definitions/:id",
      behavior: documented(
        segmentGuide,
        "Deletes a segment definition and returns 200 without a body.",
      ),
      handle: (call) => {
        deleteSegment(call);
        return { status: 200 };
      },
    },
  ],
};
