package connectorservice

import (
	"fmt"
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

// taken is the request as it is now, with its key: repeats and errors have this, whatever the caller makes of it since.
func taken(request proto.Message, key string) (proto.Message, error) {
	copied := request.ProtoReflect().New().Interface()
	proto.Merge(copied, request)
	field := copied.ProtoReflect().Descriptor().Fields().ByName("idempotency_key")
	if key != "" && field != nil && keyOf(copied) == "" {
		copied.ProtoReflect().Set(field, protoreflect.ValueOfString(key))
	}
	if _, err := proto.Marshal(copied); err != nil {
		return nil, fmt.Errorf("connectorservice: the request cannot be encoded: %w", err)
	}
	return copied, nil
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
