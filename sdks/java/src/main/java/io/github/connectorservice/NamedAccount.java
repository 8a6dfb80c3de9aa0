/* An account by its name at the service. */
package io.github.connectorservice;

import io.grpc.Metadata;

/** An account that the service's operator configured. */
final class NamedAccount extends Account {
  private final String name;

  NamedAccount(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("an account's name is not empty");
    }
    this.name = CallMetadata.checkedValue("x-connector-account", name);
  }

  @Override
  void describeTo(Metadata metadata) {
    metadata.put(CallMetadata.key("x-connector-account"), name);
  }

  @Override
  Secrets secrets() {
    return Secrets.NONE;
  }

  @Override
  public String toString() {
    return "Account.named(" + name + ")";
  }
}
