/* A connection whose other end is gone without a word. */
package io.github.connectorservice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.connectorservice.payments.v1.AuthorizePaymentRequest;
import io.github.connectorservice.payments.v1.AuthorizePaymentResponse;
import io.github.connectorservice.payments.v1.PaymentServiceGrpc;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class DeadConnectionTest {
  /** The least that gRPC allows. */
  private static final Connection.Patience PATIENCE =
      new Connection.Patience(Duration.ofSeconds(10), Duration.ofMillis(500));

  @Test
  void isNotKeptUntilTheSystemNotices() throws Exception {
    try (ScriptedService service =
            ScriptedService.answering(AuthorizePaymentResponse.getDefaultInstance());
        Cable cable = new Cable(URI.create(service.url()).getPort());
        Calls calls = calls(cable.port())) {
      pay(calls);
      cable.cut();
      OutcomeUnknownException lost = assertThrows(OutcomeUnknownException.class, () -> pay(calls));
      assertEquals(Status.Code.UNAVAILABLE, lost.code(), "not its deadline");
      pay(calls);
      assertEquals(2, service.calls());
    }
  }

  private static Calls calls(int port) {
    return new Calls(
        new Connection(
            URI.create("http://127.0.0.1:" + port),
            new Connection.Tls(Optional.empty(), Optional.empty()),
            "test",
            PATIENCE),
        new Calls.Defaults(
            Duration.ofSeconds(60),
            0,
            new Metadata(),
            Secrets.NONE,
            List.of(),
            ForkJoinPool.commonPool()));
  }

  private static void pay(Calls calls) {
    calls.call(
        PaymentServiceGrpc.getAuthorizePaymentMethod(),
        AuthorizePaymentRequest.newBuilder().setReference("order-1").build(),
        CallOptions.NONE);
  }

  /** Carries bytes; what was plugged in when it was cut stays so, and carries nothing any more. */
  private static final class Cable implements AutoCloseable {
    private final ServerSocket plug = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private final Set<Socket> dead = ConcurrentHashMap.newKeySet();

    Cable(int to) throws IOException {
      started(
          () -> {
            while (true) {
              Socket near = plug.accept();
              Socket far = new Socket(InetAddress.getLoopbackAddress(), to);
              ends.addAll(List.of(near, far));
              started(() -> carry(near, far));
              started(() -> carry(far, near));
            }
          });
    }

    private interface Work {
      void run() throws IOException;
    }

    private static void started(Work work) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  work.run();
                } catch (IOException closed) {
                  // The test is over.
                }
              });
      thread.setDaemon(true);
      thread.start();
    }

    private void carry(Socket from, Socket to) throws IOException {
      byte[] bytes = new byte[8192];
      int count;
      while ((count = from.getInputStream().read(bytes)) >= 0) {
        if (!dead.contains(from)) {
          to.getOutputStream().write(bytes, 0, count);
        }
      }
    }

    int port() {
      return plug.getLocalPort();
    }

    void cut() {
      dead.addAll(ends);
    }

    @Override
    public void close() {
      try {
        plug.close();
        for (Socket end : ends) {
          end.close();
        }
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }
}
