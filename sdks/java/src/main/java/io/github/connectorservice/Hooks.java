/* Runs what users hook in. */
package io.github.connectorservice;

import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs hooks; what they throw is logged and changes nothing. */
final class Hooks {
  private static final System.Logger LOG = System.getLogger("io.github.connectorservice");

  private Hooks() {}

  static void run(Runnable hook) {
    get(
        () -> {
          hook.run();
          return true;
        });
  }

  /** Empty where the hook threw. */
  static <Value> Optional<Value> get(Supplier<Value> hook) {
    try {
      return Optional.ofNullable(hook.get());
    } catch (RuntimeException | Error broken) {
      // An error too: a class that is missing at the listener's end is no reason to lose a payment.
      LOG.log(Level.WARNING, "a CallListener failed", broken);
      return Optional.empty();
    }
  }
}
