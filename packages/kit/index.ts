/** What connectors are made of. */
export * from "./cards.ts";
export * from "./connector.ts";
export * from "./dates.ts";
export * from "./failures.ts";
export * from "./flows.ts";
export * from "./http.ts";
export * from "./messages.ts";
export * from "./methods.ts";
export * from "./money.ts";
export * from "./outcomes.ts";
export * from "./paths.ts";
export * from "./read.ts";
export * from "./settings.ts";
export * from "./signatures.ts";
export * from "./tables.ts";
export * from "./webhooks.ts";
export * from "./xml.ts";
