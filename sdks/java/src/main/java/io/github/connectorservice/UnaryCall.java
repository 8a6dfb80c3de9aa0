/* One call with its attempts: what is repeated, and how it ends. */
package io.github.connectorservice;

import com.google.protobuf.Message;
import io.grpc.ClientCall;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** One call: attempts one after the other, until one ends it. Safe to cancel from any thread. */
final class UnaryCall<Request extends Message, Answer extends Message> {
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final int MOST_DOUBLINGS = 10;
  private static final String GIVEN_UP = "given up by the caller";
  private static final Executor DIRECT = Runnable::run;

  /** What a call is made with. */
  record Terms(
      String requestId,
      Duration deadline,
      int retries,
      Metadata metadata,
      Optional<CallListener.Watch> watch) {}

  private final Connection connection;
  private final MethodDescriptor<Request, Answer> method;
  private final Request request;
  private final Terms terms;
  private final long startedAt = System.nanoTime();
  private final Instant firstAttemptAt = Instant.now();
  private final CompletableFuture<Ending<Answer>> last = new CompletableFuture<>();

  private int attempts;
  private Optional<Ending<Answer>> unknown = Optional.empty();

  private boolean isCancelled;
  private ClientCall<Request, Answer> underWay;
  private Future<?> pausing;

  UnaryCall(
      Connection connection,
      MethodDescriptor<Request, Answer> method,
      Request request,
      Terms terms) {
    this.connection = connection;
    this.method = method;
    this.request = request;
    this.terms = terms;
  }

  /**
   * Begins; the future is completed by a thread that must not be blocked, and never exceptionally.
   */
  CompletableFuture<Ending<Answer>> start() {
    attempt();
    return last;
  }

  /** Gives the call up. What was handed to a connection may have been done all the same. */
  void cancel() {
    ClientCall<Request, Answer> call;
    synchronized (this) {
      if (isCancelled || last.isDone()) {
        return;
      }
      isCancelled = true;
      call = underWay;
      if (pausing != null && pausing.cancel(false)) {
        call = null;
      } else if (call == null) {
        return;
      }
    }
    if (call == null) {
      finish(Ending.notMade(Status.CANCELLED.withDescription(GIVEN_UP)));
    } else {
      call.cancel(GIVEN_UP, null);
    }
  }

  private Duration left() {
    return terms.deadline().minusNanos(System.nanoTime() - startedAt);
  }

  /** Never throws: whoever waits for the call would wait forever. */
  private void attempt() {
    try {
      attemptOnce();
    } catch (RuntimeException | Error broken) {
      finish(
          Ending.notMade(
              Status.INTERNAL.withDescription("no attempt could be made").withCause(broken)));
    }
  }

  private void attemptOnce() {
    boolean isGivenUpBefore;
    synchronized (this) {
      pausing = null;
      isGivenUpBefore = isCancelled;
    }
    if (isGivenUpBefore) {
      finish(Ending.notMade(Status.CANCELLED.withDescription(GIVEN_UP)));
      return;
    }
    long attemptedAt = System.nanoTime();
    long left = left().toNanos();
    if (left <= 0) {
      finish(
          Ending.notMade(
              Status.DEADLINE_EXCEEDED.withDescription(
                  "the deadline passed before anything was sent")));
      return;
    }
    attempts += 1;
    Handing handing = new Handing();
    ClientCall<Request, Answer> call =
        connection
            .channel()
            .newCall(
                method,
                io.grpc.CallOptions.DEFAULT
                    .withDeadlineAfter(left, TimeUnit.NANOSECONDS)
                    .withExecutor(DIRECT)
                    .withStreamTracerFactory(handing));
    Metadata metadata = new Metadata();
    metadata.merge(terms.metadata());
    Listener listener = new Listener(handing, attemptedAt);
    call.start(listener, metadata);
    call.sendMessage(request);
    call.halfClose();
    call.request(2);
    // Only now: a call that is given up takes no message any more, and says so by throwing.
    boolean isGivenUp;
    synchronized (this) {
      underWay = listener.isClosed ? null : call;
      isGivenUp = isCancelled;
    }
    if (isGivenUp) {
      call.cancel(GIVEN_UP, null);
    }
  }

  private void ended(Ending<Answer> ending, long attemptedAt) {
    synchronized (this) {
      underWay = null;
    }
    boolean isUnknown = ending.answer().map(Told::isUnknown).orElse(hasUnknownOutcome(ending));
    // An answer that does not know says more than a broken connection.
    if (isUnknown && (unknown.isEmpty() || ending.answer().isPresent())) {
      unknown = Optional.of(ending);
    }
    Optional<Duration> pause = pauseAfter(ending);
    Duration elapsed = Duration.ofNanos(System.nanoTime() - attemptedAt);
    CallListener.Attempt told =
        new CallListener.Attempt(
            attempts, ending.status().getCode(), ending.reason(), elapsed, pause);
    terms.watch().ifPresent(watch -> Hooks.run(() -> watch.attemptEnded(told)));
    if (pause.isEmpty()) {
      finish(ending);
      return;
    }
    if (!ending.isHanded()) {
      connection.tryAgain();
    }
    if (!isPausing(pause.get())) {
      finish(ending);
    }
  }

  /** False where the call was given up, or the client was closed. */
  private synchronized boolean isPausing(Duration pause) {
    if (isCancelled) {
      return false;
    }
    try {
      pausing = connection.after(pause, this::attempt);
      return true;
    } catch (RejectedExecutionException closed) {
      return false;
    }
  }

  private boolean hasUnknownOutcome(Ending<Answer> ending) {
    return Errors.kindOf(ending, method.isSafe()) == Errors.Kind.OUTCOME_UNKNOWN;
  }

  /** Empty where the call ends here. */
  private Optional<Duration> pauseAfter(Ending<Answer> ending) {
    boolean isOver;
    synchronized (this) {
      isOver = isCancelled;
    }
    if (isOver || attempts > terms.retries() || !mayRepeat(ending)) {
      return Optional.empty();
    }
    Duration own = ownPause();
    // What is told is a least: whoever says "at once" is not asked faster than others.
    Duration pause =
        ending
            .answer()
            .map(answer -> Told.pause(answer, own, Instant.now()))
            .or(() -> ending.retryAfter().filter(told -> told.compareTo(own) > 0))
            .orElse(own);
    return pause.compareTo(left()) < 0 ? Optional.of(pause) : Optional.empty();
  }

  private Duration ownPause() {
    long least = FIRST_PAUSE_MILLIS << Math.min(attempts - 1, MOST_DOUBLINGS);
    return Duration.ofMillis(least + ThreadLocalRandom.current().nextLong(least + 1));
  }

  private boolean mayRepeat(Ending<Answer> ending) {
    if (ending.answer().isPresent()) {
      boolean hasKey = RequestFields.idempotencyKey(request).isPresent();
      return hasKey && Told.isRepeatSafe(ending.answer().get());
    }
    boolean isHarmless = method.isSafe() || method.isIdempotent();
    return ending.isCertainlyNotSent() || (isHarmless && ending.mayPass());
  }

  /**
   * What was once unknown stays so, unless a repeat is answered, and by more than that nothing was
   * sent this time.
   */
  private void finish(Ending<Answer> ending) {
    boolean isTold = ending.answer().filter(answer -> !Told.isSameKeyNow(answer)).isPresent();
    last.complete(isTold ? ending : unknown.orElse(ending));
  }

  /** The answer, or the error, which tells the listener too. */
  Answer result(Ending<Answer> ending, Secrets secrets) {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - startedAt);
    if (ending.answer().isPresent()) {
      told(new CallListener.Ended(Optional.empty(), attempts, elapsed));
      return ending.answer().get();
    }
    ConnectorServiceException error =
        Errors.of(
            ending,
            terms.requestId(),
            method.isSafe(),
            secrets.and(RequestFields.secrets(request)),
            () -> UnknownCall.of(method.getFullMethodName(), request, firstAttemptAt));
    told(new CallListener.Ended(Optional.of(error), attempts, elapsed));
    throw error;
  }

  private void told(CallListener.Ended ended) {
    terms.watch().ifPresent(watch -> Hooks.run(() -> watch.callEnded(ended)));
  }

  /**
   * Learns whether the request was handed to a connection: before that, nothing can have been sent.
   */
  private static final class Handing extends ClientStreamTracer.Factory {
    private volatile boolean isHanded;

    @Override
    public ClientStreamTracer newClientStreamTracer(
        ClientStreamTracer.StreamInfo info, Metadata headers) {
      return new ClientStreamTracer() {
        @Override
        public void streamCreated(io.grpc.Attributes transport, Metadata sent) {
          isHanded = true;
        }
      };
    }
  }

  private final class Listener extends ClientCall.Listener<Answer> {
    private final Handing handing;
    private final long attemptedAt;
    private Metadata headers = new Metadata();
    private Optional<Answer> answer = Optional.empty();
    private boolean isTwice;
    private volatile boolean isClosed;

    Listener(Handing handing, long attemptedAt) {
      this.handing = handing;
      this.attemptedAt = attemptedAt;
    }

    @Override
    public void onHeaders(Metadata received) {
      headers = received;
    }

    @Override
    public void onMessage(Answer received) {
      isTwice = answer.isPresent();
      answer = Optional.of(received);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      isClosed = true;
      try {
        ended(endingOf(status, trailers), attemptedAt);
      } catch (RuntimeException | Error broken) {
        // Thrown on, it would only be logged, and whoever waits for the call would wait forever.
        Status problem = Status.INTERNAL.withDescription("the call broke").withCause(broken);
        finish(Ending.broken(problem, handing.isHanded));
      }
    }

    private Ending<Answer> endingOf(Status status, Metadata trailers) {
      if (status.isOk() && answer.isPresent() && !isTwice) {
        return Ending.answered(answer.get());
      }
      Status problem =
          status.isOk() ? Status.INTERNAL.withDescription("an answer is one message") : status;
      return Ending.refused(problem, headers, trailers, handing.isHanded);
    }
  }
}
