import { conversion } from "../../support/client";
import { useEmulator, useSchema } from "../../support/emulator";
import { contentType, tenant } from "../../support/objects";

const phone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 5_1_1 like Mac OS X) AppleWebKit/534.46 (KHTML, like Gecko) Version/5.1 Mobile/9B206 Safari/7534.48.3";

const home = { line1: "345 park ave", type: "home" };
const work = { line1: "346 park ave", type: "work" };

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
  [
    'sha512("my text", "UTF-8")',
    "a3d7e45a0d9be5fd4e4b9a3b8c9c2163c21ef708bf11b4232bb21d2a8704ada2cdcd7b367dd0788a89a5c908cfe377aceb1072a7b386b7d4fd2ff68a8fd24d16",
  ],
  ['sha1("my text")', "c3599c11e47719df18a2448690840c5dfcce3c80"],
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
  [
    'get_url_encoded("https://example.com/partner_asia-pacific_2022")',
    "https%3A%2F%2Fexample.com%2Fpartner_asia-pacific_2022",
  ],
  [`get_url_encoded(" !#$%&'()*~")`, "%20%21%23%24%25%26%27%28%29%2A%7E"],
  ['get_url_decoded("https%3A%2F%2Fexample.com%2Fa_b-c")', "https://example.com/a_b-c"],
  ["dformat(1571829875000, \"yyyy-MM-dd'T'HH:mm:ss.SSSX\")", "2019-10-23T11:24:35.000Z"],
  ['format(date("2019-10-23T11:24:35.000Z"), "yyyy-MM-dd HH:mm:ss")', "2019-10-23 11:24:35"],
  ['date("2019-10-23 11:24", "yyyy-MM-dd HH:mm")', "2019-10-23T11:24:00.000Z"],
  ['date("2019-10-23 11:24")', "2019-10-23T11:24:00.000Z"],
  ['date(null, "yyyy", date("2020-01-01"))', "2020-01-01T00:00:00.000Z"],
  ['date("31-Dec-2020")', "2020-12-31T00:00:00.000Z"],
  ['date("12112020")', "2020-12-11T00:00:00.000Z"],
  ['date("1/05/2020 01:02:03 PM")', "2020-01-05T13:02:03.000Z"],
  ['date_part("MM", date("2019-10-17 11:55:12"))', "10"],
  ...["mm", "MM"].map((part) => [`date_part("${part}", date("2019-04-07"))`, "04"] as const),
  ...["dd", "DD"].map((part) => [`date_part("${part}", date("2019-04-07"))`, "07"] as const),
  ...["m", "month"].map((part) => [`date_part("${part}", date("2019-04-07"))`, 4] as const),
  ...["d", "day"].map((part) => [`date_part("${part}", date("2019-04-07"))`, 7] as const),
  ['date_part("hh", date("2019-10-17 01:55:12"))', 1],
  ['date_part("hh12", date("2019-10-17 15:55:12"))', 3],
  ['date_part("SSS", date("2019-10-17T11:55:12.345Z"))', 345],
  ['date_part("dw", date("2019-10-17"))', 4],
  ['date_part("dy", date("2019-02-01"))', 32],
  ['date_part("q", date("2019-10-17"))', 4],
  ['set_date_part("m", 4, date("2016-11-09T11:44:44.797Z"))', "2016-04-09T11:44:44.797Z"],
  ['make_timestamp(2019, 10, 17, 11, 55, 12, 999000000, "UTC")', "2019-10-17T11:55:12.999Z"],
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
  [
    'arrays_to_objects("sku", explode("id1|id2", "\\\\|"), "price", [22.5, 14.35])',
    [
      { sku: "id1", price: 22.5 },
      { sku: "id2", price: 14.35 },
    ],
  ],
  ['str_to_object("firstName - John ; lastName - Doe", "-", ";").get("firstName")', "John"],
  ["object_copy(visitor)", { email: "someone@example.com" }],
  ['is_set("visitor.email")', true],
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
  ["to_array(true, 1, null)", [1, null]],
  ["upsert_array_append([123, 456])", [123, 456]],
  ["upsert_array_replace([123, 456], 1)", [123, 456]],
  ['decode("ca", "ca", "California", "pa", "Pennsylvania", "N/A")', "California"],
  ['decode("xx", "ca", "California", "pa", "Pennsylvania", "N/A")', "N/A"],
  ['iif("s".equalsIgnoreCase("S"), "True", "False")', "True"],
  ["min(3, 1, 4)", 1],
  ["max(3, 1, 4)", 4],
  ['to_decimal("20.5")', 20.5],
  ['to_integer("12")', 12],
  ['to_bigint("1000000.34")', 1_000_000.34],
  ['to_float("12.5")', 12.5],
  ["to_string(12)", "12"],
  ['to_map("firstName", "John", "lastName", "Doe")', { firstName: "John", lastName: "Doe" }],
  ['object_to_map("firstName", "John", "lastName", "Doe")', { firstName: "John", lastName: "Doe" }],
  ["object_to_map(visitor)", { email: "someone@example.com" }],
  ["object_to_map(addresses, type)", { home: home, work: work }],
  ['object_to_map(addresses, "type")', { home: home, work: work }],
  ["object_to_map(message, count)", { hello: 3 }],
  ['array_to_map(addresses, "type")', { home: home, work: work }],
  ['map_get_values(book, "author")', "George"],
  ['map_get_values(book, ["author", "price"])', ["George", 17.99]],
  ['map_has_keys(book, "author")', true],
  ['map_has_keys(book, ["none", "author"])', true],
  ['map_has_keys(book, "none")', false],
  [
    "add_to_map(book, book2)",
    { author: "George", price: 17.99, isbn: "1", publisher: "William Morrow" },
  ],
  [`ua_os_name("${phone}")`, "iOS"],
  [`ua_os_version_major("${phone}")`, "iOS 5"],
  [`ua_os_version("${phone}")`, "5.1.1"],
  [`ua_os_name_version("${phone}")`, "iOS 5.1.1"],
  [`ua_agent_version("${phone}")`, "5.1"],
  [`ua_agent_version_major("${phone}")`, "Safari 5"],
  [`ua_agent_name("${phone}")`, "Safari"],
  [`ua_device_class("${phone}")`, "Phone"],
  ['ua_device_class("no browser")', "Unknown"],
  ["~44", -45],
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
  ["address.street\\.name", "Main"],
  ["address.${street\\.name}", "Main"],
  ['iif(kind.equals("email"), nullify(), iif(kind.equals("push"), "p", kind))', "sms"],
  ['lower(map_get_values(book, "author"))', "george"],
  ['date("2024-05-05 20:39:00.005-0800")', "2024-05-06T04:39:00.005Z"],
  [
    'format(date("2020-07-07T13:05:09.245Z"), "G yyyy MMM d D a h k K F E Q S z")',
    "AD 2020 Jul 7 189 PM 1 13 1 1 Tue 3 2 UTC",
  ],
  ["-count + 4", 1],
];

const source = {
  message: "hello",
  visitor: { email: "someone@example.com" },
  lines: [{ text: "one" }, { text: "two" }],
  "odd name": "odd",
  "first.name": "dotted",
  count: 3,
  kind: "sms",
  address: { "street.name": "Main" },
  addresses: [home, work],
  book: { author: "George", price: 17.99, isbn: "1" },
  book2: { author: "Neil", price: 17.99, isbn: "0", publisher: "William Morrow" },
};

describe("Data Prep's language", () => {
  const client = useEmulator();
  const shared = useSchema(client, {
    out: { type: "object", properties: { any: { type: "string" } } },
  });

  const preview = async (expression: string): Promise<any> => {
    const { status, body } = await client.bare("POST", "/_emulator/expression", {
      body: { expression, data: source },
    });
    expect(status).toBe(200);
    return body;
  };

  it.each(samples)("%s", async (expression, output) => {
    expect((await preview(expression)).value).toEqual(output);
  });

  const everNew = ["uuid()", "guid()", "now()", "timestamp()"];

  it("has a sample for every function it lists", async () => {
    const { body } = await client.call("GET", `${conversion}/languages/el/functions`);
    const tried = [...samples.map(([expression]) => expression), ...everNew].join("\n");
    expect(
      body
        .map(({ function: name }: { function: string }) => name)
        .filter((name: string) => !new RegExp(`\\b${name}\\(`, "u").test(tried)),
    ).toEqual([]);
  });

  it.each([
    'set_date_part("q", 4, date("2016-11-09"))',
    'date("no date")',
    'get_url_decoded("%zz")',
    'json_to_object("{")',
    'sha256("x", "EBCDIC")',
    "1 / 0",
  ])("%s is an error", async (expression) => {
    const { status, body } = await client.bare("POST", "/_emulator/expression", {
      body: { expression, data: source },
    });
    expect([status, body.error]).toEqual([400, expect.any(String)]);
  });

  it.each(everNew)("%s gives a new value each time", async (expression) => {
    expect((await preview(expression)).value).toBeTruthy();
  });

  it.each([
    ["nosuch(1)", "There is no function"],
    ["timestamp", "the name of a function"],
    ["date.x", "the name of a function"],
    ["new + 1", "a reserved word"],
    ["_errors", "a reserved word"],
    ["1 +", "Expected"],
    ['"open', "Expected"],
    [`"${"x".repeat(4096)}"`, "4096"],
  ])("%.20s is rejected", async (expression, reason) => {
    const { body } = await client.call("POST", `${conversion}/languages/el/validate`, {
      body: { expression },
    });
    expect(body).toBe(false);
    const { body: validation } = await client.call("POST", `${conversion}/mappingSets/validate`, {
      body: {
        outputSchema: { schemaRef: { id: shared.schemaId, contentType } },
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
