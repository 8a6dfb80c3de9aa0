/* The channel to the service, and what its calls share. */
package io.github.connectorservice;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.TlsChannelCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A channel that connects when it is needed, and a clock for pauses. */
final class Connection implements AutoCloseable {
  private static final int MOST_BYTES = 64 << 20;
  private static final Duration CLOSING = Duration.ofSeconds(5);

  /**
   * A call that takes longer asks whether the other end is still there: of a connection that died
   * without a word, the system itself says so only after a quarter of an hour, and until then every
   * call on it would end at its deadline.
   */
  static final Patience PATIENCE = new Patience(Duration.ofSeconds(20), Duration.ofSeconds(10));

  /** When a silent connection is asked, and how long later it is given up. */
  record Patience(Duration untilAsked, Duration untilGivenUp) {}

  /** PEM texts; what is empty is the system's. */
  record Tls(Optional<String> authorities, Optional<Identity> identity) {}

  /** A certificate chain with its key, as PEM. */
  record Identity(String certificate, String key) {
    @Override
    public String toString() {
      return "Identity(***)";
    }
  }

  private final ManagedChannel channel;
  private final ScheduledThreadPoolExecutor pauses;

  Connection(URI endpoint, Tls tls, String userAgent, Patience patience) {
    channel =
        channelTo(endpoint, tls)
            .disableRetry()
            .maxInboundMessageSize(MOST_BYTES)
            .userAgent(userAgent)
            .keepAliveTime(patience.untilAsked().toMillis(), TimeUnit.MILLISECONDS)
            .keepAliveTimeout(patience.untilGivenUp().toMillis(), TimeUnit.MILLISECONDS)
            .build();
    pauses =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "connector-service-pauses");
              thread.setDaemon(true);
              return thread;
            });
    pauses.setRemoveOnCancelPolicy(true);
  }

  private static ManagedChannelBuilder<?> channelTo(URI endpoint, Tls tls) {
    try {
      return Grpc.newChannelBuilder(
          "dns:///" + authorityOf(endpoint), credentialsOf(endpoint, tls));
    } catch (RuntimeException unusable) {
      if (tls.authorities().isEmpty() && tls.identity().isEmpty()) {
        throw unusable;
      }
      // What gRPC says is that there is no provider; what is wrong stands in its message.
      throw new IllegalArgumentException(
          "the authorities, the certificate or its key cannot be used: " + unusable.getMessage(),
          unusable);
    }
  }

  private static String authorityOf(URI endpoint) {
    int port = endpoint.getPort();
    return endpoint.getHost()
        + ":"
        + (port >= 0 ? port : endpoint.getScheme().equals("https") ? 443 : 80);
  }

  private static ChannelCredentials credentialsOf(URI endpoint, Tls tls) {
    if (!endpoint.getScheme().equals("https")) {
      return InsecureChannelCredentials.create();
    }
    TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder();
    try {
      if (tls.authorities().isPresent()) {
        credentials.trustManager(stream(tls.authorities().get()));
      }
      if (tls.identity().isPresent()) {
        Identity identity = tls.identity().get();
        credentials.keyManager(stream(identity.certificate()), stream(identity.key()));
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return credentials.build();
  }

  private static InputStream stream(String pem) {
    return new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
  }

  ManagedChannel channel() {
    return channel;
  }

  /**
   * After a connection that could not be made: the next attempt does not wait for the channel's own
   * pause.
   */
  void tryAgain() {
    channel.resetConnectBackoff();
  }

  Future<?> after(Duration pause, Runnable task) {
    return pauses.schedule(task, pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Takes no more calls, gives those under way a few seconds, and closes its sockets. */
  @Override
  public void close() {
    channel.shutdown();
    try {
      if (!channel.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
        channel.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      channel.shutdownNow();
      Thread.currentThread().interrupt();
    }
    pauses.shutdown();
  }
}
