import { isUri } from "../../../handlers/shared/uri";

/** A converter to ASCII takes time in proportion to the square of such a host's length. */
function distinct(length: number): string {
  return String.fromCodePoint(...Array.from({ length }, (_, index) => 0x4e00 + index));
}

describe("isUri", () => {
  it.each([
    `https://${"a".repeat(249)}.org/`,
    `https://${"user".repeat(1_000)}:p@ss@shop.example/`,
    `https://shop.example/${distinct(1_000)}?${distinct(1_000)}#${distinct(1_000)}`,
    `data:text/plain,${distinct(1_000)}`,
    `app://${distinct(1_000)}/`,
    "https://münchen.example:8443/",
    "file:///C:/page.html",
    "urn:isbn:1",
  ])("accepts %p", (text) => {
    expect(isUri(text)).toBe(true);
  });

  // URL.canParse of Node.js 20 gave false after some thousand calls.
  it("accepts the same text however often it is called", () => {
    const calls = Array.from({ length: 20_000 }, () => isUri("https://münchen.example/"));
    expect(calls.filter((accepted) => !accepted)).toEqual([]);
  });

  it.each(["shop.example/page", "https://", "https: //shop.example", "https://a b/", ":", ""])(
    "does not accept %p",
    (text) => {
      expect(isUri(text)).toBe(false);
    },
  );

  it.each([
    "https://",
    "HTTP://",
    "https:",
    "https:////",
    "https:\\\\",
    "https:/\t/\n",
    "ftp://",
    "wss://",
    "file://",
    "https://user:pass@",
    "https://a@b@",
  ])("does not have a host parsed behind %p that is longer than DNS allows", (start) => {
    const spy = jest.spyOn(globalThis, "URL");
    try {
      for (const end of ["", "/", ":443/", "?a", "#a", "\\a"])
        expect(isUri(`${start}${distinct(254)}${end}`)).toBe(false);
      expect(spy).not.toHaveBeenCalled();
    } finally {
      spy.mockRestore();
    }
    expect(isUri(`${start}${"a".repeat(60)}.example/`)).toBe(true);
  });
});
