/* A service that ends every call in one way. */
package io.github.connectorservice;

import com.google.protobuf.Message;
import io.github.connectorservice.payments.v1.PaymentServiceGrpc;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Ends every AuthorizePayment and GetPayment in one way when it is whole, and counts them. */
final class ScriptedService implements AutoCloseable {
  private final AtomicInteger calls = new AtomicInteger();
  private final Server server;

  private ScriptedService(Consumer<ServerCall<Message, Message>> ending) throws IOException {
    ServerServiceDefinition.Builder service =
        ServerServiceDefinition.builder(PaymentServiceGrpc.SERVICE_NAME);
    for (MethodDescriptor<?, ?> method :
        List.of(
            PaymentServiceGrpc.getAuthorizePaymentMethod(),
            PaymentServiceGrpc.getGetPaymentMethod())) {
      service.addMethod(freely(method), (call, headers) -> listener(call, ending));
    }
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(service.build())
            .build()
            .start();
  }

  /** As one that streams, which gRPC lets answer as often as it likes. */
  @SuppressWarnings("unchecked") // Each of these reads and writes messages.
  private static MethodDescriptor<Message, Message> freely(MethodDescriptor<?, ?> method) {
    return ((MethodDescriptor<Message, Message>) method)
        .toBuilder().setType(MethodDescriptor.MethodType.SERVER_STREAMING).build();
  }

  private ServerCall.Listener<Message> listener(
      ServerCall<Message, Message> call, Consumer<ServerCall<Message, Message>> ending) {
    call.request(2);
    return new ServerCall.Listener<>() {
      @Override
      public void onHalfClose() {
        calls.incrementAndGet();
        ending.accept(call);
      }
    };
  }

  static ScriptedService answering(Message... answers) throws IOException {
    return new ScriptedService(
        call -> {
          call.sendHeaders(new Metadata());
          List.of(answers).forEach(call::sendMessage);
          call.close(Status.OK, new Metadata());
        });
  }

  static ScriptedService refusing(Supplier<Status> status, Metadata trailers) throws IOException {
    return new ScriptedService(
        call -> {
          Metadata copy = new Metadata();
          copy.merge(trailers);
          call.close(status.get(), copy);
        });
  }

  String url() {
    return "http://127.0.0.1:" + server.getPort();
  }

  int calls() {
    return calls.get();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
