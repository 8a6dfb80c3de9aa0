/** Every service of the contract, in the order in which docs show them. */
import type { DescService } from "@bufbuild/protobuf";
import {
  ClientSessionService,
  ConnectorService,
  CustomerService,
  DisputeService,
  MandateService,
  PaymentMethodService,
  PaymentService,
  RefundService,
  ToolsService,
  WebhookService,
} from "#contract";

export const services: readonly DescService[] = [
  PaymentService,
  RefundService,
  MandateService,
  DisputeService,
  WebhookService,
  PaymentMethodService,
  CustomerService,
  ClientSessionService,
  ConnectorService,
  ToolsService,
];
