package connectorservice

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
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
	// nil where nothing is said.
	deadline *time.Duration
	retries  int
	key      string
	metadata map[string]string
}

// CallDeadline is for this call and all its attempts; the context's own is kept as well.
func CallDeadline(deadline time.Duration) grpc.CallOption {
	return CallOption{set: func(o *callOptions) { o.deadline = &deadline }}
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
	given := callOptions{retries: c.retries}
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
	headers := metadata.New(c.headers())
	for name, value := range own {
		headers.Set(name, value)
	}
	sent, err := taken(request.(proto.Message), given.key)
	if err != nil {
		return err
	}
	call := &attempts{
		caller: c, path: path, level: levelOf(path), request: sent, answer: answer.(proto.Message), options: native,
		facts: Facts{RPC: path[1:], RequestID: own["x-request-id"]}, begun: time.Now(), hasKey: keyOf(sent) != "",
	}
	ctx, cancel := c.within(ctx, given.deadline)
	defer cancel()
	attempted := ctx
	if c.hooks.Call != nil {
		tell(func() {
			if told := c.hooks.Call(ctx, call.facts.RPC, call.facts.RequestID); told != nil {
				attempted = told
			}
		})
	}
	err = call.run(endingWith{attempted, ctx}, headers, given.retries)
	if c.hooks.Ended != nil {
		tell(func() { c.hooks.Ended(attempted, call.made, err) })
	}
	return err
}

// within is the context of a call: until the deadline that is said, and without one until the context's own, or the client's.
func (c *caller) within(ctx context.Context, said *time.Duration) (context.Context, context.CancelFunc) {
	if said != nil {
		return context.WithTimeout(ctx, *said)
	}
	if _, has := ctx.Deadline(); has {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, c.deadline)
}

// endingWith has the values that a hook gave, and ends with the call: a hook's context may be of anything.
type endingWith struct {
	values context.Context
	context.Context
}

// Value is the hook's.
func (e endingWith) Value(key any) any { return e.values.Value(key) }

// tell: whoever listens ends no payment, since the answer of a call is worth more than what is written of it.
func tell(listen func()) {
	defer func() { _ = recover() }()
	listen()
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
