/* Whose calls they are. */
package io.github.connectorservice;

import io.grpc.Metadata;

/**
 * Whose calls a client makes: a {@link Connector} with its credentials, or the name of an account
 * that the service's operator configured.
 */
public abstract sealed class Account permits Connector, NamedAccount {
  Account() {}

  /**
   * An account that the service's operator configured.
   *
   * @param name its name there
   * @return the account
   */
  public static Account named(String name) {
    return new NamedAccount(name);
  }

  /** Says it in the way that the service reads it. */
  abstract void describeTo(Metadata metadata);

  /** What must not be shown of it anywhere. */
  abstract Secrets secrets();
}
