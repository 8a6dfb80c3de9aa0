/** grpc.health.v1: says whether calls should come here. */
import { create } from "@bufbuild/protobuf";
import {
  type HealthCheckRequest,
  type HealthCheckResponse,
  HealthCheckResponseSchema,
  HealthCheckResponse_ServingStatus as Serving,
} from "../../contract/gen/grpc/health/v1/health_pb.ts";
import { StatusError } from "./errors.ts";

export interface Health {
  serving(): boolean;
  /** Tells everybody who watches. */
  set(serving: boolean): void;
  /** Throws StatusError not_found for a service that is not here. */
  check(request: HealthCheckRequest): HealthCheckResponse;
  /** The status now and at every change, until `signal` or `end`. */
  watch(request: HealthCheckRequest, signal: AbortSignal): AsyncGenerator<HealthCheckResponse>;
  list(): Record<string, HealthCheckResponse>;
  /** Ends all watching. */
  end(): void;
}

/** `services` by their full names; the empty name stands for all of them. */
export function createHealth(services: readonly string[]): Health {
  const names = new Set(["", ...services]);
  const ended = new AbortController();
  let serving = false;
  let changed = Promise.withResolvers<void>();

  const statusOf = (service: string) => {
    if (!names.has(service)) return Serving.SERVICE_UNKNOWN;
    return serving ? Serving.SERVING : Serving.NOT_SERVING;
  };
  const answer = (service: string) =>
    create(HealthCheckResponseSchema, { status: statusOf(service) });

  return {
    serving: () => serving,
    set(next) {
      if (serving === next) return;
      serving = next;
      const before = changed;
      changed = Promise.withResolvers();
      before.resolve();
    },
    check({ service }) {
      if (!names.has(service)) throw new StatusError("not_found", "there is no such service here");
      return answer(service);
    },
    async *watch({ service }, signal) {
      const over = AbortSignal.any([signal, ended.signal]);
      const stopped = new Promise<void>((resolve) => {
        if (over.aborted) resolve();
        over.addEventListener("abort", () => resolve(), { once: true });
      });
      let told: number | undefined;
      for (;;) {
        const change = changed.promise;
        const status = statusOf(service);
        if (status !== told) yield answer(service);
        told = status;
        // Looked at after the answer, so that the end itself is told.
        if (over.aborted && status === statusOf(service)) return;
        await Promise.race([change, stopped]);
      }
    },
    list: () => Object.fromEntries([...names].map((name) => [name, answer(name)])),
    end: () => ended.abort(),
  };
}
