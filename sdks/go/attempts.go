package connectorservice

import (
	"context"
	"errors"
	mathrand "math/rand/v2"
	"slices"
	"time"

	"github.com/connector-service/connector-service/sdks/go/paymentsv1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/connectivity"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/stats"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"
)

// attempts are those of one call.
type attempts struct {
	*caller
	path    string
	level   descriptorpb.MethodOptions_IdempotencyLevel
	request proto.Message
	answer  proto.Message
	options []grpc.CallOption
	facts   Facts
	begun   time.Time
	hasKey  bool
	made    int
	// What counts where nothing better comes: an answer or an error whose outcome is unknown.
	heldAnswer proto.Message
	heldError  error
}

func (a *attempts) run(ctx context.Context, headers metadata.MD, retries int) error {
	ctx = metadata.NewOutgoingContext(ctx, headers)
	for repeat := 0; ; repeat++ {
		pause := pauseBefore(repeat + 1)
		proto.Reset(a.answer)
		failure := a.attempt(ctx)
		if failure == nil {
			wait, again := a.safeRepeat(pause)
			if !again || repeat >= retries || !fits(ctx, wait) {
				return a.settle()
			}
			operation := operationIn(a.answer)
			answered := proto.Clone(a.answer)
			if operation.GetCertainty() == paymentsv1.Certainty_CERTAINTY_UNKNOWN {
				a.heldAnswer = answered
			}
			if !sleep(ctx, wait) {
				a.give(answered)
				return a.settle()
			}
			continue
		}
		err := a.errorFrom(failure)
		var unknown *OutcomeUnknown
		if errors.As(err, &unknown) && a.heldError == nil {
			a.heldError = err
		}
		wait := max(pause, failure.facts.RetryAfter)
		if repeat >= retries || !a.mayRepeat(ctx, failure) || !fits(ctx, wait) || !sleep(ctx, wait) {
			return a.finish(err)
		}
	}
}

// settle ends with the answer, unless it tells only of its own attempt that nothing was sent: that does not undo an earlier one.
func (a *attempts) settle() error {
	if operationIn(a.answer).GetFailure().GetRetry() != paymentsv1.Retry_RETRY_SAME_KEY_NOW {
		return nil
	}
	if a.heldAnswer != nil {
		a.give(a.heldAnswer)
		return nil
	}
	return a.heldError
}

func (a *attempts) finish(err error) error {
	if a.heldAnswer != nil {
		a.give(a.heldAnswer)
		return nil
	}
	var unknown *OutcomeUnknown
	if a.heldError != nil && !errors.As(err, &unknown) {
		return a.heldError
	}
	return err
}

func (a *attempts) give(answer proto.Message) {
	proto.Reset(a.answer)
	proto.Merge(a.answer, answer)
}

func (a *attempts) attempt(ctx context.Context) *failed {
	a.made++
	if a.connection.GetState() == connectivity.TransientFailure {
		// A connection that could not be made a while ago may be made now.
		a.connection.ResetConnectBackoff()
		trying, cancel := context.WithTimeout(ctx, time.Second)
		a.connection.WaitForStateChange(trying, connectivity.TransientFailure)
		cancel()
	}
	sent := &sentMark{}
	var header, trailer metadata.MD
	options := append(slices.Clone(a.options), grpc.Header(&header), grpc.Trailer(&trailer))
	err := a.connection.Invoke(context.WithValue(ctx, sentKey{}, sent), a.path, a.request, a.answer, options...)
	if a.hooks.Attempt != nil {
		tell(func() { a.hooks.Attempt(ctx, a.made, status.Code(err)) })
	}
	if err == nil {
		return nil
	}
	return &failed{sent: sent.sent.Load(), facts: a.factsOf(err, metadata.Join(trailer, header))}
}

var neverSent = map[string]bool{"NOT_SENT": true, "OVERLOADED": true, "RATE_LIMITED": true, "SHUTTING_DOWN": true}

func (a *attempts) mayRepeat(ctx context.Context, failure *failed) bool {
	if ctx.Err() != nil {
		return false
	}
	if failure.facts.Reason != "" {
		return neverSent[failure.facts.Reason]
	}
	if !failure.sent {
		return true
	}
	if a.level == descriptorpb.MethodOptions_IDEMPOTENCY_UNKNOWN {
		return false
	}
	switch failure.facts.Code {
	case codes.Unavailable, codes.Internal, codes.Unknown, codes.Canceled:
		return true
	default:
		return false
	}
}

// safeRepeat says how long until an answer's operation may be asked for again under its key.
func (a *attempts) safeRepeat(pause time.Duration) (time.Duration, bool) {
	if !a.hasKey {
		return 0, false
	}
	operation := operationIn(a.answer)
	wait := max(pause, operation.GetFailure().GetRetryAfter().AsDuration())
	if operation.GetFailure().GetRetry() == paymentsv1.Retry_RETRY_SAME_KEY_NOW {
		return wait, true
	}
	if operation.GetCertainty() != paymentsv1.Certainty_CERTAINTY_UNKNOWN {
		return 0, false
	}
	if earliest := operation.GetResolution().GetEarliest(); earliest != nil {
		wait = max(wait, time.Until(earliest.AsTime()))
	}
	for _, way := range operation.GetResolution().GetWays() {
		if way == paymentsv1.Resolution_WAY_REPEAT_SAME_KEY {
			return wait, true
		}
	}
	return 0, false
}

// sentMark is set when the headers of an attempt are handed to a connection that is ready.
type sentMark struct{ sent flag }
type sentKey struct{}

type watcher struct{}

func (watcher) TagRPC(ctx context.Context, _ *stats.RPCTagInfo) context.Context   { return ctx }
func (watcher) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context { return ctx }
func (watcher) HandleConn(context.Context, stats.ConnStats)                       {}
func (watcher) HandleRPC(ctx context.Context, event stats.RPCStats) {
	if _, isSent := event.(*stats.OutHeader); !isSent {
		return
	}
	if mark, ok := ctx.Value(sentKey{}).(*sentMark); ok {
		mark.sent.Store(true)
	}
}

// pauseBefore is 100 ms, then twice as long each time, with up to as much again.
func pauseBefore(repeat int) time.Duration {
	pause := 100 * time.Millisecond << (repeat - 1)
	return pause + mathrand.N(pause)
}

func fits(ctx context.Context, wait time.Duration) bool {
	deadline, has := ctx.Deadline()
	return !has || time.Until(deadline) > wait
}

func sleep(ctx context.Context, wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
