package connectorservice

import (
	"strings"
	"sync/atomic"

	"github.com/connector-service/connector-service/sdks/go/paymentsv1"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

type flag = atomic.Bool

func cut(path string) (service, method string, ok bool) {
	return strings.Cut(strings.TrimPrefix(path, "/"), "/")
}

// textIn is a text field of a request; empty where it has none.
func textIn(message proto.Message, name protoreflect.Name) string {
	reflected := message.ProtoReflect()
	field := reflected.Descriptor().Fields().ByName(name)
	if field == nil || field.Kind() != protoreflect.StringKind || field.IsList() {
		return ""
	}
	return reflected.Get(field).String()
}

func keyOf(request proto.Message) string { return textIn(request, "idempotency_key") }

// withKey is the request with a key, where it has the field and no key; the caller's own message is left alone.
func withKey(request proto.Message, key string) proto.Message {
	field := request.ProtoReflect().Descriptor().Fields().ByName("idempotency_key")
	if key == "" || field == nil || keyOf(request) != "" {
		return request
	}
	copied := proto.Clone(request)
	copied.ProtoReflect().Set(field, protoreflect.ValueOfString(key))
	return copied
}

func operationIn(answer proto.Message) *paymentsv1.Operation {
	if told, ok := answer.(interface{ GetOperation() *paymentsv1.Operation }); ok {
		return told.GetOperation()
	}
	return nil
}

func amountOf(request proto.Message) *paymentsv1.Money {
	switch request := request.(type) {
	case interface{ GetAmount() *paymentsv1.Money }:
		return request.GetAmount()
	case interface{ GetPurchase() *paymentsv1.Purchase }:
		return request.GetPurchase().GetAmount()
	default:
		return nil
	}
}
