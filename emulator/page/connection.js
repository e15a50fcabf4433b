/** The admin secret is kept for this tab only; the address that the emulator printed carries it after the `#`. */
const key = "emulator-secret";

/** Takes the secret out of the address, so that it is in no bookmark and no screenshot. */
const takeSecret = () => {
  const given = /^#secret=(?<secret>.+)$/u.exec(location.hash)?.groups.secret;
  if (given === undefined) return false;
  keepSecret(decodeURIComponent(given));
  history.replaceState(null, "", "#");
  return true;
};

export const keepSecret = (secret) => sessionStorage.setItem(key, secret);

takeSecret();
addEventListener("hashchange", () => {
  if (takeSecret()) location.reload();
});

/** The emulator did not accept the secret. */
export class SecretNeeded extends Error {}

/** Sends a request to the admin API. */
export const request = async (path, init = {}) => {
  const secret = sessionStorage.getItem(key) ?? "";
  const headers = { ...init.headers, "x-emulator-secret": secret };
  const response = await fetch(`/_emulator/${path}`, { ...init, headers });
  if (response.status === 403) throw new SecretNeeded();
  return response;
};

const retryMs = 1000;

/** Calls `onEvent` for each message of the event stream, and connects again when it ends. */
export const follow = async ({ onOpen, onEvent, onClose }) => {
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
