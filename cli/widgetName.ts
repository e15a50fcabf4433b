/** The name of a widget, as `chatlio-aep:widgets` takes it: part of the webhook URLs and of each row. */
export const widgetName = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/,
  /** What it must be, as the rest of a sentence. */
  rule: "must be 1 to 64 of A-Z, a-z, 0-9, - and _, and start with a letter or digit",
} as const;
