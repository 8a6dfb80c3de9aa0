/** Adyen's webhooks: standard notification items, token events, and their two ways of being signed. */
import { fromHex, hmacSha256 } from "#kit";
import {
  at,
  type SimulatedDelivery,
  type SimulatedEvent,
  textAt,
  toJson,
  type World,
} from "#simulate";
import { type Amount, isoTime, membersOf } from "./wire.ts";

/** A NotificationRequestItem without its signature, https://docs.adyen.com/development-resources/webhooks/webhook-types. */
export interface NotificationItem {
  readonly eventCode: string;
  readonly pspReference: string;
  readonly originalReference?: string | undefined;
  readonly originalPsp?: string | undefined;
  readonly merchantAccountCode: string;
  readonly merchantReference: string;
  readonly amount: Amount;
  readonly success: boolean;
  readonly paymentMethod?: string | undefined;
  readonly reason?: string | undefined;
  readonly operations?: readonly string[] | undefined;
  readonly additionalData?: Readonly<Record<string, string | undefined>> | undefined;
}

export function notify(world: World, item: NotificationItem): void {
  const { success, reason = "", ...rest } = item;
  const content = { ...rest, reason, success: String(success), eventDate: isoTime(world.now()) };
  world.emit({ type: item.eventCode, id: `${item.pspReference}:${item.eventCode}`, content });
}

/** https://docs.adyen.com/development-resources/webhooks/webhook-types/#token-lifecycle-events */
export function notifyToken(
  world: World,
  type: "recurring.token.created" | "recurring.token.disabled",
  eventId: string,
  data: Readonly<Record<string, string>>,
): void {
  const createdAt = isoTime(world.now());
  const content = { createdAt, data, environment: "test", eventId, type, version: "1" };
  world.emit({ type, id: `${eventId}:${type}`, content });
}

/**
 * `secret` is the HMAC key, in hexadecimal. Items carry their signature inside,
 * https://docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures; token events in a header.
 */
export function deliver({ type, content }: SimulatedEvent, secret: string): SimulatedDelivery {
  const key = fromHex(secret);
  const headers = { "content-type": "application/json; charset=utf-8" };
  if (type.startsWith("recurring.token.")) {
    const body = toJson(content);
    const hmacsignature = hmacSha256(key, body, "base64");
    return { headers: { ...headers, hmacsignature, protocol: "HmacSHA256" }, body };
  }
  const hmacSignature = hmacSha256(key, signedText(content), "base64");
  const additionalData = { ...membersOf(at(content, "additionalData")), hmacSignature };
  const item = { ...membersOf(content), additionalData };
  const body = toJson({ live: "false", notificationItems: [{ NotificationRequestItem: item }] });
  return { headers, body };
}

const signedFields = [
  "pspReference",
  "originalReference",
  "merchantAccountCode",
  "merchantReference",
  "amount.value",
  "amount.currency",
  "eventCode",
  "success",
];
const signedText = (item: unknown): string =>
  signedFields.map((path) => textAt(item, path) ?? "").join(":");
