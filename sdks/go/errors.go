package connectorservice

import (
	"fmt"
	"time"

	"github.com/connector-service/connector-service/sdks/go/paymentsv1"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// Violation is one thing that is wrong with a request.
type Violation struct {
	// Field as purchase.amount.currency.
	Field   string
	Problem string
}

// Facts is what every error of a call is, or wraps.
type Facts struct {
	// Reason is the service's, such as RATE_LIMITED; empty where it was not the service that spoke.
	Reason string
	// Code is gRPC's, which proves nothing where Reason is empty.
	Code       codes.Code
	Message    string
	Violations []Violation
	// RetryAfter is how long to wait; 0 where nobody said.
	RetryAfter time.Duration
	RequestID  string
	// RPC is payments.v1.PaymentService/AuthorizePayment.
	RPC string
}

// Error is one line without secrets.
func (e *Facts) Error() string {
	reason := e.Reason
	if reason == "" {
		reason = e.Code.String()
	}
	return fmt.Sprintf("%s: %s: %s (request %s)", e.RPC, reason, e.Message, e.RequestID)
}

// InvalidRequest: it will never succeed as it is; Violations names every field. Nothing was sent.
type InvalidRequest struct{ *Facts }

// Unauthenticated: the caller's key or certificate is missing or not known.
type Unauthenticated struct{ *Facts }

// PermissionDenied: the caller may not do this.
type PermissionDenied struct{ *Facts }

// Unsupported: the connector cannot do this. Nothing was sent.
type Unsupported struct{ *Facts }

// Overloaded: too much at once. Nothing was sent.
type Overloaded struct{ *Facts }

// NotSent: nothing was sent to the processor.
type NotSent struct{ *Facts }

// Unavailable: a call without side effects has no answer.
type Unavailable struct{ *Facts }

// OutcomeUnknown: nobody here knows whether it happened. Look it up with OriginalCall before anything else.
type OutcomeUnknown struct {
	*Facts
	Call LostCall
}

// Unwrap gives the facts.
func (e *InvalidRequest) Unwrap() error { return e.Facts }

// Unwrap gives the facts.
func (e *Unauthenticated) Unwrap() error { return e.Facts }

// Unwrap gives the facts.
func (e *PermissionDenied) Unwrap() error { return e.Facts }

// Unwrap gives the facts.
func (e *Unsupported) Unwrap() error { return e.Facts }

// Unwrap gives the facts.
func (e *Overloaded) Unwrap() error { return e.Facts }

// Unwrap gives the facts.
func (e *NotSent) Unwrap() error { return e.Facts }

// Unwrap gives the facts.
func (e *Unavailable) Unwrap() error { return e.Facts }

// Unwrap gives the facts.
func (e *OutcomeUnknown) Unwrap() error { return e.Facts }

// LostCall is a call that may have moved money.
type LostCall struct {
	RPC string
	// Request as it was sent; it prints itself without its secrets.
	Request        proto.Message
	Reference      string
	IdempotencyKey string
	AttemptedAt    time.Time
}

// OriginalCall is what GetPayment wants as its target.
func (e *OutcomeUnknown) OriginalCall() *paymentsv1.OriginalCall {
	call := &paymentsv1.OriginalCall{
		Reference:   e.Call.Reference,
		AttemptedAt: timestamppb.New(e.Call.AttemptedAt),
		Amount:      amountOf(e.Call.Request),
	}
	if e.Call.IdempotencyKey != "" {
		call.IdempotencyKey = proto.String(e.Call.IdempotencyKey)
	}
	return call
}
