package connectorservice

import (
	"bytes"
	"math"
	"slices"
	"sort"
	"strings"
	"unicode/utf16"

	"github.com/connector-service/connector-service/sdks/go/paymentsv1"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// word is what was said at a place of a resource: the fields of the standing, or one value.
type word struct {
	at     int64
	values map[protoreflect.Name]protoreflect.Value
	// Of a map, the key.
	key protoreflect.MapKey
	// The names on the way to it.
	path []protoreflect.Name
}

// known is what is known of one resource.
type known struct {
	resource protoreflect.Message
	names    []string
	// With a time, and without.
	told, answered map[string]word
	// When each status was first told.
	first map[int32]int64
	rows  []transition
}

const standing = "standing"

var (
	standingFields = []protoreflect.Name{
		"status", "pending_reason", "processor_status", "failure", "certainty", "resolution", "already_done", "stage",
	}
	memberwise = []protoreflect.Name{
		"amounts", "payment_ref", "refund_ref", "dispute_ref", "payment", "related_ids", "metadata",
	}
	derived = []protoreflect.Name{"late", "operations"}
)

func heard(telling *paymentsv1.Telling, resource proto.Message, names []string) *known {
	words := map[string]word{}
	message := resource.ProtoReflect()
	collect(words, message, nil, telling.GetAt())
	sortNames(names)
	one := &known{resource: message, names: names, told: map[string]word{}, answered: map[string]word{}, first: map[int32]int64{}}
	if telling.At == nil {
		one.answered = words
	} else {
		one.told = words
	}
	if status := statusOf(message); status != 0 {
		one.first[status] = telling.GetAt()
	}
	return one
}

func statusOf(message protoreflect.Message) int32 {
	field := message.Descriptor().Fields().ByName("status")
	if field == nil || field.Kind() != protoreflect.EnumKind {
		return 0
	}
	return int32(message.Get(field).Enum())
}

// collect takes a message apart into words by their paths.
func collect(words map[string]word, message protoreflect.Message, path []protoreflect.Name, at int64) {
	stands := map[protoreflect.Name]protoreflect.Value{}
	message.Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		name := field.Name()
		here := append(slices.Clone(path), name)
		switch {
		case slices.Contains(derived, name):
		case slices.Contains(standingFields, name):
			stands[name] = value
		case !slices.Contains(memberwise, name):
			words[pathText(here)] = word{at: at, values: map[protoreflect.Name]protoreflect.Value{name: value}, path: path}
		case field.IsMap():
			value.Map().Range(func(key protoreflect.MapKey, item protoreflect.Value) bool {
				place := pathText(here) + "/" + key.String()
				words[place] = word{at: at, values: map[protoreflect.Name]protoreflect.Value{name: item}, key: key, path: path}
				return true
			})
		default:
			collect(words, value.Message(), here, at)
		}
		return true
	})
	if _, has := stands["status"]; has {
		words[pathText(append(slices.Clone(path), standing))] = word{at: at, values: stands, path: path}
	}
}

func pathText(path []protoreflect.Name) string {
	parts := make([]string, len(path))
	for index, name := range path {
		parts[index] = string(name)
	}
	return strings.Join(parts, "/")
}

// joined puts together those that share a name, directly or by others, in the order of their names.
func joined(rows []transition, each []*known) []*known {
	var all []*known
	for _, next := range each {
		next.rows = rows
		var others []*known
		for _, one := range all {
			if slices.ContainsFunc(one.names, func(name string) bool { return slices.Contains(next.names, name) }) {
				next = join(one, next)
			} else {
				others = append(others, one)
			}
		}
		all = append(others, next)
	}
	sort.SliceStable(all, func(i, j int) bool { return slices.Compare(sortKey(all[i]), sortKey(all[j])) < 0 })
	return all
}

// sortNames sorts by code unit of UTF-16, as every library does.
func sortNames(names []string) {
	slices.SortFunc(names, func(a, b string) int {
		return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
	})
}

func sortKey(one *known) []uint16 { return utf16.Encode([]rune(strings.Join(one.names, ","))) }

func join(one, other *known) *known {
	names := slices.Concat(one.names, other.names)
	sortNames(names)
	first := map[int32]int64{}
	for _, from := range []map[int32]int64{one.first, other.first} {
		for status, at := range from {
			if since, has := first[status]; !has || at < since {
				first[status] = at
			}
		}
	}
	both := &known{resource: one.resource, names: slices.Compact(names), first: first, rows: one.rows}
	both.told = both.joinWords(one.told, other.told)
	both.answered = both.joinWords(one.answered, other.answered)
	return both
}

func (k *known) joinWords(ones, others map[string]word) map[string]word {
	all := make(map[string]word, len(ones))
	for place, one := range ones {
		all[place] = one
	}
	for place, other := range others {
		if one, has := all[place]; !has || k.isLater(place, other, one) {
			all[place] = other
		}
	}
	return all
}

// isLater: or of the same second and further along; the rest only makes every order end alike.
func (k *known) isLater(place string, one, other word) bool {
	if one.at != other.at {
		return one.at > other.at
	}
	rank, otherRank := k.rank(place, one), k.rank(place, other)
	if rank != otherRank {
		return rank > otherRank
	}
	text, otherText := k.bytes(one), k.bytes(other)
	if len(text) != len(otherText) {
		return len(text) > len(otherText)
	}
	return bytes.Compare(text, otherText) > 0
}

// rank is of a standing its row in the table, of an amount how much has moved; all else is alike.
func (k *known) rank(place string, one word) int64 {
	if place == standing {
		return int64(k.row(statusIn(one)))
	}
	for _, value := range one.values {
		message, ok := value.Interface().(protoreflect.Message)
		if !ok {
			return 0
		}
		money, ok := message.Interface().(*paymentsv1.Money)
		if !ok {
			return 0
		}
		if place != "amounts/capturable" {
			return money.GetMinorUnits()
		}
		if money.GetMinorUnits() == math.MinInt64 {
			return math.MaxInt64
		}
		return -money.GetMinorUnits()
	}
	return 0
}

func (k *known) row(status int32) int {
	return slices.IndexFunc(k.rows, func(row transition) bool { return row.status == status })
}

func statusIn(one word) int32 {
	if status, has := one.values["status"]; has {
		return int32(status.Enum())
	}
	return 0
}

// bytes are those of a message of the resource's type that has this word alone.
func (k *known) bytes(one word) []byte {
	message := k.resource.Type().New()
	place(message, one)
	return deterministic(message.Interface())
}

func deterministic(message proto.Message) []byte {
	// What was decoded or built from it can be encoded.
	text, _ := proto.MarshalOptions{Deterministic: true}.Marshal(message)
	return text
}

func place(message protoreflect.Message, one word) {
	for _, name := range one.path {
		message = message.Mutable(message.Descriptor().Fields().ByName(name)).Message()
	}
	for name, value := range one.values {
		field := message.Descriptor().Fields().ByName(name)
		if one.key.IsValid() {
			message.Mutable(field).Map().Set(one.key, value)
		} else {
			message.Set(field, value)
		}
	}
}

// built puts the words of a resource together. What is told has a time and wins, unless what was answered is what
// usually follows.
func built[Resource proto.Message](k *known) Resource {
	weaker, stronger := k.answered, k.told
	said, answered := statusIn(k.told[standing]), statusIn(k.answered[standing])
	if row := k.row(said); row >= 0 && slices.Contains(k.rows[row].usual, answered) {
		weaker, stronger = k.told, k.answered
	}
	message := k.resource.Type().New()
	words := map[string]word{}
	for _, from := range []map[string]word{weaker, stronger} {
		for path, one := range from {
			words[path] = one
		}
	}
	for _, one := range words {
		place(message, one)
	}
	if stands, has := words[standing]; has && k.isLate(stands) {
		message.Set(message.Descriptor().Fields().ByName("late"), protoreflect.ValueOfBool(true))
	}
	// Cloned, so that no record shares anything with what it was told.
	return proto.Clone(message.Interface()).(Resource)
}

// isLate: something that looked final had been said before.
func (k *known) isLate(stands word) bool {
	status := statusIn(stands)
	row := k.row(status)
	for index, other := range k.rows {
		since, has := k.first[other.status]
		if !has || other.status == status || len(other.usual) > 0 {
			continue
		}
		if since < stands.at || (since == stands.at && index < row) {
			return true
		}
	}
	return false
}
