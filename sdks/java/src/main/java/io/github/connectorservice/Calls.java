/* Makes calls with what client and call say. */
package io.github.connectorservice;

import com.google.protobuf.Message;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** Makes the calls of one client. */
final class Calls implements AutoCloseable {
  /** Nanoseconds of more do not fit into gRPC's header. */
  private static final Duration LONGEST_DEADLINE = Duration.ofDays(1_000);

  /** What the client says of all calls. */
  record Defaults(
      Duration deadline,
      int retries,
      Metadata metadata,
      Secrets secrets,
      List<CallListener> listeners,
      Executor executor) {}

  private final Connection connection;
  private final Defaults defaults;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  Calls(Connection connection, Defaults defaults) {
    this.connection = connection;
    this.defaults = defaults;
  }

  <Request extends Message, Answer extends Message> Answer call(
      MethodDescriptor<Request, Answer> method, Request request, CallOptions options) {
    UnaryCall<Request, Answer> call = prepared(method, request, options);
    return call.result(awaited(call), defaults.secrets());
  }

  /** An interrupted caller gives the call up, and is told what is certain of it. */
  private static <Request extends Message, Answer extends Message> Ending<Answer> awaited(
      UnaryCall<Request, Answer> call) {
    if (Thread.currentThread().isInterrupted()) {
      // Given up before it is made: nothing is sent.
      call.cancel();
    }
    CompletableFuture<Ending<Answer>> ending = call.start();
    boolean isInterrupted = false;
    try {
      while (true) {
        try {
          return ending.get();
        } catch (InterruptedException interrupted) {
          isInterrupted = true;
          call.cancel();
        } catch (ExecutionException impossible) {
          throw new IllegalStateException(impossible.getCause());
        }
      }
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  <Request extends Message, Answer extends Message> CompletableFuture<Answer> callAsync(
      MethodDescriptor<Request, Answer> method, Request request, CallOptions options) {
    UnaryCall<Request, Answer> call = prepared(method, request, options);
    CompletableFuture<Answer> result = new CompletableFuture<>();
    result.whenComplete(
        (answer, error) -> {
          if (result.isCancelled()) {
            call.cancel();
          }
        });
    call.start().thenAccept(ending -> completed(() -> complete(result, call, ending)));
    return result;
  }

  /** By the executor; here, where it takes nothing any more: an answer may tell of money. */
  private void completed(Runnable completion) {
    try {
      defaults.executor().execute(completion);
    } catch (RuntimeException | Error refused) {
      completion.run();
    }
  }

  private <Request extends Message, Answer extends Message> void complete(
      CompletableFuture<Answer> result, UnaryCall<Request, Answer> call, Ending<Answer> ending) {
    try {
      result.complete(call.result(ending, defaults.secrets()));
    } catch (RuntimeException | Error error) {
      result.completeExceptionally(error);
    }
  }

  private <Request extends Message, Answer extends Message> UnaryCall<Request, Answer> prepared(
      MethodDescriptor<Request, Answer> method, Request given, CallOptions options) {
    Request request =
        options
            .idempotencyKey()
            .map(key -> RequestFields.withIdempotencyKey(given, key))
            .orElse(given);
    String requestId = options.requestId().orElseGet(() -> UUID.randomUUID().toString());
    Duration deadline =
        Collections.min(List.of(options.deadline().orElse(defaults.deadline()), LONGEST_DEADLINE));
    Optional<CallListener.Watch> watch =
        Watches.of(
            defaults.listeners(),
            new CallListener.Started(method.getFullMethodName(), requestId, deadline));
    Metadata metadata = new Metadata();
    watch.ifPresent(one -> CallMetadata.putAll(metadata, one.metadata()));
    metadata.merge(defaults.metadata());
    CallMetadata.putAll(metadata, options.metadata());
    CallMetadata.putAll(metadata, Map.of("x-request-id", requestId));
    return new UnaryCall<>(
        connection,
        method,
        request,
        new UnaryCall.Terms(
            requestId, deadline, options.retries().orElse(defaults.retries()), metadata, watch));
  }

  @Override
  public void close() {
    if (isClosed.compareAndSet(false, true)) {
      connection.close();
    }
  }
}
