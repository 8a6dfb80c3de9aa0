package connectorservice

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"time"

	"github.com/connector-service/connector-service/sdks/go/paymentsv1"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/connectivity"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/stats"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
)

// CallOption is an option of one call.
type CallOption struct {
	grpc.EmptyCallOption
	set func(*callOptions)
}

type callOptions struct {
	deadline time.Duration
	retries  int
	key      string
	metadata map[string]string
}

// CallDeadline is for this call and all its attempts; the context's own is kept as well.
func CallDeadline(deadline time.Duration) grpc.CallOption {
	return CallOption{set: func(o *callOptions) { o.deadline = deadline }}
}

// CallRetries is how often this call is sent again where the contract allows it.
func CallRetries(retries int) grpc.CallOption {
	return CallOption{set: func(o *callOptions) { o.retries = retries }}
}

// IdempotencyKey is written into the request where it has the field and does not say one itself.
func IdempotencyKey(key string) grpc.CallOption {
	return CallOption{set: func(o *callOptions) { o.key = key }}
}

// CallMetadata goes with this call beside the client's own, and wins.
func CallMetadata(metadata map[string]string) grpc.CallOption {
	return CallOption{set: func(o *callOptions) { o.metadata = metadata }}
}

// Hooks tells what happens, for logs and spans: never a payload, never a secret. Each may be nil.
type Hooks struct {
	// Call begins; what it returns is the context of its attempts.
	Call func(ctx context.Context, rpc, requestID string) context.Context
	// Attempt ended, with an error where it has no answer.
	Attempt func(ctx context.Context, number int, code codes.Code)
	// Ended is the end of the call.
	Ended func(ctx context.Context, attempts int, err error)
}

// caller is the connection that the generated clients speak to: the contract's rules stand around it.
type caller struct {
	connection *grpc.ClientConn
	settings
}

// NewStream is of no use: the contract's rpcs are unary.
func (c *caller) NewStream(context.Context, *grpc.StreamDesc, string, ...grpc.CallOption) (grpc.ClientStream, error) {
	return nil, errors.New("connectorservice: the contract has no streams")
}

// Invoke is one call with its repeats.
func (c *caller) Invoke(ctx context.Context, path string, request, answer any, options ...grpc.CallOption) error {
	given := callOptions{deadline: c.deadline, retries: c.retries}
	var native []grpc.CallOption
	for _, option := range options {
		if own, ok := option.(CallOption); ok {
			own.set(&given)
		} else {
			native = append(native, option)
		}
	}
	own, err := checkedMetadata(given.metadata)
	if err != nil {
		return err
	}
	if own["x-request-id"] == "" {
		own["x-request-id"] = newID()
	}
	headers := metadata.New(c.headers)
	for name, value := range own {
		headers.Set(name, value)
	}
	ctx, cancel := context.WithTimeout(ctx, given.deadline)
	defer cancel()

	sent := withKey(request.(proto.Message), given.key)
	call := &attempts{
		caller: c, path: path, level: levelOf(path), request: sent, answer: answer.(proto.Message), options: native,
		facts: Facts{RPC: path[1:], RequestID: own["x-request-id"]}, begun: time.Now(), hasKey: keyOf(sent) != "",
	}
	if c.hooks.Call != nil {
		tell(func() {
			if told := c.hooks.Call(ctx, call.facts.RPC, call.facts.RequestID); told != nil {
				ctx = told
			}
		})
	}
	err = call.run(metadata.NewOutgoingContext(ctx, headers), given.retries)
	if c.hooks.Ended != nil {
		tell(func() { c.hooks.Ended(ctx, call.made, err) })
	}
	return err
}

// tell: whoever listens ends no payment, since the answer of a call is worth more than what is written of it.
func tell(listen func()) {
	defer func() { _ = recover() }()
	listen()
}

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

func (a *attempts) run(ctx context.Context, retries int) error {
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
		wait := pause
		if failure.facts.RetryAfter > 0 {
			wait = failure.facts.RetryAfter
		}
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

// failed is an attempt without an answer.
type failed struct {
	sent  bool
	facts Facts
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
	err := a.connection.Invoke(context.WithValue(ctx, sentKey{}, sent), a.path, a.request, a.answer, a.options...)
	if a.hooks.Attempt != nil {
		tell(func() { a.hooks.Attempt(ctx, a.made, status.Code(err)) })
	}
	if err == nil {
		return nil
	}
	return &failed{sent: sent.sent.Load(), facts: a.factsOf(err)}
}

func (a *attempts) factsOf(err error) Facts {
	told := status.Convert(err)
	facts := a.facts
	facts.Code = told.Code()
	facts.Message = messageOf(told)
	for _, detail := range told.Details() {
		switch detail := detail.(type) {
		case *errdetails.ErrorInfo:
			if detail.GetDomain() == "payments.v1" {
				facts.Reason = detail.GetReason()
				facts.Message = told.Message()
			}
		case *errdetails.BadRequest:
			for _, violation := range detail.GetFieldViolations() {
				facts.Violations = append(facts.Violations, Violation{violation.GetField(), violation.GetDescription()})
			}
		case *errdetails.RetryInfo:
			facts.RetryAfter = detail.GetRetryDelay().AsDuration()
		}
	}
	return facts
}

// messageOf keeps out what a proxy may have echoed.
func messageOf(told *status.Status) string {
	return "no answer of the service: " + told.Code().String()
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

func (a *attempts) errorFrom(failure *failed) error {
	facts := &failure.facts
	if !failure.sent {
		return &NotSent{facts}
	}
	switch facts.Reason {
	case "INVALID_REQUEST", "MALFORMED", "INVALID_CREDENTIALS", "INVALID_STATE", "UNKNOWN_CONNECTOR", "UNKNOWN_ACCOUNT":
		return &InvalidRequest{facts}
	case "UNAUTHENTICATED":
		return &Unauthenticated{facts}
	case "PERMISSION_DENIED":
		return &PermissionDenied{facts}
	case "UNSUPPORTED":
		return &Unsupported{facts}
	case "OVERLOADED", "RATE_LIMITED":
		return &Overloaded{facts}
	case "NOT_SENT", "SHUTTING_DOWN", "DEADLINE_PASSED":
		return &NotSent{facts}
	case "":
		switch facts.Code {
		case codes.InvalidArgument, codes.NotFound, codes.FailedPrecondition:
			return &InvalidRequest{facts}
		case codes.Unauthenticated:
			return &Unauthenticated{facts}
		case codes.PermissionDenied:
			return &PermissionDenied{facts}
		case codes.Unimplemented:
			return &Unsupported{facts}
		}
	}
	if a.level == descriptorpb.MethodOptions_NO_SIDE_EFFECTS {
		return &Unavailable{facts}
	}
	return &OutcomeUnknown{facts, LostCall{
		RPC: facts.RPC, Request: a.request, AttemptedAt: a.begun,
		Reference: textIn(a.request, "reference"), IdempotencyKey: keyOf(a.request),
	}}
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

// levelOf is the rpc's idempotency_level in the contract.
func levelOf(path string) descriptorpb.MethodOptions_IdempotencyLevel {
	service, method, _ := cut(path)
	found, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(service))
	if err != nil {
		return descriptorpb.MethodOptions_IDEMPOTENCY_UNKNOWN
	}
	descriptor, ok := found.(protoreflect.ServiceDescriptor)
	if !ok {
		return descriptorpb.MethodOptions_IDEMPOTENCY_UNKNOWN
	}
	options, ok := descriptor.Methods().ByName(protoreflect.Name(method)).Options().(*descriptorpb.MethodOptions)
	if !ok {
		return descriptorpb.MethodOptions_IDEMPOTENCY_UNKNOWN
	}
	return options.GetIdempotencyLevel()
}

func newID() string {
	var bytes [16]byte
	_, _ = rand.Read(bytes[:])
	bytes[6] = bytes[6]&0x0f | 0x40
	bytes[8] = bytes[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", bytes[0:4], bytes[4:6], bytes[6:8], bytes[8:10], bytes[10:])
}
