/* The client. */
package io.github.connectorservice;

import io.grpc.Metadata;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;

/**
 * A client of Connector Service: one per account, safe to share between threads. It keeps its
 * connections; close it when it is no longer needed. Prints no credential.
 */
public final class ConnectorServiceClient implements AutoCloseable {
  /** Of the library. */
  public static final String VERSION = "0.1.0";

  private final String description;
  private final Calls calls;
  private final Payments payments;
  private final Refunds refunds;
  private final Mandates mandates;
  private final Disputes disputes;
  private final PaymentMethods paymentMethods;
  private final Customers customers;
  private final Sessions sessions;
  private final Webhooks webhooks;
  private final Connectors connectors;

  private ConnectorServiceClient(String description, Calls calls) {
    this.description = description;
    this.calls = calls;
    payments = new Payments(calls);
    refunds = new Refunds(calls);
    mandates = new Mandates(calls);
    disputes = new Disputes(calls);
    paymentMethods = new PaymentMethods(calls);
    customers = new Customers(calls);
    sessions = new Sessions(calls);
    webhooks = new Webhooks(calls);
    connectors = new Connectors(calls);
  }

  /**
   * A client with nothing but the usual.
   *
   * @param endpoint {@code http://…} for plaintext or {@code https://…}
   * @param account whose calls they are, such as {@code new Stripe(apiKey)}
   * @return the client, which connects at its first call
   */
  public static ConnectorServiceClient create(String endpoint, Account account) {
    return builder(endpoint, account).build();
  }

  /**
   * Begins a client.
   *
   * @param endpoint {@code http://…} for plaintext or {@code https://…}
   * @param account whose calls they are, such as {@code new Stripe(apiKey)}
   * @return a builder in which nothing else is said
   */
  public static Builder builder(String endpoint, Account account) {
    return new Builder(endpoint, account);
  }

  /**
   * Takes payments.
   *
   * @return the calls
   */
  public Payments payments() {
    return payments;
  }

  /**
   * Gives money back.
   *
   * @return the calls
   */
  public Refunds refunds() {
    return refunds;
  }

  /**
   * Sets up and revokes mandates.
   *
   * @return the calls
   */
  public Mandates mandates() {
    return mandates;
  }

  /**
   * Answers disputes.
   *
   * @return the calls
   */
  public Disputes disputes() {
    return disputes;
  }

  /**
   * Keeps payment methods at the processor.
   *
   * @return the calls
   */
  public PaymentMethods paymentMethods() {
    return paymentMethods;
  }

  /**
   * Keeps customers at the processor.
   *
   * @return the calls
   */
  public Customers customers() {
    return customers;
  }

  /**
   * Begins sessions for scripts and SDKs of processors.
   *
   * @return the calls
   */
  public Sessions sessions() {
    return sessions;
  }

  /**
   * Reads webhooks.
   *
   * @return the calls
   */
  public Webhooks webhooks() {
    return webhooks;
  }

  /**
   * Says what connectors can do.
   *
   * @return the calls
   */
  public Connectors connectors() {
    return connectors;
  }

  /**
   * Gives the calls under way five seconds, and closes the connections. A later call ends with
   * {@link NotSentException}.
   */
  @Override
  public void close() {
    calls.close();
  }

  @Override
  public String toString() {
    return description;
  }

  /** Collects what a client is made of. */
  public static final class Builder {
    private static final Duration USUAL_DEADLINE = Duration.ofSeconds(30);
    private static final int USUAL_RETRIES = 2;
    private static final String ENDPOINT =
        "an endpoint is http://host:port or https://host:port, and nothing else";

    private final URI endpoint;
    private final Account account;
    private Optional<String> subAccount = Optional.empty();
    private Optional<String> apiKey = Optional.empty();
    private Optional<String> authorities = Optional.empty();
    private Optional<Connection.Identity> identity = Optional.empty();
    private Duration deadline = USUAL_DEADLINE;
    private int retries = USUAL_RETRIES;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final List<CallListener> listeners = new ArrayList<>();
    private Executor executor = ForkJoinPool.commonPool();

    private Builder(String endpoint, Account account) {
      this.endpoint = checkedEndpoint(endpoint);
      this.account = Objects.requireNonNull(account, "account");
    }

    private static URI checkedEndpoint(String endpoint) {
      URI uri = parsed(endpoint);
      boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean isBare =
          uri.getUserInfo() == null
              && uri.getQuery() == null
              && uri.getFragment() == null
              && (uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/"));
      if (!isHttp || uri.getHost() == null || !isBare) {
        throw new IllegalArgumentException(ENDPOINT);
      }
      return uri;
    }

    /** Says nothing of the endpoint, in which a password may be. */
    private static URI parsed(String endpoint) {
      try {
        return new URI(endpoint);
      } catch (URISyntaxException strange) {
        throw new IllegalArgumentException(ENDPOINT);
      }
    }

    static void checkDeadline(Duration deadline) {
      if (deadline.isNegative() || deadline.isZero()) {
        throw new IllegalArgumentException("a deadline is more than nothing");
      }
    }

    static void checkRetries(int retries) {
      if (retries < 0) {
        throw new IllegalArgumentException("retries are 0 or more");
      }
    }

    /**
     * The account inside the credentials, such as a merchant account or a location.
     *
     * @param subAccount as the processor knows it
     * @return this
     */
    public Builder subAccount(String subAccount) {
      this.subAccount =
          Optional.of(CallMetadata.checkedValue("x-connector-sub-account", subAccount));
      return this;
    }

    /**
     * The caller's key, where the service wants one.
     *
     * @param apiKey a secret
     * @return this
     */
    public Builder apiKey(String apiKey) {
      this.apiKey = Optional.of(CallMetadata.checkedValue("authorization", apiKey));
      return this;
    }

    /**
     * The authorities that the service's certificate may be of; the system's where nothing is said.
     *
     * @param pem one or more certificates
     * @return this
     */
    public Builder authorities(String pem) {
      this.authorities = Optional.of(pem);
      return this;
    }

    /**
     * The client's own certificate, for services that want one.
     *
     * @param certificate the chain as PEM
     * @param key its private key as PEM (PKCS #8); a secret
     * @return this
     */
    public Builder clientCertificate(String certificate, String key) {
      this.identity = Optional.of(new Connection.Identity(certificate, key));
      return this;
    }

    /**
     * Until an answer must be there, over all attempts and pauses; 30 seconds where nothing is
     * said.
     *
     * @param deadline more than nothing
     * @return this
     */
    public Builder deadline(Duration deadline) {
      checkDeadline(deadline);
      this.deadline = deadline;
      return this;
    }

    /**
     * At most so many repeats, and only where a repeat is safe; 2 where nothing is said.
     *
     * @param retries 0 for none
     * @return this
     */
    public Builder retries(int retries) {
      checkRetries(retries);
      this.retries = retries;
      return this;
    }

    /**
     * One more entry of metadata for every call.
     *
     * @param name none of those that the library fills itself
     * @param value printable ASCII
     * @return this
     */
    public Builder metadata(String name, String value) {
      CallMetadata.checkGiven(name, value);
      metadata.put(name, value);
      return this;
    }

    /**
     * Is told of every call.
     *
     * @param listener must not block
     * @return this
     */
    public Builder listener(CallListener listener) {
      listeners.add(Objects.requireNonNull(listener, "listener"));
      return this;
    }

    /**
     * Completes the futures of the {@code …Async} calls; the common pool where nothing is said.
     *
     * @param executor yours: it is not shut down
     * @return this
     */
    public Builder executor(Executor executor) {
      this.executor = Objects.requireNonNull(executor, "executor");
      return this;
    }

    /**
     * Makes the client.
     *
     * @return the client, which connects at its first call
     * @throws IllegalArgumentException where certificates are given for a plaintext endpoint, or
     *     cannot be used
     */
    public ConnectorServiceClient build() {
      boolean hasTls = authorities.isPresent() || identity.isPresent();
      if (hasTls && !endpoint.getScheme().equals("https")) {
        throw new IllegalArgumentException("certificates go with an https:// endpoint");
      }
      Metadata fixed = new Metadata();
      CallMetadata.putAll(fixed, metadata);
      account.describeTo(fixed);
      subAccount.ifPresent(value -> fixed.put(CallMetadata.key("x-connector-sub-account"), value));
      apiKey.ifPresent(key -> fixed.put(CallMetadata.key("authorization"), "Bearer " + key));
      Secrets secrets = account.secrets().and(Secrets.of(apiKey.stream().flatMap(Stream::of)));
      Connection connection =
          new Connection(
              endpoint,
              new Connection.Tls(authorities, identity),
              "connector-service-java/" + VERSION,
              Connection.PATIENCE);
      return new ConnectorServiceClient(
          toString(),
          new Calls(
              connection,
              new Calls.Defaults(
                  deadline, retries, fixed, secrets, List.copyOf(listeners), executor)));
    }

    @Override
    public String toString() {
      return "ConnectorServiceClient[%s, %s%s%s]"
          .formatted(
              endpoint,
              account,
              subAccount.map(name -> ", subAccount=" + name).orElse(""),
              apiKey.isPresent() ? ", apiKey=***" : "");
    }
  }
}
