/** The contract's rpcs by `package.Service/Name`, and what goes through them in JSON and in bytes. */
import {
  create,
  createRegistry,
  type DescMessage,
  type DescMethodUnary,
  fromBinary,
  fromJson,
  type JsonObject,
  type JsonValue,
  type Message,
  toBinary,
  toJson,
} from "@bufbuild/protobuf";
import * as contract from "#contract";

const services = [
  contract.PaymentService,
  contract.RefundService,
  contract.MandateService,
  contract.DisputeService,
  contract.PaymentMethodService,
  contract.CustomerService,
  contract.ClientSessionService,
  contract.WebhookService,
  contract.ConnectorService,
];
const methods: ReadonlyMap<string, DescMethodUnary> = new Map(
  services.flatMap((service) =>
    service.methods.flatMap((method) =>
      method.methodKind === "unary"
        ? [[`${service.typeName}/${method.name}`, method as DescMethodUnary] as const]
        : [],
    ),
  ),
);
export const registry = createRegistry(
  contract.ErrorInfoSchema,
  contract.BadRequestSchema,
  contract.RetryInfoSchema,
);

/** Throws for an rpc that the contract does not have. */
export function methodOf(rpc: string): DescMethodUnary {
  const method = methods.get(rpc);
  if (!method) throw new Error(`the contract has no rpc ${rpc}`);
  return method;
}
export const fromObject = (desc: DescMessage, object: object): Message =>
  // Vectors are JSON files.
  fromJson(desc, object as JsonValue, { registry });
export const toObject = (desc: DescMessage, message: Message): JsonObject =>
  toJson(desc, message, { registry }) as JsonObject;
export const toBytes = (desc: DescMessage, object: object): Uint8Array =>
  toBinary(desc, fromObject(desc, object));
export const fromBytes = (desc: DescMessage, bytes: Uint8Array): Message =>
  bytes.length === 0 ? create(desc) : fromBinary(desc, bytes);
export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
