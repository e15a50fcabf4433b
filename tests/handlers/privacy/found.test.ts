import type { Extracted } from "../../../handlers/ingestion/extract";
import type { PrivacyAction, PrivacyCategory } from "../../../handlers/model";
import { applyPrivacy } from "../../../handlers/privacy";
import { findEmails } from "../../../handlers/privacy/emails";
import { hintOf } from "../../../handlers/privacy/keyHints";
import { Work } from "../../../handlers/privacy/work";
import { policyOf } from "../support/privacy";

type Changes = Partial<Record<PrivacyCategory, PrivacyAction>>;

function message(text: string, changes: Changes, values: Extracted = {}): string | undefined {
  return applyPrivacy({ ...values, message: text }, policyOf(changes)).message;
}

describe("URLs", () => {
  it.each([
    ["https://x.example/?ids[]=4711&t=SECRET", "[urls]"],
    ["https://x.example/a'b)c]d}e|f?t=SECRET", "[urls]"],
    ["https://[2001:db8::1]:8443/p?t=SECRET", "[urls]"],
    ["(see https://x.example/a_(b)), ok", "(see [urls]), ok"],
    ["[label](https://x.example/a).", "[label]([urls])."],
    ["<https://x.example/a|label>", "<[urls]|label>"],
    ["https:\\/\\/x.example\\/?t=SECRET ok", "[urls] ok"],
    ["https://x.example/a%20b?t=SECRET ok", "[urls] ok"],
    ["r?u=https%3A%2F%2Fx.example%2F%3Ft%3DSECRET&q=1", "r?u=%5Burls%5D&q=1"],
    ["看https://x.example/a。好", "看[urls]。好"],
    ['{"u":"https://x.example/a"}', '{"u":"[urls]"}'],
    ["WWW.x.example, hm", "[urls], hm"],
  ])("are found whole in %s", (text, expected) => {
    expect(message(text, { urls: "drop" })).toBe(expected);
  });
});

describe("names", () => {
  it.each([
    ["प्रिया शर्मा", "नमस्ते प्रिया जी", "नमस्ते [name] जी"],
    ["மீனா குமாரி", "வணக்கம் மீனா!", "வணக்கம் [name]!"],
    ["রিনা চৌধুরী", "রিনা এসেছে", "[name] এসেছে"],
    ["Sean O'Malley", "O’Malley or O'Malley, Malley", "[name] or [name], [name]"],
    ["Sean O’Malley", "o'malley", "[name]"],
    ["Anna-Lena Meier-Schmidt", "Lena Schmidt, Anna-Lena, Meier", "[name] [name], [name], [name]"],
    ["maria.keller", "Maria Keller", "[name] [name]"],
    ["Keller,Maria", "Maria and KELLER", "[name] and [name]"],
    ["maria_keller", "maria keller maria_keller", "[name] [name] [name]"],
    ["Łukasz", "Lukasz ŁUKASZ", "[name] [name]"],
    ["Soren", "Søren", "[name]"],
    ["Łucja Nowak", "Łucja", "[name]"],
    ["محمد علي", "مُحَمَّد هنا", "[name] هنا"],
    ["דָּוִד כהן", "דוד כאן", "[name] כאן"],
    ["José Núñez", "Jos&eacute; N&uacute;&ntilde;ez", "[name]"],
    ["Renée", "Ren&eacutee, Ren&#233e", "[name], [name]"],
    ["Zoë", "Zo&euml; and Zo%u00EB", "[name] and %5Bname%5D"],
    ["Frau Keller", "Die Frau am Telefon, Frau Keller", "Die Frau am Telefon, [name]"],
    ["Miss Bell", "I miss you, Miss Bell", "I miss you, [name]"],
  ])("like %s are found in %s", (name, text, expected) => {
    expect(message(text, { name: "drop" }, { visitorName: name })).toBe(expected);
  });

  it.each([
    ["New Visitor", "A new visitor came. New Visitor"],
    ["Test User", "This is a test for the user: Test User"],
    ["Frau", "Die Frau am Telefon"],
    ["Dr.", "The Dr. said so"],
    ["Visitor 27", "visitor 27"],
    ["n/a", "n/a"],
    ["No Name", "There is no name on it"],
    ["Online", "I am online, online"],
    ["Marketing Team", "Ask the marketing team"],
    ["Customer Service", "Your customer service is good"],
    ["Manager", "The manager said so"],
    ["Owner", "I am the owner"],
    ["Student", "Is there a price for a student?"],
    ["John Doe", "John Doe is on the form"],
    ["Max Mustermann", "Max Mustermann, max 5"],
    ["Frau Erika Mustermann", "Erika Mustermann"],
    ["Kunden-Service", "Der Service für Kunden"],
    ["Geschäftsführer", "Der Geschäftsführer"],
    ["Kein Name", "kein Name"],
    ["Cliente", "El cliente, un cliente"],
    ["Atención al Cliente", "la atención al cliente"],
    ["Fulano de Tal", "Fulano de Tal"],
    ["Service Clients", "le service clients"],
    ["Étudiante", "Je suis étudiante"],
    ["Servizio Clienti", "Il servizio clienti"],
    ["Equipe de Marketing", "a equipe de marketing"],
    ["Obsługa Klienta", "obsługa klienta"],
    ["Właściciel", "Jestem właściciel"],
    ["お客様", "お客様の声"],
    ["カスタマーサービス", "カスタマーサービスに電話"],
    ["خدمة العملاء", "اتصلت بخدمة العملاء، خدمة العملاء"],
    ["فريق التسويق", "فريق التسويق"],
    ["ग्राहक सेवा", "ग्राहक सेवा"],
  ])("like %s are not a match, as in %s", (name, text) => {
    expect(message(text, { name: "drop" }, { visitorName: name })).toBe(text);
  });

  it.each([
    ["Max", "Max called", "[name] called"],
    ["Max Keller", "Max called", "[name] called"],
    ["Maria Student", "Student, Maria", "[name], [name]"],
    ["Manager Keller", "Keller called", "[name] called"],
    ["Sem", "Sem called", "[name] called"],
    ["Sin", "Sin called", "[name] called"],
    ["John Doerr", "John called", "[name] called"],
    ["مالك", "مالك", "[name]"],
  ])("like %s are people, as in %s", (name, text, expected) => {
    expect(message(text, { name: "drop" }, { visitorName: name })).toBe(expected);
  });
});

describe("places", () => {
  it.each([
    [
      "Split, Croatia",
      "We split the bill. Split it! Croatia",
      "We split the bill. Split it! [location]",
    ],
    ["Nice, France", "Nice! I am from Nice", "Nice! I am from [location]"],
    ["Nice, France", "Nice to meet you in Nice, France", "Nice to meet you in [location]"],
    ["Zürich, Switzerland", "in zurich", "in [location]"],
  ])("like %s are found in %s", (visitorLocation, text, expected) => {
    expect(message(text, { location: "drop" }, { visitorLocation })).toBe(expected);
  });
});

describe("addresses and e-mails", () => {
  it.each([
    ["my ip...203.0.113.77", "my ip...[ip]"],
    ["ip:203.0.113.77, 203.0.113.77.", "ip:[ip], [ip]."],
    ["v1.2.3.4 and version 1.2.3.4", "v1.2.3.4 and version 1.2.3.4"],
    ["w wersji 2.4.0.17, Firmware 2.0.14.3", "w wersji 2.4.0.17, Firmware 2.0.14.3"],
    ["バージョンは3.0.1.9です", "バージョンは3.0.1.9です"],
    ["a::b c::d dead::beef", "a::b c::d dead::beef"],
    ["1.2.3.4.5 300.1.1.1 1.2.3", "1.2.3.4.5 300.1.1.1 1.2.3"],
    ["at 10:30:15 and 1:2:3", "at 10:30:15 and 1:2:3"],
  ])("are IP addresses or not in %s", (text, expected) => {
    expect(message(text, { ip: "drop" })).toBe(expected);
  });

  it.each([
    ["foo@1.2.3 and 3@1.50 and 2@home", "foo@1.2.3 and 3@1.50 and 2@home"],
    ["root@10.0.0.1", "[email]"],
    ["pat%u0040example.com", "%5Bemail%5D"],
    ["写信给maria@example.com谢谢", "写信给[email]谢谢"],
    ["_pat@example.com_", "[email]_"],
    ["12345@qq.example", "[email]"],
  ])("are e-mails or not in %s", (text, expected) => {
    expect(message(text, { email: "drop" })).toBe(expected);
  });

  it("are found in encoded user agents", () => {
    const userAgent = "Bot/1.0 (contact: pat%40example.com)";
    expect(applyPrivacy({ userAgent }, policyOf({ email: "drop" }))).toEqual({
      userAgent: "Bot/1.0 (contact: %5Bemail%5D)",
    });
  });

  it("are searched in a part of a text without reading beyond it", () => {
    const text = "x@a.example pat@b.example y@c.example";
    const found = Array.from(findEmails({ text }, 12, 24, new Work()));
    expect(found).toMatchObject([{ start: 12, end: 24 }]);
  });
});

describe("the keys of traits", () => {
  it.each<[PrivacyCategory | undefined, string]>([
    ["location", "shipping_city homeCity postal_code zipCode HOME-ADDRESS Stadt country"],
    ["location", "homecity CITY2 wohnort postleitzahl Geburtsort heimatstadt zip1 shippingaddress"],
    ["phone", "telefonnummer handynummer Mobilnummer mobilephone phone2 phonenumber"],
    ["email", "email workEmail e-mail E_Mail useremail billing.email emailAddress"],
    ["phone", "phone Mobile phone_number workPhone tel telephone Telefon"],
    ["ip", "ip lastIp ip_address remoteAddr IPAddress"],
    ["name", "name firstName last_name username Vorname"],
    ["urls", "url landingUrl current_page currentPage href"],
    ["name", "Prénom nom_de_famille Cognome imię 氏名 नाम الاسم"],
    ["location", "citta Città miasto 住所 शहर المدينة código_postal"],
    ["phone", "celular telefono_movil 電話番号 फ़ोन هاتف"],
    [
      undefined,
      "plan seats capacity estate zipper statement cityscape ipx tip shape microphone support electricity velocity",
    ],
  ])("say %s of %s", (category, keys) => {
    for (const key of keys.split(" ")) expect([key, hintOf(key)]).toEqual([key, category]);
  });
});

it("leaves no lone surrogate in a row", () => {
  const text = "\ud800 pat@example.com \\ud83d %uD83D &#xD800; \udc00";
  const values = {
    message: text,
    traits: JSON.stringify({ a: text }),
    pageUrl: "https://x.example/%uD83D",
  };
  const row = JSON.stringify(applyPrivacy(values, policyOf({ email: "drop", name: "drop" })));
  expect(row).not.toMatch(/\p{Surrogate}/u);
  expect(row).not.toMatch(/[^\\]\\u[dD][89a-f]/);
});
