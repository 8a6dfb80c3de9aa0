/* Several listeners as one. */
package io.github.connectorservice;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The watches of all listeners of a client. What one of them throws changes nothing for the others.
 */
record Watches(List<CallListener.Watch> all) implements CallListener.Watch {
  /** Empty where nobody watches. */
  static Optional<CallListener.Watch> of(
      List<CallListener> listeners, CallListener.Started started) {
    List<CallListener.Watch> all =
        listeners.stream()
            .flatMap(listener -> Hooks.get(() -> listener.callStarted(started)).stream())
            .toList();
    return all.isEmpty() ? Optional.empty() : Optional.of(new Watches(all));
  }

  @Override
  public Map<String, String> metadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    for (CallListener.Watch watch : all) {
      Hooks.run(
          () -> {
            Map<String, String> given = watch.metadata();
            given.forEach(CallMetadata::checkGiven);
            metadata.putAll(given);
          });
    }
    return metadata;
  }

  @Override
  public void attemptEnded(CallListener.Attempt attempt) {
    all.forEach(watch -> Hooks.run(() -> watch.attemptEnded(attempt)));
  }

  @Override
  public void callEnded(CallListener.Ended ended) {
    all.forEach(watch -> Hooks.run(() -> watch.callEnded(ended)));
  }
}
