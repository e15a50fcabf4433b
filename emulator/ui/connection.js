/** The server did not accept the secret. */
export class SecretNeeded extends Error {}

const retryMs = 1000;

/**
 * The page's connection to the server that it came from. The secret of the run is kept for this tab only; the
 * address that the program printed carries it after the `#`.
 * @param {{ key: string, header: string, base: string }} options storage key, request header, start of all paths
 */
export function createConnection({ key, header, base }) {
  const keepSecret = (secret) => sessionStorage.setItem(key, secret);

  /** Takes the secret out of the address, so that it is in no bookmark and no screenshot. */
  const takeSecret = () => {
    const given = /^#secret=(?<secret>.+)$/u.exec(location.hash)?.groups.secret;
    if (given === undefined) return false;
    keepSecret(decodeURIComponent(given));
    history.replaceState(null, "", "#");
    return true;
  };

  takeSecret();
  addEventListener("hashchange", () => {
    if (takeSecret()) location.reload();
  });

  const request = async (path, init = {}) => {
    const secret = sessionStorage.getItem(key) ?? "";
    const response = await fetch(base + path, {
      ...init,
      headers: { ...init.headers, [header]: secret },
    });
    if (response.status === 403) throw new SecretNeeded();
    return response;
  };

  /** Sends JSON; the response's JSON, with `error` when it is not a success. */
  const send = async (method, path, body) => {
    const response = await request(path, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const read = text === "" ? {} : JSON.parse(text);
    return response.ok ? read : { ...read, error: read.error ?? `HTTP ${response.status}` };
  };

  /** Calls `onEvent` for each message of the event stream, and connects again when it ends. */
  const follow = async ({ onOpen, onEvent, onClose }) => {
    for (;;) {
      try {
        const { body } = await request("events");
        onOpen();
        const reader = body.pipeThrough(new TextDecoderStream()).getReader();
        for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
          if (chunk.value.includes("data:")) onEvent();
        }
        onClose();
      } catch (error) {
        onClose(error);
        if (error instanceof SecretNeeded) return;
      }
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  };

  return { keepSecret, request, send, follow };
}
