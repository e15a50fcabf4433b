import type { JsonObject } from "../../../common/json";
import {
  choice,
  decimal,
  group,
  list,
  moment,
  ns,
  piece,
  ref,
  suggestion,
  text,
  whole,
} from "./build";

const currency = text("Currency code", { pattern: "^[A-Z]{3}$" });

const measures = [
  "cartAbandons",
  "checkouts",
  "productListAdds",
  "productListOpens",
  "productListRemovals",
  "productListReopens",
  "productListViews",
  "productViews",
  "purchases",
  "saveForLaters",
  "inStorePurchase",
];

/** Data types of Adobe's library about orders, products and prices. */
export const commerceTypes: readonly JsonObject[] = [
  piece(ns("datatypes/currency"), "Currency", {
    amount: decimal("Amount"),
    currencyCode: currency,
    conversionDate: moment("Conversion Date"),
  }),
  piece(ns("data/paymentitem"), "Payment Item", {
    transactionID: text("Transaction ID"),
    paymentAmount: decimal("Payment Amount"),
    paymentType: suggestion("Payment Type", [
      "cash",
      "credit_card",
      "debit_card",
      "gift_card",
      "check",
      "paypal",
      "wire_transfer",
      "credit_card_reference",
      "other",
    ]),
    currencyCode: currency,
  }),
  piece(ns("data/order"), "Order", {
    purchaseID: text("Purchase ID"),
    purchaseOrderNumber: text("Purchase order number"),
    payments: list("Payments", ref("Payment", ns("data/paymentitem"))),
    currencyCode: currency,
    taxAmount: decimal("Tax amount"),
    discountAmount: decimal("Discount amount"),
    priceTotal: decimal("Price total"),
    orderType: choice("Order type", ["checkout", "instant_purchase"]),
    lastUpdatedDate: moment("Last updated date"),
    createdDate: moment("Created date"),
    cancelDate: moment("Cancel date"),
    refundTotal: decimal("Refund total"),
  }),
  piece(ns("datatypes/store-web-order"), "Store and Web Order", {
    orderID: text("Order ID"),
    orderDate: moment("Order Date"),
    priceTotal: decimal("Price Total"),
    payment: group("Payment Details", {
      transactionID: text("Transaction ID"),
      paymentType: choice("Payment Type", ["credit", "debit", "gift", "cash"]),
      paymentAmount: decimal("Payment Amount"),
      currencyCode: currency,
    }),
  }),
  piece(ns("datatypes/shipping"), "Shipping", {
    shippingMethod: text("Shipping Method"),
    shippingAmount: decimal("Shipping Amount"),
    currencyCode: currency,
    shippingDestination: choice("Shipping Destination", ["home", "store"]),
    shipDate: moment("Ship Date"),
    address: ref("Shipping Address", ns("common/address")),
    trackingNumber: decimal("Tracking Number"),
    trackingURL: text("Tracking URL"),
  }),
  piece(ns("datatypes/billing"), "Billing", {
    address: ref("Billing Address", ns("common/address")),
  }),
  piece(ns("datatypes/cart"), "Cart", {
    cartID: text("Cart ID"),
    cartSource: text("Cart Source"),
  }),
  piece(ns("datatypes/categorydata"), "Category data", {
    categoryID: text("Category identifier"),
    categoryName: text("Category name"),
    categoryPath: text("Category path"),
  }),
  piece(ns("context/commerce"), "Commerce", {
    order: ref("Order", ns("data/order")),
    promotionID: text("Promotion ID"),
    ...Object.fromEntries(measures.map((name) => [name, ref(name, ns("data/measure"))])),
    cart: ref("Cart", ns("datatypes/cart")),
    shipping: ref("Shipping", ns("datatypes/shipping")),
    billing: ref("Billing", ns("datatypes/billing")),
  }),
  piece(
    ns("content/productlistitem"),
    "Product list item",
    {
      SKU: text("SKU"),
      _id: text("Line item ID", { format: "uri-reference", "meta:xdmField": "@id" }),
      product: text("Product", { format: "uri" }),
      name: text("Name"),
      productImageUrl: text("Product image URL"),
      productAddMethod: text("Product add method"),
      currencyCode: currency,
      quantity: whole("Quantity"),
      priceTotal: decimal("Price total"),
      selectedOptions: list("Selected options", {
        type: "object",
        properties: { attribute: text("Attribute"), value: text("Value") },
      }),
      discountAmount: decimal("Discount amount"),
      refundAmount: decimal("Refund amount"),
      productCategories: list("Product categories", ref("Category", ns("datatypes/categorydata"))),
      unitOfMeasureCode: text("Product Unit Of Measure Code"),
    },
    { meta: { required: ["xdm:SKU"] } },
  ),
];
