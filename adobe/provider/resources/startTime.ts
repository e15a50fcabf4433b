import * as z from "zod";

/** A time in seconds, as Adobe's schedules have it. */
export const startTime = z.int().min(0).max(99_999_999_999, {
  error: "is in seconds since 1970, and this is too large: divide milliseconds by 1000",
});
