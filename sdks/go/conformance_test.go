package connectorservice_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	connectorservice "github.com/connector-service/connector-service/sdks/go"
	"github.com/connector-service/connector-service/sdks/go/paymentsv1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

const root = "../../"

func node() string {
	path, err := filepath.Abs(root + "node_modules/.bin/node")
	if err != nil {
		panic(err)
	}
	return path
}

type runTold struct {
	Run    string `json:"run"`
	Client struct {
		Endpoint  string `json:"endpoint"`
		Connector *struct {
			ID          string         `json:"id"`
			Credentials map[string]any `json:"credentials"`
		} `json:"connector"`
		Account     *string           `json:"account"`
		SubAccount  *string           `json:"subAccount"`
		APIKey      *string           `json:"apiKey"`
		Authorities *string           `json:"authorities"`
		Certificate *string           `json:"certificate"`
		Key         *string           `json:"key"`
		DeadlineMs  *int              `json:"deadlineMs"`
		Retries     *int              `json:"retries"`
		Metadata    map[string]string `json:"metadata"`
	} `json:"client"`
	Calls []vectorCall `json:"calls"`
}

type vectorCall struct {
	WaitMs       int    `json:"waitMs"`
	RPC          string `json:"rpc"`
	RequestBytes []byte `json:"requestBytes"`
	Options      struct {
		DeadlineMs     *int              `json:"deadlineMs"`
		Retries        *int              `json:"retries"`
		IdempotencyKey string            `json:"idempotencyKey"`
		Metadata       map[string]string `json:"metadata"`
	} `json:"options"`
	Webhook *struct {
		Body    []byte      `json:"body"`
		Headers [][2]string `json:"headers"`
		URL     string      `json:"url"`
	} `json:"webhook"`
	ApplyEvent *struct {
		Events  [][]byte `json:"events"`
		Answers []struct {
			RPC     string    `json:"rpc"`
			Bytes   []byte    `json:"bytes"`
			AskedAt time.Time `json:"askedAt"`
		} `json:"answers"`
	} `json:"applyEvent"`
}

// unsupported are the vectors that grpc-go cannot pass.
var unsupported = map[string]string{
	"errors-proxy-retry-after":      noHeaders,
	"retries-read-proxy-told-pause": noHeaders,
}

const noHeaders = "grpc-go hands out no headers of an answer that is not gRPC's"

// TestConformance runs every vector of conformance/ that gRPC has.
func TestConformance(t *testing.T) {
	control := startConformance(t)
	post(t, control+"/begin", map[string]string{"sdk": "go", "transport": "grpc"}, nil)
	for _, vector := range vectors(t) {
		t.Run(vector, func(t *testing.T) {
			var run runTold
			post(t, control+"/runs", map[string]string{"vector": vector, "sdk": "go", "transport": "grpc"}, &run)
			var judged struct {
				Passed   bool     `json:"passed"`
				Problems []string `json:"problems"`
			}
			post(t, control+"/runs/"+run.Run, play(t, run), &judged)
			if reason, is := unsupported[vector]; is {
				if judged.Passed {
					t.Fatal("it can now")
				}
				post(t, control+"/unsupported", map[string]string{"vector": vector, "sdk": "go", "transport": "grpc", "reason": reason}, nil)
			} else if !judged.Passed {
				t.Fatal(strings.Join(judged.Problems, "\n"))
			}
		})
	}
}

func startConformance(t *testing.T) string {
	t.Helper()
	server := exec.Command(node(), root+"conformance/server.ts")
	server.Stderr = os.Stderr
	input, err := server.StdinPipe()
	check(t, err)
	output, err := server.StdoutPipe()
	check(t, err)
	check(t, server.Start())
	t.Cleanup(func() {
		_ = input.Close()
		_ = server.Wait()
	})
	line, err := bufio.NewReader(output).ReadBytes('\n')
	check(t, err)
	var told struct {
		Control string `json:"control"`
	}
	check(t, json.Unmarshal(line, &told))
	return told.Control
}

func vectors(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(root + "conformance/vectors/*.json")
	check(t, err)
	var names []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		check(t, err)
		var each map[string]struct {
			Transports []string `json:"transports"`
		}
		check(t, json.Unmarshal(text, &each))
		for name, vector := range each {
			if vector.Transports == nil || slices.Contains(vector.Transports, "grpc") {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	if len(names) < 120 {
		t.Fatalf("only %d vectors", len(names))
	}
	return names
}

func play(t *testing.T, run runTold) map[string]any {
	t.Helper()
	wish := run.Client
	var options []connectorservice.Option
	printed := map[string]string{}
	if wish.Connector != nil {
		connector := connectorOf(t, wish.Connector.ID, wish.Connector.Credentials)
		printed["connector"] = shown(connector)
		options = append(options, connectorservice.WithConnector(connector))
	} else {
		options = append(options, connectorservice.WithAccount(*wish.Account))
	}
	if wish.SubAccount != nil {
		options = append(options, connectorservice.WithSubAccount(*wish.SubAccount))
	}
	if wish.APIKey != nil {
		options = append(options, connectorservice.WithAPIKey(*wish.APIKey))
	}
	if wish.DeadlineMs != nil {
		options = append(options, connectorservice.WithDeadline(time.Duration(*wish.DeadlineMs)*time.Millisecond))
	}
	if wish.Retries != nil {
		options = append(options, connectorservice.WithRetries(*wish.Retries))
	}
	options = append(options, connectorservice.WithMetadata(wish.Metadata))
	if wish.Authorities != nil {
		config := &tls.Config{RootCAs: x509.NewCertPool()}
		config.RootCAs.AppendCertsFromPEM([]byte(*wish.Authorities))
		if wish.Certificate != nil {
			pair, err := tls.X509KeyPair([]byte(*wish.Certificate), []byte(*wish.Key))
			check(t, err)
			config.Certificates = []tls.Certificate{pair}
		}
		options = append(options, connectorservice.WithTLS(config))
	}
	client, err := connectorservice.New(wish.Endpoint, options...)
	check(t, err)
	defer func() { check(t, client.Close()) }()
	printed["client"] = shown(client)

	var results []map[string]any
	for _, call := range run.Calls {
		time.Sleep(time.Duration(call.WaitMs) * time.Millisecond)
		results = append(results, resultOf(t, client, call, printed))
	}
	return map[string]any{"results": results, "printed": printed}
}

// connectorOf makes Stripe(StripeCredentials{APIKey: …}) of an id and named values.
func connectorOf(t *testing.T, id string, credentials map[string]any) connectorservice.Connector {
	t.Helper()
	text := func(name string) string {
		value, _ := credentials[name].(string)
		return value
	}
	var many []string
	if list, ok := credentials["webhookSecrets"].([]any); ok {
		for _, one := range list {
			many = append(many, fmt.Sprint(one))
		}
	}
	switch id {
	case "stripe":
		return connectorservice.Stripe(connectorservice.StripeCredentials{APIKey: text("apiKey"), WebhookSecrets: many})
	case "adyen":
		return connectorservice.Adyen(connectorservice.AdyenCredentials{APIKey: text("apiKey"), MerchantAccount: text("merchantAccount")})
	default:
		t.Fatalf("no vector has the connector %s yet", id)
		return connectorservice.Connector{}
	}
}

func resultOf(t *testing.T, client *connectorservice.Client, call vectorCall, printed map[string]string) map[string]any {
	t.Helper()
	if call.ApplyEvent != nil {
		return map[string]any{"recordBytes": encoded(t, recordOf(t, call))}
	}
	var options []grpc.CallOption
	if call.Options.DeadlineMs != nil {
		options = append(options, connectorservice.CallDeadline(time.Duration(*call.Options.DeadlineMs)*time.Millisecond))
	}
	if call.Options.Retries != nil {
		options = append(options, connectorservice.CallRetries(*call.Options.Retries))
	}
	if call.Options.IdempotencyKey != "" {
		options = append(options, connectorservice.IdempotencyKey(call.Options.IdempotencyKey))
	}
	options = append(options, connectorservice.CallMetadata(call.Options.Metadata))
	started := time.Now()
	answer, err := send(t, client, call, printed, options)
	result := map[string]any{"elapsedMs": time.Since(started).Milliseconds()}
	if err != nil {
		printed["error"] = shown(err)
		result["error"] = errorTold(t, err)
		return result
	}
	printed["answer"] = shown(answer)
	result["answerBytes"] = encoded(t, answer)
	return result
}

func send(t *testing.T, client *connectorservice.Client, call vectorCall, printed map[string]string, options []grpc.CallOption) (proto.Message, error) {
	t.Helper()
	if call.Webhook != nil {
		request := &paymentsv1.ParseWebhookRequest{Body: call.Webhook.Body, Url: call.Webhook.URL}
		for _, header := range call.Webhook.Headers {
			request.Headers = append(request.Headers, &paymentsv1.WebhookHeader{Name: header[0], Value: header[1]})
		}
		printed["request"] = shown(request)
		return client.Webhooks.ParseRequest(context.Background(), request, options...)
	}
	service, method, _ := strings.Cut(call.RPC, "/")
	descriptor, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(service))
	check(t, err)
	input := descriptor.(protoreflect.ServiceDescriptor).Methods().ByName(protoreflect.Name(method)).Input()
	kind, err := protoregistry.GlobalTypes.FindMessageByName(input.FullName())
	check(t, err)
	request := kind.New().Interface()
	check(t, proto.Unmarshal(call.RequestBytes, request))
	printed["request"] = shown(request)
	group := map[string]any{
		"PaymentService": client.Payments, "RefundService": client.Refunds, "MandateService": client.Mandates,
		"DisputeService": client.Disputes, "PaymentMethodService": client.PaymentMethods,
		"CustomerService": client.Customers, "ClientSessionService": client.Sessions, "ConnectorService": client.Connectors,
	}[strings.TrimPrefix(service, "payments.v1.")]
	arguments := []reflect.Value{reflect.ValueOf(context.Background()), reflect.ValueOf(request)}
	for _, option := range options {
		arguments = append(arguments, reflect.ValueOf(option))
	}
	told := reflect.ValueOf(group).MethodByName(method).Call(arguments)
	if failure, ok := told[1].Interface().(error); ok {
		return nil, failure
	}
	return told[0].Interface().(proto.Message), nil
}

func errorTold(t *testing.T, err error) map[string]any {
	t.Helper()
	var facts *connectorservice.Facts
	if !errors.As(err, &facts) {
		t.Fatalf("%T is no error of the library: %v", err, err)
	}
	told := map[string]any{
		"kind": strings.TrimPrefix(fmt.Sprintf("%T", err), "*connectorservice."), "code": facts.Code.String(),
		"requestId": facts.RequestID, "violations": []any{}, "reason": nil, "retryAfterMs": nil, "call": nil,
	}
	if facts.Code == codes.Canceled {
		told["code"] = "CANCELLED"
	}
	var violations []map[string]string
	for _, one := range facts.Violations {
		violations = append(violations, map[string]string{"field": one.Field, "problem": one.Problem})
	}
	if violations != nil {
		told["violations"] = violations
	}
	if facts.Reason != "" {
		told["reason"] = facts.Reason
	}
	if facts.RetryAfter > 0 {
		told["retryAfterMs"] = facts.RetryAfter.Milliseconds()
	}
	var unknown *connectorservice.OutcomeUnknown
	if errors.As(err, &unknown) {
		call := map[string]any{"rpc": unknown.Call.RPC, "reference": unknown.Call.Reference, "idempotencyKey": nil}
		if key := unknown.OriginalCall().IdempotencyKey; key != nil {
			call["idempotencyKey"] = *key
		}
		told["call"] = call
	}
	return told
}

func recordOf(t *testing.T, call vectorCall) *paymentsv1.PaymentRecord {
	t.Helper()
	record := &paymentsv1.PaymentRecord{}
	for _, one := range call.ApplyEvent.Answers {
		service, method, _ := strings.Cut(one.RPC, "/")
		descriptor, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(service))
		check(t, err)
		output := descriptor.(protoreflect.ServiceDescriptor).Methods().ByName(protoreflect.Name(method)).Output()
		kind, err := protoregistry.GlobalTypes.FindMessageByName(output.FullName())
		check(t, err)
		answer := kind.New().Interface()
		check(t, proto.Unmarshal(one.Bytes, answer))
		record = connectorservice.ApplyAnswer(record, answer, one.AskedAt)
	}
	for _, text := range call.ApplyEvent.Events {
		event := &paymentsv1.Event{}
		check(t, proto.Unmarshal(text, event))
		record = connectorservice.ApplyEvent(record, event)
	}
	return record
}

// shown is every ordinary way of printing, joined.
func shown(value any) string {
	var text strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&text, verb+"\n", value)
	}
	fmt.Fprintln(&text, value, []any{value}, map[string]any{"value": value}, struct{ Value any }{value})
	if told, err := json.Marshal(value); err == nil {
		text.Write(told)
	}
	for _, handler := range []slog.Handler{slog.NewTextHandler(&text, nil), slog.NewJSONHandler(&text, nil)} {
		slog.New(handler).Info("value", "value", value)
	}
	return text.String()
}

func encoded(t *testing.T, message proto.Message) string {
	t.Helper()
	text, err := proto.Marshal(message)
	check(t, err)
	return base64.StdEncoding.EncodeToString(text)
}

func post(t *testing.T, url string, body, answer any) {
	t.Helper()
	text, err := json.Marshal(body)
	check(t, err)
	response, err := http.Post(url, "application/json", bytes.NewReader(text))
	check(t, err)
	defer func() { _ = response.Body.Close() }()
	told, err := io.ReadAll(response.Body)
	check(t, err)
	if response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s", url, told)
	}
	if answer != nil {
		check(t, json.Unmarshal(told, answer))
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
