/* What can be said for one call. */
package io.github.connectorservice;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is said for one call; what is left out is the client's. Immutable. Prints the names of
 * metadata and no value.
 *
 * @param deadline until an answer must be there, over all attempts and pauses
 * @param retries at most so many repeats, and only where a repeat is safe
 * @param idempotencyKey for requests that have such a field and do not say one themselves
 * @param requestId correlates the call in logs; made where left out
 * @param metadata more of it, beside the client's
 */
public record CallOptions(
    Optional<Duration> deadline,
    OptionalInt retries,
    Optional<String> idempotencyKey,
    Optional<String> requestId,
    Map<String, String> metadata) {
  /** Nothing is said: all is the client's. */
  public static final CallOptions NONE = builder().build();

  /**
   * Checks and copies what is given.
   *
   * @param deadline more than nothing
   * @param retries 0 or more
   * @param idempotencyKey unique per attempt at one thing
   * @param requestId printable ASCII
   * @param metadata none of the names that the library fills itself
   */
  public CallOptions {
    deadline.ifPresent(ConnectorServiceClient.Builder::checkDeadline);
    retries.ifPresent(ConnectorServiceClient.Builder::checkRetries);
    requestId.ifPresent(id -> CallMetadata.checkedValue("x-request-id", id));
    metadata.forEach(CallMetadata::checkGiven);
    metadata = Map.copyOf(metadata);
  }

  /**
   * Options with nothing but an idempotency key.
   *
   * @param key unique per attempt at one thing
   * @return the options
   */
  public static CallOptions idempotencyKey(String key) {
    return builder().idempotencyKey(key).build();
  }

  /**
   * Begins options.
   *
   * @return a builder in which nothing is said
   */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public String toString() {
    return "CallOptions[deadline=%s, retries=%s, idempotencyKey=%s, requestId=%s, metadata=%s]"
        .formatted(deadline, retries, idempotencyKey, requestId, metadata.keySet());
  }

  /** Collects options. */
  public static final class Builder {
    private Optional<Duration> deadline = Optional.empty();
    private OptionalInt retries = OptionalInt.empty();
    private Optional<String> idempotencyKey = Optional.empty();
    private Optional<String> requestId = Optional.empty();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Until an answer must be there, over all attempts and pauses.
     *
     * @param deadline more than nothing
     * @return this
     */
    public Builder deadline(Duration deadline) {
      this.deadline = Optional.of(deadline);
      return this;
    }

    /**
     * At most so many repeats, and only where a repeat is safe.
     *
     * @param retries 0 for none
     * @return this
     */
    public Builder retries(int retries) {
      this.retries = OptionalInt.of(retries);
      return this;
    }

    /**
     * For requests that have such a field and do not say one themselves.
     *
     * @param key unique per attempt at one thing
     * @return this
     */
    public Builder idempotencyKey(String key) {
      this.idempotencyKey = Optional.of(key);
      return this;
    }

    /**
     * Correlates the call in logs and traces.
     *
     * @param id printable ASCII
     * @return this
     */
    public Builder requestId(String id) {
      this.requestId = Optional.of(id);
      return this;
    }

    /**
     * Asks for the exchanges with the processor, masked; only for callers whom the operator allows.
     *
     * @return this
     */
    public Builder includeRaw() {
      return metadata("x-include-raw", "true");
    }

    /**
     * One more entry of metadata.
     *
     * @param name none of those that the library fills itself
     * @param value printable ASCII
     * @return this
     */
    public Builder metadata(String name, String value) {
      metadata.put(name, value);
      return this;
    }

    /**
     * Checks what was said.
     *
     * @return the options
     * @throws IllegalArgumentException where something cannot be
     */
    public CallOptions build() {
      return new CallOptions(deadline, retries, idempotencyKey, requestId, metadata);
    }
  }
}
