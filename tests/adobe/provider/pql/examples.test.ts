import { readFileSync } from "node:fs";
import path from "node:path";

import { checkPql } from "../../../../adobe/provider/pql/check";

/**
 * Every form that Adobe's public PQL guide and its segmentation guides show in an example, by the page that has it
 * (experienceleague.adobe.com/en/docs/experience-platform/segmentation).
 */
const forms: readonly (readonly [page: string, ...expressions: string[]])[] = [
  [
    "pql/overview",
    "homeAddress.stateProvince = workAddress.stateProvince",
    "$1.homeAddress.stateProvince = $1.workAddress.stateProvince",
    "(Profile) => Profile.homeAddress.stateProvince = Profile.workAddress.stateProvince",
    "(a, b) => a.x = b.x",
    'name = "pizza"',
    "isMember = true",
    "balance = -201",
    "balance < -51.24",
    "person.birthDate = date(2020, 3, 14)",
    "a in [1, 4, 7]",
    "select X from orders where X.item = 5",
    "X.timestamp occurs before today",
    "X.timestamp occurs last month",
    "X.timestamp occurs <= 3 days before now",
  ],
  [
    "pql/boolean-functions",
    'homeAddress.countryISO = "CA" and person.birthYear = 1985',
    'homeAddress.countryISO = "CA" or person.birthYear = 1985',
    'not (homeAddress.countryISO = "CA")',
    '!(homeAddress.countryISO = "CA")',
    'if (homeAddress.countryISO = "CA", 1, 2)',
  ],
  [
    "pql/comparison-functions",
    'homeAddress.countryISO != "CA"',
    "person.birthMonth > 2",
    "person.birthMonth >= 3",
    "person.birthMonth < 2",
    "person.birthMonth <= 2",
  ],
  [
    "pql/array-functions",
    "person.birthMonth in [3, 6, 9]",
    "person.birthMonth notIn [3, 6, 9]",
    'person.favoriteColors.intersects(["red", "blue", "green"])',
    'person1.favoriteColors.intersection(person2.favoriteColors) = ["red", "blue"]',
    "person.favoriteCities.subsetOf(person.visitedCities)",
    'person.eatenFoods.supersetOf(["sushi", "pizza"])',
    'person.favoriteColors.includes("red")',
    "person.orders.storeId.distinct().count() > 1",
    "orders.groupBy(storeId)",
    "person.filter(age >= 21)",
    "numbers.map(square)",
    "orders.topN(price, 5)",
    "orders.bottomN(price, 5)",
    "orders.topN(price, 5).head()",
  ],
  [
    "pql/map-functions",
    'identityMap.get("someone@example.com")',
    "identityMap.keys()",
    "identityMap.values()",
  ],
  [
    "pql/string-functions",
    'city like "%es%"',
    'person.name.startsWith("Joe")',
    'person.name.doesNotStartWith("Joe", false)',
    'person.emailAddress.endsWith(".com")',
    'person.emailAddress.doesNotEndWith(".com")',
    'person.emailAddress.contains("2010@gm")',
    'person.emailAddress.doesNotContain("2010@gm")',
    'person.name.equals("John")',
    'person.name.notEqualTo("John")',
    'person.name.matches("(?i)^John")',
    'emailAddress.regexGroup("@(\\\\w+)", 1)',
  ],
  ["pql/object-functions", "person.homeAddress.isNull()", "person.homeAddress.isNotNull()"],
  [
    "pql/arithmetic-functions",
    "product1.price + product2.price",
    "product.inventory * product.price",
    "product1.price - product2.price",
    "totalProduct.price / totalProduct.sold",
    "person.age % 5 = 0",
  ],
  [
    "pql/aggregation-functions",
    "orders.count()",
    "orders.sum(order.price)",
    "orders.average(order.price)",
    "orders.min(order.price)",
    "orders.max(order.price)",
  ],
  [
    "pql/datetime-functions",
    "person.birthMonth = currentMonth()",
    "person.birthdate.getMonth() = 6",
    "product.saleYear = currentYear()",
    "person.birthday.getYear() in [1991, 1992]",
    "person.birthDay = currentDayOfMonth()",
    "product.sale.getDayOfMonth() <= 15",
    "product.saleDate occurs last week",
    "product.saleDate occurs between date(2015, 1, 8) and date(2017, 7, 1)",
    "timestamp occurs on date(2019,12,31)",
    "product.saleDate occurs = 3 hours before now",
    "person.birthday occurs = 3 days before today",
  ],
  [
    "pql/filter-functions",
    'xEvent[productListItems[SKU="PS"]]',
    'xEvent[productListItems[SKU="PS" or ^^.person.gender="female"]]',
  ],
  [
    "pql/logical-quantifiers",
    'exists E from xEvent where (E.commerce.item.price > 50), I from E.productListItems where I.SKU = "PS"',
    'forall E from xEvent where (E.commerce.item.price > 50), I from E.productListItems where I.SKU = "PS"',
    "exists E from xEvent : E.price > 50",
  ],
  [
    "pql/misc-functions",
    'let S = (sum X.commerce.order.priceTotal over X from xEvent where X.commerce.order.currencyCode = "USD") in (S > 100 and S < 1000)',
  ],
  [
    "methods/streaming-segmentation",
    'inSegment("e3be6d7f-1727-401f-a41e-c296b45f607a") and \nCHAIN(xEvent, timestamp, [C0: WHAT(eventType.equals("commerce.checkouts", false)) \nWHEN(<= 24 hours before now)])',
    'CHAIN(xEvent, timestamp, [C0: WHAT(eventType.equals("commerce.checkouts", false)) WHEN(today)])',
    'workAddress.country.equals("US", false) and CHAIN(xEvent, timestamp, [C0: WHAT(eventType.equals("directMarketing.emailClicked", false)) WHEN(today), C1: WHAT(eventType.equals("commerce.checkouts", false)) WHEN(today)])',
  ],
  [
    "methods/edge-segmentation",
    "select var1 from xEvent where var1._experience.analytics.endUser.firstWeb.webPageDetails.isHomePage = false",
    'homeAddress.countryCode = "US" and chain(xEvent, timestamp, [A: WHAT(eventType = "addToCart")])',
  ],
  [
    "validation",
    'State.equals("AL", "AK", "AZ")',
    'NOT(plan.equals("basic") OR plan.equals("standard")) AND NOT (region.equals("us-east"))',
    'chain(xEvent, timestamp, [ A: WHAT(eventType = "productView"), B: WHAT(eventType = "purchase") ])',
  ],
  [
    "computed attributes",
    'xEvent[(timestamp occurs < 7 days before now) and eventType="transaction"].sum(commerce.order.priceTotal)',
    'chain(xEvent, timestamp, [A: WHAT(eventType = "transaction") WHEN(< 8 days before now)])',
    'xEvent[eventType.equals("commerce.backofficeOrderPlaced", false)].topN(timestamp, 1).map({"timestamp": timestamp, "value": producedBy}).head()',
    'xEvent[eventType = "download"].groupBy(product).map((K, G) => mapEntry(K, {"count": G.count(), "sum": G.sum(price)}))',
  ],
  [
    "profile API reference",
    "xEvent[(commerce.checkouts.value > 0.0 or commerce.purchases.value > 1.0) and (timestamp occurs <= 7 days before now)].sum(commerce.order.priceTotal)",
    "xEvent.metrics.commerce.abandons.value > 0",
  ],
  [
    "decisioning: ranking formulas and eligibility rules of journey-optimizer",
    "if( offer.selectionConstraint.endDate occurs <= 24 hours after now, offer.rank.priority * 3, offer.rank.priority)",
    'if( segmentMembership.get("ups").get(offer.characteristics.id).status in (["realized","existing"]), offer.rank.priority + 10, offer.rank.priority)',
    'if (@{_xdm.context.additionalParameters;version=1}.weather.isNotNull()\nand offer.characteristics.get("weather")=@{_xdm.context.additionalParameters;version=1}.weather, offer.rank.priority + 5, offer.rank.priority)',
    "if (@event{_xdm.context.additionalParameters;version=1}.weather.isNotNull(), 1, 0)",
    'select contextData from @{_xdm.context.additionalParameters;version=1} where contextData.features AND (select one from contextData.features where one.contains("123"))',
    'select contextData from @{_xdm.context.additionalParameters;version=1} where !contextData.channel.isNull() AND contextData.channel!=""',
    "let score = (select _Scoring1 from _shop.scoring\n where _Scoring1.core.category.equals(offer.characteristics.kind, false)).head().core.score\nin if(score.isNotNull(), score, offer.rank.priority)",
  ],
  [
    "labs of Adobe's",
    'person.gender in ["male"] and CHAIN(xEvent, timestamp, [C0: WHAT(productListItems.exists(name.equals("Jacket", false)))])',
    'homeAddress.stateProvince.equals("CA", false) and (select var1 from xEvent where var1.eventType.equals("purchase", true) and (var1.commerce.order.priceTotal = 1000.0))',
    'personalEmail.address.endsWith("example.com", false)',
  ],
];

const expressions = forms.flatMap(([page, ...all]) => all.map((one) => [page, one] as const));

test.each(expressions)("%s: %s", (_page, expression) => {
  expect(checkPql(expression)).toEqual({ remarks: [] });
});

test("the segments of docs/analytics.md are valid", () => {
  const page = readFileSync(path.join(__dirname, "../../../../docs/analytics.md"), "utf8");
  const part = page.slice(page.indexOf("\n## Segments"), page.indexOf("\n## Page events"));
  const written = [...part.matchAll(/```text\n([\s\S]*?)```/g)].map(([, text = ""]) => text);
  expect(written.length).toBeGreaterThan(0);
  for (const one of written) expect(checkPql(one)).toEqual({ remarks: [] });
});

test.each([
  "_acme.2ndName = 1",
  "`2nd name` = 1 and _acme.`a-b`.c = 2",
  "a.b[0].c = 'x'",
  "a not in [1]",
  "// who lives here\na = 1 /* and pays */",
  "a = .5",
  "timestamp > now - 3 days",
  "timestamp > 3 days before now",
  "timestamp > this month",
  "xEvent.count(*) > 1",
  "chain(xEvent, timestamp, [A: WHAT(a = 1) COUNT(>= 2) WHEN(next 3 days), not B: WHAT(b = 1)])",
  "a.someNewFunction(1, 2, 3)",
  "anotherOne()",
  "x.filter(y => y.a = 1)",
  "in.x = 1 and a[like = 2]",
  "a occurs today ignoring year",
  "let a = 1",
  "exists E from xEvent",
  "person.name.matches(\"\\\"\")",
])("what the guide does not rule out is taken: %s", (expression) => {
  expect(checkPql(expression)).toEqual({ remarks: [] });
}); // prettier-ignore
