import type { QueryTemplate } from "../../state/entities";

/** Whether a template passes the `property` of a query: `name~x`, `name==x`, `userId==x`, `lastUpdatedBy==x`, with commas between. */
export function isWantedTemplate(property: string | null, template: QueryTemplate): boolean {
  return (property ?? "").split(",").every((filter) => {
    const [, field = "", sign = "", value = ""] = /^(\w+)(==|~)(.*)$/.exec(filter) ?? [];
    if (field === "name" && sign === "~") return template.name.includes(value);
    if (field === "name" || field === "userId" || field === "lastUpdatedBy") {
      return template[field] === value;
    }
    return true;
  });
}
