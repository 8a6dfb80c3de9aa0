/** Notifications of the simulator: risk profiles and their reviews, tokens of the network. ./cybersource-webhooks.ts says where from. */
import { fromBase64, hmacSha256, toJson } from "#kit";
import type { Simulator, World } from "#simulate";
import { account } from "./cybersource-samples.ts";

const organizationId = account.merchantId;
const webhookId = "e339e8b1-d540-4efd-e053-8d588e0a2de5";

/** Every payment that the profile lets through is monitored. */
export const tellOfProfile = (world: World, code: string | undefined): void =>
  world.emit({
    type: "risk.profile.decision.monitor",
    content: [{ data: { clientReferenceInformation: { code } }, organizationId }],
  });
export const tellOfDecision = (world: World, code: string | undefined, word: string): void =>
  world.emit({
    type: `risk.casemanagement.decision.${word}`,
    content: { data: { referenceNumber: code, notes: [{ comment: `${word}ed` }] }, organizationId },
  });
export const tellOfToken = (world: World, instrument: string): void =>
  world.emit({
    type: "tms.networktoken.provisioned",
    content: {
      data: {
        _links: { paymentInstruments: [{ href: `/tms/v1/paymentinstruments/${instrument}` }] },
        id: world.nextId("", 32),
        type: "tokenizedCardEnrollments",
        version: "1.0",
      },
      organizationId,
    },
  });

export const deliver: Simulator["deliver"] = ({ type, id, at, content }, secret) => {
  const t = at.getTime();
  const [keyId, key = ""] = secret.split(":");
  const sig = hmacSha256(fromBase64(key), `${t}.${toJson(content)}`, "base64");
  const productId = type.startsWith("tms.") ? "tokenManagement" : "decisionManager";
  return {
    headers: {
      "content-type": "application/json",
      "v-c-event-type": type,
      "v-c-organization-id": organizationId,
      "v-c-product-name": productId,
      "v-c-request-type": "NEW",
      "v-c-retry-count": "0",
      "v-c-signature": `t=${t};keyId=${keyId};sig=${sig}`,
      "v-c-transaction-trace-id": id,
      "v-c-webhook-id": webhookId,
    },
    body: toJson({
      eventType: type,
      webhookId,
      productId,
      organizationId,
      eventDate: at.toISOString().slice(0, 19),
      transactionTraceId: id,
      retryNumber: 0,
      payload: content,
      requestType: "NEW",
    }),
  };
};
