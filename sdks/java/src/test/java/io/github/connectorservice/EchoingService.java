/* A careless proxy: it answers every call with an error that repeats what it was sent. */
package io.github.connectorservice;

import io.github.connectorservice.payments.v1.AuthorizePaymentRequest;
import io.github.connectorservice.payments.v1.AuthorizePaymentResponse;
import io.github.connectorservice.payments.v1.Card;
import io.github.connectorservice.payments.v1.PaymentServiceGrpc;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

/** Repeats credentials, the caller's key and the card number. */
final class EchoingService implements AutoCloseable {
  private final AtomicReference<String> seen = new AtomicReference<>("");
  private final Server server;

  EchoingService() throws IOException {
    PaymentServiceGrpc.PaymentServiceImplBase service =
        new PaymentServiceGrpc.PaymentServiceImplBase() {
          @Override
          public void authorizePayment(
              AuthorizePaymentRequest request, StreamObserver<AuthorizePaymentResponse> answers) {
            Card sent = request.getPaymentMethod().getCard();
            String card = sent.getNumber() + " code " + sent.getCvc();
            answers.onError(
                Status.UNKNOWN
                    .withDescription("bad gateway: " + seen.get() + " card " + card)
                    .asRuntimeException());
          }
        };
    ServerInterceptor reading =
        new ServerInterceptor() {
          @Override
          public <Q, A> ServerCall.Listener<Q> interceptCall(
              ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            seen.set(
                headers.get(CallMetadata.key("x-connector-credentials"))
                    + " "
                    + headers.get(CallMetadata.key("authorization")));
            return next.startCall(call, headers);
          }
        };
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(service)
            .intercept(reading)
            .build()
            .start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
