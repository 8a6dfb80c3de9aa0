/* Calls in the log. */
package io.github.connectorservice;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Logs each call in one line, and each attempt at DEBUG. */
final class LoggingListener implements CallListener {
  private final Logger log;

  LoggingListener(Logger log) {
    this.log = log;
  }

  @Override
  public Watch callStarted(Started started) {
    return new Watch() {
      @Override
      public void attemptEnded(Attempt attempt) {
        log.log(
            Level.DEBUG,
            () ->
                "%s: attempt %d ended as %s after %d ms%s (request %s)"
                    .formatted(
                        started.rpc(),
                        attempt.number(),
                        attempt.reason().orElse(attempt.code().name()),
                        attempt.elapsed().toMillis(),
                        attempt
                            .pause()
                            .map(pause -> ", the next in %d ms".formatted(pause.toMillis()))
                            .orElse(""),
                        started.requestId()));
      }

      @Override
      public void callEnded(Ended ended) {
        log.log(
            ended.error().isPresent() ? Level.WARNING : Level.INFO,
            () ->
                "%s %s in %d ms (attempts: %d, request %s)"
                    .formatted(
                        started.rpc(),
                        ended
                            .error()
                            .map(
                                error ->
                                    error.getClass().getSimpleName()
                                        + " "
                                        + error.reason().orElse(error.code().name()))
                            .orElse("answered"),
                        ended.elapsed().toMillis(),
                        ended.attempts(),
                        started.requestId()));
      }
    };
  }
}
