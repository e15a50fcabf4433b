/** `MM-DD-YYYY HH:mm:ss`, as reports write it. */
export function reportTime(time: Date): string {
  const [day = "", clock = ""] = time.toISOString().split("T");
  const [year = "", month = "", date = ""] = day.split("-");
  return `${month}-${date}-${year} ${clock.slice(0, 8)}`;
}
