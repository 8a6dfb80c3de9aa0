// Package masked prints messages without their secrets.
package masked

import (
	"encoding/json"
	"fmt"
	"sort"
	"strconv"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
)

const hidden = "***"

// Text tells a message in one line; fields that the contract marks debug_redact are *** whatever they hold.
func Text(message proto.Message) string {
	if message == nil || !message.ProtoReflect().IsValid() {
		return "<nil>"
	}
	reflected := message.ProtoReflect()
	var text strings.Builder
	text.WriteString(string(reflected.Descriptor().Name()))
	write(&text, tree(reflected))
	return text.String()
}

// JSON tells a message as JSON, with the same fields hidden.
func JSON(message proto.Message) ([]byte, error) {
	if message == nil || !message.ProtoReflect().IsValid() {
		return []byte("null"), nil
	}
	return json.Marshal(tree(message.ProtoReflect()))
}

// tree is what may be told of a message: maps, lists, and text or numbers.
func tree(message protoreflect.Message) map[string]any {
	told := map[string]any{}
	message.Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		told[string(field.Name())] = fieldTree(field, value)
		return true
	})
	return told
}

func fieldTree(field protoreflect.FieldDescriptor, value protoreflect.Value) any {
	if options, ok := field.Options().(*descriptorpb.FieldOptions); ok && options.GetDebugRedact() {
		return hidden
	}
	switch {
	case field.IsMap():
		told := map[string]any{}
		value.Map().Range(func(key protoreflect.MapKey, item protoreflect.Value) bool {
			told[key.String()] = single(field.MapValue(), item)
			return true
		})
		return told
	case field.IsList():
		told := make([]any, 0, value.List().Len())
		for index := range value.List().Len() {
			told = append(told, single(field, value.List().Get(index)))
		}
		return told
	default:
		return single(field, value)
	}
}

func single(field protoreflect.FieldDescriptor, value protoreflect.Value) any {
	switch field.Kind() {
	case protoreflect.MessageKind, protoreflect.GroupKind:
		return tree(value.Message())
	case protoreflect.EnumKind:
		if known := field.Enum().Values().ByNumber(value.Enum()); known != nil {
			return string(known.Name())
		}
		return int32(value.Enum())
	case protoreflect.BytesKind:
		return fmt.Sprintf("%d bytes", len(value.Bytes()))
	case protoreflect.Int64Kind, protoreflect.Uint64Kind:
		return whole(value.String())
	default:
		return value.Interface()
	}
}

// whole is a number of 64 bits: text in JSON, as proto-JSON has it, since whoever reads numbers as doubles would round it.
type whole string

func write(text *strings.Builder, told any) {
	switch value := told.(type) {
	case map[string]any:
		names := make([]string, 0, len(value))
		for name := range value {
			names = append(names, name)
		}
		sort.Strings(names)
		text.WriteByte('{')
		for index, name := range names {
			if index > 0 {
				text.WriteByte(' ')
			}
			text.WriteString(name)
			text.WriteByte(':')
			write(text, value[name])
		}
		text.WriteByte('}')
	case []any:
		text.WriteByte('[')
		for index, item := range value {
			if index > 0 {
				text.WriteByte(' ')
			}
			write(text, item)
		}
		text.WriteByte(']')
	case string:
		text.WriteString(strconv.Quote(value))
	default:
		fmt.Fprint(text, value)
	}
}
