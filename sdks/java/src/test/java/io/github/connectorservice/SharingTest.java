/* One client shared by many threads, interrupted and cancelled callers, and the median latency of a call. */
package io.github.connectorservice;

import static io.github.connectorservice.SandboxForTests.authorization;
import static io.github.connectorservice.SandboxForTests.sandbox;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.connectorservice.payments.v1.AuthorizePaymentRequest;
import io.github.connectorservice.payments.v1.AuthorizePaymentResponse;
import io.github.connectorservice.payments.v1.CaptureMode;
import io.github.connectorservice.payments.v1.PaymentServiceGrpc;
import io.github.connectorservice.payments.v1.PaymentStatus;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharingTest {
  private static AuthorizePaymentRequest request() {
    return authorization(SandboxForTests.GOOD_CARD, CaptureMode.CAPTURE_MODE_AUTOMATIC).build();
  }

  @Test
  void isSharedByThreads() throws Exception {
    int calls = 64;
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (ConnectorServiceClient client = sandbox().client("stripe")) {
      Callable<String> pay =
          () -> {
            AuthorizePaymentRequest request = request();
            AuthorizePaymentResponse answer = client.payments().authorizePayment(request);
            assertEquals(request.getReference(), answer.getOperation().getReference());
            return answer.getPayment().getPaymentRef().getPaymentId();
          };
      List<Callable<String>> all = IntStream.range(0, calls).mapToObj(index -> pay).toList();
      Set<String> payments = new HashSet<>();
      for (Future<String> paid : threads.invokeAll(all)) {
        payments.add(paid.get());
      }
      assertEquals(calls, payments.size());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void answersManyFuturesAtOnce() {
    try (ConnectorServiceClient client = sandbox().client("stripe")) {
      List<CompletableFuture<AuthorizePaymentResponse>> all =
          IntStream.range(0, 32)
              .mapToObj(index -> client.payments().authorizePaymentAsync(request()))
              .toList();
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
      assertEquals(
          32,
          all.stream()
              .map(one -> one.join().getPayment().getPaymentRef().getPaymentId())
              .distinct()
              .count());
    }
  }

  @Test
  void anInterruptedCallerLearnsThatNobodyKnows() throws Exception {
    try (Silence service = new Silence();
        ConnectorServiceClient client =
            ConnectorServiceClient.create(service.url(), Account.named("stripe"))) {
      AtomicReference<RuntimeException> error = new AtomicReference<>();
      AtomicReference<Boolean> isInterrupted = new AtomicReference<>();
      Thread caller =
          new Thread(
              () -> {
                error.set(
                    assertThrows(
                        ConnectorServiceException.class,
                        () -> client.payments().authorizePayment(request())));
                isInterrupted.set(Thread.currentThread().isInterrupted());
              });
      caller.start();
      assertTrue(service.asked.await(10, TimeUnit.SECONDS));
      caller.interrupt();
      caller.join(10_000);
      assertFalse(caller.isAlive(), "the caller still waits");
      assertEquals(OutcomeUnknownException.class, error.get().getClass());
      assertEquals(true, isInterrupted.get());
      assertTrue(service.cancelled.await(10, TimeUnit.SECONDS), "the call goes on");
    }
  }

  @Test
  void aCancelledFutureGivesTheCallUp() throws Exception {
    try (Silence service = new Silence();
        ConnectorServiceClient client =
            ConnectorServiceClient.create(service.url(), Account.named("stripe"))) {
      CompletableFuture<AuthorizePaymentResponse> call =
          client.payments().authorizePaymentAsync(request());
      assertTrue(service.asked.await(10, TimeUnit.SECONDS));
      call.cancel(true);
      assertTrue(service.cancelled.await(10, TimeUnit.SECONDS), "the call goes on");
    }
  }

  @Test
  void aServiceThatComesBackIsReachedAgain() throws Exception {
    int port;
    try (Silence service = new Silence()) {
      port = service.server.getPort();
    }
    try (ConnectorServiceClient client =
        ConnectorServiceClient.builder("http://127.0.0.1:" + port, Account.named("stripe"))
            .deadline(Duration.ofSeconds(1))
            .build()) {
      NotSentException down =
          assertThrows(NotSentException.class, () -> client.payments().authorizePayment(request()));
      assertTrue(down.reason().isEmpty());
      try (Silence back = new Silence(port)) {
        assertThrows(
            OutcomeUnknownException.class, () -> client.payments().authorizePayment(request()));
        assertTrue(
            back.asked.await(0, TimeUnit.SECONDS), "the service that came back was not asked");
      }
    }
  }

  /** Given up at every moment of a call, its pauses among them: whoever waits is always told. */
  @Test
  void nobodyWaitsForever() throws Exception {
    int port;
    try (Silence service = new Silence()) {
      port = service.server.getPort();
    }
    try (ConnectorServiceClient client =
        ConnectorServiceClient.builder("http://127.0.0.1:" + port, Account.named("stripe"))
            .retries(3)
            .build()) {
      for (int millis = 0; millis < 300; millis += 15) {
        AtomicReference<RuntimeException> error = new AtomicReference<>();
        Thread caller =
            new Thread(
                () ->
                    error.set(
                        assertThrows(
                            ConnectorServiceException.class,
                            () -> client.payments().authorizePayment(request()))));
        caller.start();
        Thread.sleep(millis);
        caller.interrupt();
        caller.join(5_000);
        assertFalse(caller.isAlive(), "the caller still waits, interrupted after " + millis);
        assertEquals(NotSentException.class, error.get().getClass());
      }
    }
  }

  @Test
  void closingEndsTheCallsThatPause() throws Exception {
    int port;
    try (Silence service = new Silence()) {
      port = service.server.getPort();
    }
    for (int millis = 0; millis < 200; millis += 20) {
      ConnectorServiceClient client =
          ConnectorServiceClient.create("http://127.0.0.1:" + port, Account.named("stripe"));
      CompletableFuture<AuthorizePaymentResponse> call =
          client.payments().authorizePaymentAsync(request());
      Thread.sleep(millis);
      client.close();
      ExecutionException ended =
          assertThrows(ExecutionException.class, () -> call.get(10, TimeUnit.SECONDS));
      assertEquals(NotSentException.class, ended.getCause().getClass());
    }
  }

  /** The payment was made: nobody may be told otherwise because a pool was shut down meanwhile. */
  @Test
  void anExecutorThatTakesNothingLosesNoAnswer() throws Exception {
    ExecutorService closed = Executors.newSingleThreadExecutor();
    closed.shutdown();
    try (ConnectorServiceClient client =
        ConnectorServiceClient.builder(sandbox().url(), Account.named("stripe"))
            .executor(closed)
            .build()) {
      AuthorizePaymentResponse answer =
          client.payments().authorizePaymentAsync(request()).get(10, TimeUnit.SECONDS);
      assertEquals(PaymentStatus.PAYMENT_STATUS_CAPTURED, answer.getPayment().getStatus());
    }
  }

  @Test
  void aCallerThatWasInterruptedBeforeSendsNothing() throws Exception {
    try (ScriptedService service =
            ScriptedService.answering(AuthorizePaymentResponse.getDefaultInstance());
        ConnectorServiceClient client =
            ConnectorServiceClient.create(service.url(), Account.named("stripe"))) {
      // On a connection that is there, it would be gone at once.
      client.payments().authorizePayment(request());
      Thread.currentThread().interrupt();
      try {
        assertThrows(NotSentException.class, () -> client.payments().authorizePayment(request()));
      } finally {
        assertTrue(Thread.interrupted(), "the interruption is swallowed");
      }
      client.payments().authorizePayment(request());
      assertEquals(2, service.calls());
    }
  }

  /** An error as well, such as a class that is missing at run time. */
  @Test
  void aListenerThatBreaksKeepsNobodyWaiting() throws Exception {
    CallListener.Watch broken =
        new CallListener.Watch() {
          @Override
          public void attemptEnded(CallListener.Attempt attempt) {
            throw new NoClassDefFoundError("io/opentelemetry/api/trace/Span");
          }

          @Override
          public void callEnded(CallListener.Ended ended) {
            throw new NoClassDefFoundError("io/opentelemetry/api/trace/Span");
          }
        };
    try (ConnectorServiceClient client =
        ConnectorServiceClient.builder(sandbox().url(), Account.named("stripe"))
            .listener(started -> broken)
            .build()) {
      AuthorizePaymentResponse answer =
          client.payments().authorizePaymentAsync(request()).get(10, TimeUnit.SECONDS);
      assertEquals(PaymentStatus.PAYMENT_STATUS_CAPTURED, answer.getPayment().getStatus());
    }
  }

  @Test
  void tellsTheMedianLatency() throws Exception {
    int warm = 60;
    long[] nanos = new long[200];
    try (ConnectorServiceClient client = sandbox().client("stripe")) {
      for (int call = -warm; call < nanos.length; call += 1) {
        AuthorizePaymentRequest request = request();
        long startedAt = System.nanoTime();
        client.payments().authorizePayment(request);
        if (call >= 0) {
          nanos[call] = System.nanoTime() - startedAt;
        }
      }
    }
    Arrays.sort(nanos);
    double milliseconds = Math.round(nanos[nanos.length / 2] / 10_000.0) / 100.0;
    Files.writeString(Path.of("target/latency.txt"), milliseconds + "\n");
    System.out.println("latency: median " + milliseconds + " ms");
    assertTrue(milliseconds < 1_000, "a call takes " + milliseconds + " ms");
  }

  /** A service that takes a call and never answers it. */
  private static final class Silence implements AutoCloseable {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final Server server;

    Silence() throws Exception {
      this(0);
    }

    Silence(int port) throws Exception {
      PaymentServiceGrpc.PaymentServiceImplBase service =
          new PaymentServiceGrpc.PaymentServiceImplBase() {
            @Override
            public void authorizePayment(
                AuthorizePaymentRequest request, StreamObserver<AuthorizePaymentResponse> answers) {
              ((ServerCallStreamObserver<AuthorizePaymentResponse>) answers)
                  .setOnCancelHandler(cancelled::countDown);
              asked.countDown();
            }
          };
      server =
          Grpc.newServerBuilderForPort(port, InsecureServerCredentials.create())
              .addService(service)
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
}
