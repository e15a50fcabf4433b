import type { JsonObject } from "../../../common/json";
import { decimal, flag, group, list, moment, ns, piece, ref, text } from "./build";
import { experienceEvent, identityMapGroup, productClass, profileClass } from "./classes";

function intended(...ids: readonly string[]): { meta: JsonObject } {
  return { meta: { "meta:intendedToExtend": ids } };
}

/** A field group of Adobe's that consists of others. */
function extending(ids: readonly string[], ...classes: readonly string[]) {
  return {
    allOf: ids,
    meta: { "meta:intendedToExtend": classes, "meta:extends": ids },
  };
}

const productListItems = list("Product list items", ref("Item", ns("content/productlistitem")));

const eventGroups: readonly JsonObject[] = [
  piece(
    ns("context/experienceevent-web"),
    "Web Details",
    { web: ref("Web", ns("context/webinfo")) },
    intended(experienceEvent),
  ),
  piece(
    ns("context/experienceevent-environment-details"),
    "Environment Details",
    {
      environment: ref("Environment", ns("context/environment")),
      device: ref("Device", ns("context/device")),
      placeContext: ref("Place context", ns("context/placecontext")),
    },
    intended(experienceEvent),
  ),
  piece(
    ns("context/experienceevent-implementation-details"),
    "Implementation Details",
    {
      implementationDetails: ref("Implementation details", ns("context/implementationdetails")),
    },
    intended(experienceEvent),
  ),
  piece(
    "https://ns.adobe.com/experience/aep-web-sdk-experienceevent",
    "AEP Web SDK ExperienceEvent",
    {},
    extending(
      [
        ns("context/experienceevent-implementation-details"),
        ns("context/experienceevent-environment-details"),
        ns("context/experienceevent-web"),
      ],
      experienceEvent,
    ),
  ),
  piece(
    ns("context/experienceevent-commerce"),
    "Commerce Details",
    { productListItems, commerce: ref("Commerce", ns("context/commerce")) },
    intended(experienceEvent),
  ),
  piece(
    ns("context/experienceevent-order-details"),
    "Order Details",
    {
      productListItems,
      order: ref("Order", ns("datatypes/store-web-order")),
      store: group("Store Details", { storeID: text("Store ID") }),
      billing: group("Billing Details", {
        address: ref("Billing Address", ns("common/address")),
      }),
      shipping: ref("Shipping", ns("datatypes/shipping")),
    },
    intended(experienceEvent),
  ),
];

const profileGroups: readonly JsonObject[] = [
  piece(
    ns("context/profile-person-details"),
    "Demographic Details",
    { person: ref("Person", ns("context/person")) },
    intended(profileClass),
  ),
  piece(
    ns("context/profile-personal-details"),
    "Personal Contact Details",
    {
      homeAddress: ref("Home address", ns("common/address")),
      personalEmail: ref("Personal email", ns("context/emailaddress")),
      homePhone: ref("Home phone", ns("context/phonenumber")),
      mobilePhone: ref("Mobile phone", ns("context/phonenumber")),
      faxPhone: ref("Fax phone", ns("context/phonenumber")),
    },
    intended(profileClass),
  ),
  piece(
    ns("mixins/profile/profile-loyalty-details"),
    "Loyalty Details",
    {
      loyalty: group("Loyalty", {
        joinDate: moment("Join date"),
        loyaltyID: list("Program identifiers", text("Program identifier")),
        points: decimal("Points"),
        program: text("Program"),
        status: text("Status"),
        tier: text("Tier"),
      }),
    },
    intended(profileClass),
  ),
  piece(
    ns("context/profile-preferences-details"),
    "Preference Details",
    {
      preferredLanguage: text("Preferred language"),
      profilePictureLink: text("Profile picture link"),
      emailFormat: text("Email format"),
      timeZone: text("Time zone"),
    },
    intended(profileClass),
  ),
  piece(
    ns("context/profile-test-profile"),
    "Profile test details",
    { testProfile: flag("Test profile") },
    intended(profileClass),
  ),
  piece(
    ns("mixins/profile-consents"),
    "Consent and Preference Details",
    {},
    extending([ns("datatypes/consents-and-preferences")], profileClass),
  ),
];

/** The field groups of Adobe's library that the emulator has. */
export const fieldGroupDocuments: readonly JsonObject[] = [
  piece(
    identityMapGroup,
    "IdentityMap",
    {
      identityMap: {
        title: "IdentityMap",
        type: "object",
        "meta:xdmType": "map",
        additionalProperties: { type: "array", items: { $ref: ns("context/identityitem") } },
      },
    },
    intended(experienceEvent, profileClass),
  ),
  ...eventGroups,
  ...profileGroups,
  piece(
    ns("mixins/product-category"),
    "Product Category",
    {
      productCategoryName: text("Product Category Name"),
      productCategoryDescription: text("Product Category Description"),
      productSubcategoryName: text("Product Subcategory Name"),
      productSubcategoryDescription: text("Product Subcategory Description"),
    },
    intended(productClass),
  ),
];
