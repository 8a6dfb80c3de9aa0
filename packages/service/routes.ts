/** The table: every rpc of the contract, and what of the runtime answers it. */
import type { DescMethod, DescService, Message } from "@bufbuild/protobuf";
import { create } from "@bufbuild/protobuf";
import {
  ConnectorService,
  type GetConnectorRequest,
  type ParseWebhookRequest,
  type PreviewRequest,
  ToolsService,
  WebhookService,
} from "#contract";
import { InvalidRequest } from "#kit";
import { type Runtime, rpcs } from "#runtime";
import {
  Health,
  type HealthCheckRequest,
  HealthListResponseSchema,
} from "../../contract/gen/grpc/health/v1/health_pb.ts";
import type { Accounts } from "./accounts.ts";
import { runtimeCall } from "./credentials.ts";
import type { Route, ServiceCall } from "./handler.ts";
import type { Health as ServiceHealth } from "./health.ts";

/** By path. `accounts` is asked anew for each call, since they are reloaded. */
export type Routes = ReadonlyMap<string, Route>;

type Answer = Route["answer"];

export function contractRoutes(runtime: Runtime, accounts: () => Accounts): Routes {
  const begun = (call: ServiceCall) => {
    const begins = runtimeCall(call, accounts());
    call.record.begun = true;
    return begins;
  };
  const flows = [...rpcs.values()].map(({ method, flow }) =>
    route(method, (request, call) => runtime.call(flow, request, begun(call))),
  );
  // Each method's request is of the very type that its own descriptor decoded.
  const others: readonly Route[] = [
    route(WebhookService.method.parseWebhook, (request, call) =>
      runtime.parseWebhook(checked(request) as ParseWebhookRequest, begun(call)),
    ),
    route(ToolsService.method.preview, (request, call) =>
      runtime.preview(checked(request) as PreviewRequest, begun(call)),
    ),
    route(ConnectorService.method.listConnectors, (request) => {
      checked(request);
      return runtime.listConnectors();
    }),
    route(ConnectorService.method.getConnector, (request) =>
      runtime.getConnector((checked(request) as GetConnectorRequest).connectorId),
    ),
  ];
  return byPath([...flows, ...others]);
}

/** Health has no caller and no limits: whoever reaches the port may know. */
export const healthRoutes = (health: ServiceHealth): Routes =>
  byPath([
    route(Health.method.check, async (request) => health.check(request as HealthCheckRequest)),
    route(Health.method.list, async () =>
      create(HealthListResponseSchema, { statuses: health.list() }),
    ),
  ]);

/** What the runtime's guard does for flows: fields that are not known are refused. */
function checked(request: Message): Message {
  if (request.$unknown && request.$unknown.length > 0)
    throw new InvalidRequest({
      field: "the request",
      problem: "has fields that this server does not know",
    });
  return request;
}

function route(method: DescMethod, answer: Answer): Route {
  const service = method.parent.typeName;
  return {
    path: `/${service}/${method.name}`,
    service,
    name: method.name,
    method,
    input: method.input,
    output: method.output,
    answer,
  };
}
const byPath = (routes: readonly Route[]): Routes => new Map(routes.map((one) => [one.path, one]));

/** The services that routes belong to. */
export const servicesOf = (routes: Routes): readonly DescService[] => [
  ...new Set([...routes.values()].map(({ method }) => method.parent)),
];
