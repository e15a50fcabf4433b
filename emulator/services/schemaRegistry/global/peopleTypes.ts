import type { JsonObject } from "../../../common/json";
import { choice, day, flag, moment, ns, piece, ref, suggestion, text, whole } from "./build";

/** Data types of Adobe's library about people, how to reach them, and where. */
export const peopleTypes: readonly JsonObject[] = [
  piece(ns("context/person-name"), "Person name", {
    firstName: text("First name"),
    middleName: text("Middle name"),
    lastName: text("Last name"),
    fullName: text("Full name"),
    courtesyTitle: text("Courtesy title"),
    suffix: text("Suffix"),
  }),
  piece(ns("context/person"), "Person", {
    name: ref("Full name", ns("context/person-name")),
    birthDate: day("Birth date"),
    birthDayAndMonth: text("Birth date (MM-DD Format)", { pattern: "[0-1][0-9]-[0-9][0-9]" }),
    birthYear: whole("Birth year", {
      minimum: 1,
      maximum: 32_767,
      "meta:xdmType": "short",
    }),
    gender: choice("Gender", ["male", "female", "not_specified", "non_specific"]),
    maritalStatus: choice("Marital status", [
      "married",
      "single",
      "divorced",
      "widowed",
      "not_specified",
    ]),
    nationality: text("Nationality", { pattern: "^[A-Z]{2}$" }),
    taxId: text("Tax ID"),
  }),
  piece(ns("context/emailaddress"), "Email address", {
    address: text("Address", { format: "email" }),
    label: text("Label"),
    type: suggestion("Type", ["unknown", "personal", "work", "education"]),
    status: suggestion("Status", ["active", "incomplete", "pending_verification", "blocked"]),
    statusReason: text("Status reason"),
    primary: flag("Primary"),
  }),
  piece(ns("context/phonenumber"), "Phone number", {
    number: text("Number"),
    countryCode: text("Country Calling Code", {
      minLength: 1,
      maxLength: 3,
      pattern: "^[0-9]{1,3}?$",
    }),
    extension: text("Extension"),
    status: suggestion("Status", ["active", "incomplete", "blocked"]),
    statusReason: text("Status reason"),
    validity: suggestion("Validity", [
      "consistent",
      "inconsistent",
      "incomplete",
      "successfullyUsed",
    ]),
    primary: flag("Primary"),
  }),
  piece(ns("common/geo"), "Geo", {
    countryCode: text("Country code", { pattern: "^[A-Z]{2}$" }),
    stateProvince: text("State or province", { pattern: "([A-Z]{2}-[A-Z0-9]{1,3}|)" }),
    city: text("City"),
    postalCode: text("Postal code"),
    dmaID: whole("Designated market area"),
    msaID: whole("Metropolitan statistical area"),
  }),
  piece(ns("context/placecontext"), "Place context", {
    geo: ref("Geo", ns("common/geo")),
    localTime: moment("Local time"),
    localTimezoneOffset: whole("Local timezone offset"),
  }),
  piece(
    ns("common/address"),
    "Postal address",
    {
      street1: text("Street 1"),
      street2: text("Street 2"),
      street3: text("Street 3"),
      street4: text("Street 4"),
      label: text("Label"),
      postOfficeBox: text("Post office box", { maxLength: 20 }),
      status: suggestion("Status", ["active", "incomplete", "pending_verification", "blocked"]),
      statusReason: text("Status reason"),
      lastVerifiedDate: day("Last verified date"),
      state: text("State"),
      country: text("Country"),
      region: text("Region"),
      primary: flag("Primary"),
    },
    { allOf: [ns("common/geo")], meta: { "meta:extends": [ns("common/geo")] } },
  ),
];
