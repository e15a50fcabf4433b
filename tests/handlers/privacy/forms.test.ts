import { formsOf } from "../../../handlers/privacy/forms";

describe("the forms in which a value is searched for", () => {
  it.each([
    ["Anna van der Berg", ["Anna", "Berg", "van der Berg"]],
    ["Dr. De Santis", ["Santis", "De Santis"]],
    ["Anna und Bob", ["Anna", "Bob"]],
    ["Jürgen Woessner", ["Jürgen", "Woessner", "juergen", "wossner"]],
    ["Noel Samuel Bauer", ["Noel", "Samuel", "Bauer", "samul"]],
    ["Søren Åberg", ["Søren", "Åberg", "soeren", "aaberg"]],
    ["田中 太郎", ["田中", "太郎", "田中太郎"]],
    ["田中  太 郎", ["田中", "田中太郎"]],
    ["Jo Li", []],
    ["((Maria)) Keller-Smith.,", ["Maria", "Keller-Smith", "Keller", "Smith"]],
  ])("of the name %s", (name, forms) => {
    expect(formsOf(name, "name")).toEqual(forms);
    expect(formsOf(name, "agent")).toEqual(forms);
  });

  it("of a place are the parts between commas", () => {
    expect(formsOf("Bern , Canton of Bern, CH", "location")).toEqual(["Bern", "Canton of Bern"]);
  });

  it.each([
    ["https://shop.example.com/a%20b/?x=1#y", ["/a%20b/?x=1#y", "/a%20b"]],
    ["https://shop.example.com//", [""]],
    ["https://shop.example.com/a//?x", ["/a//?x", "/a"]],
    ["shop.example.com/ref:7", ["/ref:7"]],
  ])("of the page %s", (url, paths) => {
    expect(formsOf(url, "urls")).toEqual(paths.map((path) => `shop.example.com${path}`));
  });

  it("of a page that is too short are none", () => {
    expect(formsOf("https://a/", "urls")).toEqual([]);
  });

  it.each(["email", "ip", "traits", "text"] as const)("of %s are none", (category) => {
    expect(formsOf("Anna Berg", category)).toEqual([]);
  });
});
