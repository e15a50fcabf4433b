import type { ChatEvent } from "./chatEvent";
import { fields, lists } from "./fields";
import { setPath, TENANT } from "./paths";
import type { FieldDefinition } from "./types";

/**
 * Returns the row of an event: what the mapping set makes of it in AEP. For streaming endpoints that take XDM.
 *
 * @param event the relay's event
 * @param tenantNamespace the organization's namespace with its underscore, as `_acme`
 */
export function toXdm(event: ChatEvent, tenantNamespace: string): Record<string, unknown> {
  const values = event as Readonly<Record<string, unknown>>;
  const row: Record<string, unknown> = {};
  const put = (path: string, value: unknown) => {
    if (value === undefined) return;
    setPath(
      row,
      path.startsWith(`${TENANT}.`) ? tenantNamespace + path.slice(TENANT.length) : path,
      value,
    );
  };
  for (const [name, { xdm }] of Object.entries<FieldDefinition>(fields)) put(xdm, values[name]);
  for (const [name, { xdm, items }] of Object.entries(lists)) {
    const list = values[name] as Record<string, unknown>[] | undefined;
    put(
      xdm,
      list?.map((item) => {
        const mapped: Record<string, unknown> = {};
        for (const [key, definition] of Object.entries<FieldDefinition>(items))
          if (item[key] !== undefined) setPath(mapped, definition.xdm, item[key]);
        return mapped;
      }),
    );
  }
  return row;
}
