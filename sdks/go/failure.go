package connectorservice

import (
	"regexp"
	"strconv"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/descriptorpb"
)

// failed is an attempt without an answer.
type failed struct {
	sent  bool
	facts Facts
}

func (a *attempts) factsOf(err error, headers metadata.MD) Facts {
	told := status.Convert(err)
	facts := a.facts
	facts.Code = told.Code()
	facts.Message = messageOf(told)
	facts.RetryAfter = secondsIn(headers)
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
			if detail.GetRetryDelay() != nil {
				facts.RetryAfter = detail.GetRetryDelay().AsDuration()
			}
		}
	}
	return facts
}

// messageOf keeps out what a proxy may have echoed.
func messageOf(told *status.Status) string {
	return "no answer of the service: " + told.Code().String()
}

var wholeSeconds = regexp.MustCompile(`^[0-9]{1,9}$`)

// secondsIn is the retry-after of a proxy; its other form, a date, is passed over.
func secondsIn(headers metadata.MD) time.Duration {
	for _, value := range headers.Get("retry-after") {
		if wholeSeconds.MatchString(value) {
			// Nine digits are a number.
			seconds, _ := strconv.Atoi(value)
			return time.Duration(seconds) * time.Second
		}
	}
	return 0
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
