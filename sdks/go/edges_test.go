package connectorservice_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	connectorservice "github.com/connector-service/connector-service/sdks/go"
	"github.com/connector-service/connector-service/sdks/go/paymentsv1"
	"github.com/connector-service/connector-service/sdks/go/sandbox"
	"google.golang.org/grpc/codes"
)

// silent is a service that takes calls and never answers.
func silent(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			taken, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				// The settings of HTTP/2.
				_, _ = taken.Write([]byte{0, 0, 0, 4, 0, 0, 0, 0, 0})
				_, _ = io.Copy(io.Discard, taken)
			}()
		}
	}()
	return "http://" + listener.Addr().String()
}

func at(t *testing.T, endpoint string, options ...connectorservice.Option) *connectorservice.Client {
	t.Helper()
	client, err := connectorservice.New(endpoint, append([]connectorservice.Option{connectorservice.WithAccount("a")}, options...)...)
	check(t, err)
	t.Cleanup(func() { _ = client.Close() })
	return client
}

const canaryCard = "4000056655665556"

func TestAmountsAtTheEndsOf64BitsAreExactAndBeyondThemRefused(t *testing.T) {
	for _, text := range []string{"9223372036854775807", "-9223372036854775808", "9007199254740993", "0"} {
		equal(t, connectorservice.Decimal(connectorservice.MustMoney("JPY", text)), text)
	}
	equal(t, connectorservice.MustMoney("EUR", "92233720368547758.07").GetMinorUnits(), int64(1<<63-1))
	equal(t, connectorservice.Decimal(connectorservice.MustMoney("KWD", "-0.005")), "-0.005")
	told, err := json.Marshal(connectorservice.MustMoney("JPY", "9007199254740993"))
	check(t, err)
	// As proto-JSON has it: a number would be rounded by whoever reads it as a double.
	equal(t, string(told), `{"currency":"JPY","minor_units":"9007199254740993"}`)
	for _, text := range []string{"JPY 9223372036854775808", "EUR -92233720368547758.09", "EUR  1", "EUR ٣", "EUR +1", "eur 1"} {
		currency, amount, _ := strings.Cut(text, " ")
		if _, err := connectorservice.Money(currency, amount); err == nil {
			t.Error(text)
		}
	}
	equal(t, connectorservice.Decimal(&paymentsv1.Money{Currency: "XXZ", MinorUnits: 1}), "")
	equal(t, connectorservice.Decimal(nil), "")
}

func TestTheDeadlineIsTheContextsOwnWhereItHasOne(t *testing.T) {
	var left time.Duration
	client := at(t, "http://127.0.0.1:2", connectorservice.WithHooks(connectorservice.Hooks{
		Attempt: func(ctx context.Context, _ int, _ codes.Code) {
			end, _ := ctx.Deadline()
			left = time.Until(end).Round(10 * time.Second)
		},
	}))
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	none := connectorservice.CallRetries(0)
	_, _ = client.Payments.AuthorizePayment(ctx, request(canaryCard, automatic), none)
	equal(t, left, 5*time.Minute)
	_, _ = client.Payments.AuthorizePayment(ctx, request(canaryCard, automatic), none, connectorservice.CallDeadline(time.Minute))
	equal(t, left, time.Minute)
	_, _ = client.Payments.AuthorizePayment(t.Context(), request(canaryCard, automatic), none)
	equal(t, left, 30*time.Second)
}

type span struct{}

func TestAHookCannotTakeTheDeadlineAway(t *testing.T) {
	var value any
	client := at(t, silent(t), connectorservice.WithHooks(connectorservice.Hooks{
		Call: func(context.Context, string, string) context.Context {
			return context.WithValue(context.Background(), span{}, 7)
		},
		Attempt: func(ctx context.Context, _ int, _ codes.Code) { value = ctx.Value(span{}) },
	}))
	started := time.Now()
	_, err := client.Payments.AuthorizePayment(t.Context(), request(canaryCard, automatic), connectorservice.CallDeadline(300*time.Millisecond))
	var unknown *connectorservice.OutcomeUnknown
	if !errors.As(err, &unknown) || time.Since(started) > 5*time.Second {
		t.Fatalf("%T %v after %s", err, err, time.Since(started))
	}
	equal(t, value, any(7))
}

func TestACallerWhoLeavesIsToldWhatIsKnown(t *testing.T) {
	client := at(t, silent(t))
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(300*time.Millisecond, cancel)
	_, err := client.Payments.AuthorizePayment(ctx, request(canaryCard, automatic))
	var unknown *connectorservice.OutcomeUnknown
	if !errors.As(err, &unknown) || unknown.Code != codes.Canceled {
		t.Fatalf("%T %v", err, err)
	}
	_, err = client.Payments.AuthorizePayment(ctx, request(canaryCard, automatic))
	var notSent *connectorservice.NotSent
	if !errors.As(err, &notSent) {
		t.Fatalf("%T %v", err, err)
	}
	check(t, client.Close())
	_, err = client.Payments.AuthorizePayment(t.Context(), request(canaryCard, automatic), connectorservice.CallRetries(0))
	if !errors.As(err, &notSent) {
		t.Fatalf("%T %v", err, err)
	}
}

func TestClosingAClientLeavesItsCallsOfUnknownOutcome(t *testing.T) {
	client := at(t, silent(t))
	time.AfterFunc(300*time.Millisecond, func() { _ = client.Close() })
	_, err := client.Payments.AuthorizePayment(t.Context(), request(canaryCard, automatic))
	var unknown *connectorservice.OutcomeUnknown
	if !errors.As(err, &unknown) {
		t.Fatalf("%T %v", err, err)
	}
}

// cable is a connection to a service that can be cut, after which those that were open are silent and new ones work.
func cable(t *testing.T, to string) (endpoint string, cut func()) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	var generation atomic.Int64
	carry := func(from, to net.Conn, born int64) {
		buffer := make([]byte, 64<<10)
		for {
			count, err := from.Read(buffer)
			if err != nil {
				_ = to.Close()
				return
			}
			if generation.Load() == born {
				_, _ = to.Write(buffer[:count])
			}
		}
	}
	go func() {
		for {
			taken, err := listener.Accept()
			if err != nil {
				return
			}
			other, err := net.Dial("tcp", strings.TrimPrefix(to, "http://"))
			if err != nil {
				_ = taken.Close()
				continue
			}
			go carry(taken, other, generation.Load())
			go carry(other, taken, generation.Load())
		}
	}()
	return "http://" + listener.Addr().String(), func() { generation.Add(1) }
}

func TestAConnectionThatDiedWithoutAWordIsGivenUp(t *testing.T) {
	t.Parallel()
	running, err := service()
	check(t, err)
	endpoint, cut := cable(t, running.URL)
	client, err := connectorservice.New(endpoint, connectorservice.WithAccount("stripe"))
	check(t, err)
	t.Cleanup(func() { _ = client.Close() })
	pay(t, client, "4242424242424242", automatic)
	cut()
	_, err = client.Payments.AuthorizePayment(t.Context(), request("4242424242424242", automatic), connectorservice.CallDeadline(time.Minute))
	var unknown *connectorservice.OutcomeUnknown
	if !errors.As(err, &unknown) || unknown.Code != codes.Unavailable {
		t.Fatalf("%T %v", err, err)
	}
	pay(t, client, "4242424242424242", automatic)
}

func TestTheCallOfAnErrorIsWhatWasAskedFor(t *testing.T) {
	asked := request(canaryCard, automatic)
	_, err := at(t, silent(t)).Payments.AuthorizePayment(t.Context(), asked, connectorservice.CallDeadline(200*time.Millisecond))
	var unknown *connectorservice.OutcomeUnknown
	if !errors.As(err, &unknown) {
		t.Fatalf("%T %v", err, err)
	}
	asked.Purchase.Amount.MinorUnits = 9900
	equal(t, unknown.OriginalCall().GetAmount().GetMinorUnits(), 1000)
}

func TestWhatCannotBeSentIsToldAtOnceAndNotShown(t *testing.T) {
	for name, option := range map[string]connectorservice.Option{
		"account":     connectorservice.WithAccount("CANARY\xc3\xa9"),
		"sub-account": connectorservice.WithSubAccount("CANARY\x00"),
		"key":         connectorservice.WithAPIKey("CANARY\n"),
		"metadata":    connectorservice.WithMetadata(map[string]string{"x-a": "CANARY\r\nx-b: c"}),
	} {
		_, err := connectorservice.New("http://127.0.0.1:2", connectorservice.WithAccount("a"), option)
		if err == nil || !strings.Contains(err.Error(), "header") || strings.Contains(err.Error(), "CANARY") {
			t.Errorf("%s: %v", name, err)
		}
	}
	wrong := request(canaryCard, automatic)
	wrong.Reference = "CANARY\xff"
	_, err := at(t, "http://127.0.0.1:2").Payments.AuthorizePayment(t.Context(), wrong)
	var facts *connectorservice.Facts
	if err == nil || errors.As(err, &facts) || strings.Contains(err.Error(), "CANARY") {
		t.Fatalf("%T %v", err, err)
	}
}

func TestNothingThatPrintsOrDumpsFindsASecret(t *testing.T) {
	connector := connectorservice.Stripe(connectorservice.StripeCredentials{APIKey: "sk_CANARY"})
	client, err := connectorservice.New("http://127.0.0.1:2", connectorservice.WithConnector(connector), connectorservice.WithAPIKey("CANARY"))
	check(t, err)
	defer func() { check(t, client.Close()) }()
	var dumped strings.Builder
	dump(&dumped, reflect.ValueOf(client), 0)
	dump(&dumped, reflect.ValueOf(connector), 0)
	if !strings.Contains(dumped.String(), "stripe") {
		t.Fatal("the dump is of nothing")
	}
	delivery := connectorservice.Delivery{Body: []byte("CANARY"), Headers: map[string][]string{"Signature": {"CANARY"}}}
	_, failed := client.Payments.AuthorizePayment(t.Context(), request(canaryCard, automatic), connectorservice.CallRetries(0))
	for _, value := range []any{delivery, &delivery, failed, client, connector} {
		fmt.Fprintf(&dumped, "%v %+v %#v %s", value, value, value, value)
		told, err := json.Marshal(value)
		check(t, err)
		dumped.Write(told)
		slog.New(slog.NewJSONHandler(&dumped, nil)).Info("told", "value", value)
	}
	for _, secret := range []string{"CANARY", canaryCard, "Q0FOQVJZ"} {
		if strings.Contains(dumped.String(), secret) {
			t.Errorf("%s is shown", secret)
		}
	}
}

// dump writes all text that can be reached from a value, as the printers of test libraries do that ask no method.
func dump(text *strings.Builder, value reflect.Value, depth int) {
	if depth > 12 {
		return
	}
	switch value.Kind() {
	case reflect.String:
		text.WriteString(value.String() + " ")
	case reflect.Pointer, reflect.Interface:
		if !value.IsNil() {
			dump(text, value.Elem(), depth+1)
		}
	case reflect.Struct:
		for index := range value.NumField() {
			dump(text, value.Field(index), depth+1)
		}
	case reflect.Slice, reflect.Array:
		if value.Kind() == reflect.Slice && value.Type().Elem().Kind() == reflect.Uint8 {
			return
		}
		for index := range min(value.Len(), 100) {
			dump(text, value.Index(index), depth+1)
		}
	case reflect.Map:
		for entries := value.MapRange(); entries.Next(); {
			dump(text, entries.Key(), depth+1)
			dump(text, entries.Value(), depth+1)
		}
	}
}

func TestASandboxThatDoesNotComeUpSaysWhy(t *testing.T) {
	_, err := sandbox.Start(t.Context(), "sh", "-c", "echo no licence >&2; echo hello; cat >/dev/null")
	if err == nil || !strings.Contains(err.Error(), "no licence") {
		t.Fatal(err)
	}
}
