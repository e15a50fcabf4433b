import { conversion, startClient, type Client } from "./client";
import { contentType, makeFieldGroup, makeSchema, tenant } from "./world";

// Sample expressions and outputs are those of Adobe's functions guide, where it has them.
const samples: readonly (readonly [expression: string, output: unknown])[] = [
  ['concat("Hi, ", "there", "!")', "Hi, there!"],
  ['explode("Hi, there!", " ")', ["Hi,", "there!"]],
  ['explode("a|b", "\\\\|")', ["a", "b"]],
  ['instr("adobe.com", "com")', 6],
  ['instr("banana", "a", 0, 3)', 5],
  ['replacestr("This is a string re test", "re", "replace")', "This is a string replace test"],
  ['substr("This is a substring test", 7, 8)', " a subst"],
  ['lower("HeLLo")', "hello"],
  ['lcase("HeLLo")', "hello"],
  ['upper("HeLLo")', "HELLO"],
  ['ucase("HeLLo")', "HELLO"],
  ['split("Hello world", " ")', ["Hello", "world"]],
  ['join(" ", to_array(true, "Hello", "world"))', "Hello world"],
  ['lpad("bat", 8, "yz")', "yzyzybat"],
  ['rpad("bat", 8, "yz")', "batyzyzy"],
  ["lpad(null, 2, null)", "  "],
  ['coalesce(left("abc", 9), "none")', "abc"],
  ['left("abcde", 2)', "ab"],
  ['right("abcde", 2)', "de"],
  ['ltrim(" hello")', "hello"],
  ['rtrim("hello ")', "hello"],
  ['trim(" hello ")', "hello"],
  ['"string1".equals("STRING1")', false],
  ['"string1".equalsIgnoreCase("STRING1")', true],
  ['message.equalsIgnoreCase("HELLO")', true],
  [
    'extract_regex("E259,E259B_009,1_1", "([^,]+),[^,]*,([^,]+)")',
    ["E259,E259B_009,1_1", "E259", "1_1"],
  ],
  ['matches_regex("E259,E259B_009,1_1", "([^,]+),[^,]*,([^,]+)")', true],
  ['sha1("my text", "UTF-8")', "c3599c11e47719df18a2448690840c5dfcce3c80"],
  [
    'sha256("my text", "UTF-8")',
    "7330d2b39ca35eaf4cb95fc846c21ee6a39af698154a83a586ee270a0d372104",
  ],
  ['md5("my text", "UTF-8")', "d3b96ce8c9fb4e9bd0198d03ba6852c7"],
  ['crc32("my text", "UTF-8")', "8df92e80"],
  ['get_url_protocol("https://platform.adobe.com/home")', "https"],
  ['get_url_host("https://platform.adobe.com/home")', "platform.adobe.com"],
  ['get_url_port("sftp://example.com//home/joe/employee.csv")', 22],
  ['get_url_path("sftp://example.com//home/joe/employee.csv")', "//home/joe/employee.csv"],
  ['get_url_path("sftp://example.com//home/joe/employee.csv", false)', "employee.csv"],
  [
    'get_url_query_str("foo://example.com:8042/over/there?name=ferret#nose", "retain")',
    { name: "ferret#nose" },
  ],
  [
    'get_url_query_str("foo://example.com:8042/over/there?name=ferret#nose", "remove")',
    { name: "ferret" },
  ],
  [
    'get_url_query_str("foo://example.com:8042/over/there?name=ferret#nose", "append")',
    { name: "ferret", _anchor_: "nose" },
  ],
  ['get_url_host("no url")', null],
  ["dformat(1571829875000, \"yyyy-MM-dd'T'HH:mm:ss.SSSX\")", "2019-10-23T11:24:35.000Z"],
  ['format(date("2019-10-23T11:24:35.000Z"), "yyyy-MM-dd HH:mm:ss")', "2019-10-23 11:24:35"],
  ['date("2019-10-23 11:24", "yyyy-MM-dd HH:mm")', "2019-10-23T11:24:00.000Z"],
  ['date("2019-10-23 11:24")', "2019-10-23T11:24:00.000Z"],
  ['date(null, "yyyy", date("2020-01-01"))', "2020-01-01T00:00:00.000Z"],
  ['date("31-Dec-2020")', "2020-12-31T00:00:00.000Z"],
  ['date("12112020")', "2020-12-11T00:00:00.000Z"],
  ['date("1/05/2020 01:02:03 PM")', "2020-01-05T13:02:03.000Z"],
  ['date_part("MM", date("2019-10-17 11:55:12"))', 10],
  ['date_part("hh12", date("2019-10-17 15:55:12"))', 3],
  ['date_part("q", date("2019-10-17"))', 4],
  ['set_date_part("m", 4, date("2016-11-09T11:44:44.797Z"))', "2016-04-09T11:44:44.797Z"],
  [
    'zone_date_to_utc(make_date_time(2019, 10, 17, 11, 55, 12, 0, "America/Los_Angeles"))',
    "2019-10-17T18:55:12.000Z",
  ],
  ['format(zone_date_to_zone(date("2021-10-26T13:43:59.000Z"), "Europe/Paris"), "HH:mm")', "15:43"],
  ["size_of([1, 2, 3, 4])", 4],
  ["is_empty([1, 2, 3])", false],
  ["is_empty({})", true],
  ['to_object("firstName", "John", "lastName", "Doe")', { firstName: "John", lastName: "Doe" }],
  [
    'str_to_object("firstName=John,phone=123 456 7890", "=", ",")',
    { firstName: "John", phone: "123 456 7890" },
  ],
  [
    'arrays_to_object("a", [1, 2], "b", ["x", "y"])',
    [
      { a: 1, b: "x" },
      { a: 2, b: "y" },
    ],
  ],
  ['contains_key("visitor.email")', true],
  ['contains_key("visitor.phone")', false],
  ["nullify()", null],
  ['get_keys({"book1": "Pride and Prejudice", "book2": "1984"})', ["book1", "book2"]],
  ['get_values("firstName - John , lastName - Cena", "firstName", "-", ",")', "John"],
  ['json_to_object("{\\"a\\":{\\"b\\":[1,2]}}").a.b[1]', 2],
  ['coalesce(null, null, "first", null, "second")', "first"],
  ['first("1", "2", "3")', "1"],
  ['last("1", "2", "3")', "3"],
  ["add_to_array(['a', 'b'], 'c', 'd')", ["a", "b", "c", "d"]],
  ["join_arrays(['a', 'b'], ['c'], ['d', 'e'])", ["a", "b", "c", "d", "e"]],
  ["to_array(false, 1, null, 2, 3)", [1, 2, 3]],
  ['decode("ca", "ca", "California", "pa", "Pennsylvania", "N/A")', "California"],
  ['decode("xx", "ca", "California", "pa", "Pennsylvania", "N/A")', "N/A"],
  ['iif("s".equalsIgnoreCase("S"), "True", "False")', "True"],
  ["min(3, 1, 4)", 1],
  ["max(3, 1, 4)", 4],
  ['to_decimal("20.5")', 20.5],
  ['to_integer("12")', 12],
  ['object_to_map("k", "v")', { k: "v" }],
  ['map_get_values({"a": 1}, "a")', 1],
  ["1 + 2 * 3", 7],
  ["(1 + 2) * 3 == 9 && not false", true],
  ["7 mod 4", 3],
  ["7 % 4 eq 3 and 2 le 2", true],
  ['visitor.email != null ? "has" : "none"', "has"],
  ["lines[1].text", "two"],
  ["lines[*].text", ["one", "two"]],
  ["${odd name}", "odd"],
  ["${visitor}.email", "someone@example.com"],
  ["${visitor.email}", "someone@example.com"],
  ["${first\\.name}", "dotted"],
  ["-count + 4", 1],
];

const source = {
  message: "hello",
  visitor: { email: "someone@example.com" },
  lines: [{ text: "one" }, { text: "two" }],
  "odd name": "odd",
  "first.name": "dotted",
  count: 3,
};

describe("Data Prep's language", () => {
  let client: Client;
  let schemaId: string;
  beforeAll(async () => {
    client = await startClient();
    schemaId = await makeSchema(client, [
      await makeFieldGroup(client, {
        out: { type: "object", properties: { any: { type: "string" } } },
      }),
    ]);
  });
  afterAll(() => client.close());

  const preview = async (expression: string): Promise<any> => {
    const { status, body } = await client.bare("POST", "/_emulator/expression", {
      body: { expression, data: source },
    });
    expect(status).toBe(200);
    return body;
  };

  it.each(samples)("%s", async (expression, output) => {
    expect(await preview(expression)).toEqual({ value: output });
  });

  it.each(["uuid()", "guid()", "now()", "timestamp()"])(
    "%s gives something new each time",
    async (expression) => {
      expect((await preview(expression)).value).toBeTruthy();
    },
  );

  it.each([
    ["nosuch(1)", "There is no function"],
    ["timestamp", "reserved word or a function"],
    ["date.x", "reserved word or a function"],
    ["new + 1", "reserved word or a function"],
    ["_errors", "reserved word or a function"],
    ["1 +", "Expected"],
    ['"open', "Expected"],
    [`"${"x".repeat(4096)}"`, "4096"],
  ])("%.20s is refused", async (expression, reason) => {
    const { body } = await client.call("POST", `${conversion}/languages/el/validate`, {
      body: { expression },
    });
    expect(body).toBe(false);
    const { body: validation } = await client.call("POST", `${conversion}/mappingSets/validate`, {
      body: {
        outputSchema: { schemaRef: { id: schemaId, contentType } },
        mappings: [
          { sourceType: "EXPRESSION", source: expression, destination: `${tenant}.out.any` },
        ],
      },
    });
    expect(validation.validationResponse).toHaveLength(1);
    expect(validation.validationResponse[0].status).toBe("FAILED");
    expect(validation.validationResponse[0].errors[0].exception).toContain(reason);
  });

  it("wraps what is reserved", async () => {
    const { body } = await client.call("POST", `${conversion}/languages/el/validate`, {
      body: { expression: "concat(${timestamp}, ${new})" },
    });
    expect(body).toBe(true);
  });
});
