package connectorservice_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	connectorservice "github.com/connector-service/connector-service/sdks/go"
	"github.com/connector-service/connector-service/sdks/go/paymentsv1"
	"github.com/connector-service/connector-service/sdks/go/sandbox"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"
)

const webhookSecret = "whsec_5WbX5kEWLlfzsGNjH64I8lOOqUB6e8FH"

var service = sync.OnceValues(func() (*sandbox.Service, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	return sandbox.Start(ctx, node(), root+"packages/cli/main.ts")
})

func TestMain(m *testing.M) {
	code := m.Run()
	if running, err := service(); err == nil {
		_ = running.Stop()
	}
	os.Exit(code)
}

func open(t *testing.T, account string) *connectorservice.Client {
	t.Helper()
	running, err := service()
	check(t, err)
	client, err := connectorservice.New(running.URL, connectorservice.WithAccount(account))
	check(t, err)
	t.Cleanup(func() { check(t, client.Close()) })
	return client
}

func reference() string { return fmt.Sprintf("go-%d-%d", os.Getpid(), rand.Int64()) }

func request(number string, mode paymentsv1.CaptureMode) *paymentsv1.AuthorizePaymentRequest {
	return &paymentsv1.AuthorizePaymentRequest{
		Reference: reference(),
		Purchase: &paymentsv1.Purchase{
			Amount:    connectorservice.MustMoney("EUR", "10.00"),
			ReturnUrl: proto.String("https://shop.example/return"),
		},
		PaymentMethod: &paymentsv1.PaymentMethod{Method: &paymentsv1.PaymentMethod_Card{Card: &paymentsv1.Card{
			Number: number, ExpiryMonth: 3, ExpiryYear: 2030, Cvc: proto.String("737"),
		}}},
		CaptureMode: mode,
	}
}

func pay(t *testing.T, client *connectorservice.Client, number string, mode paymentsv1.CaptureMode) *paymentsv1.AuthorizePaymentResponse {
	t.Helper()
	answer, err := client.Payments.AuthorizePayment(t.Context(), request(number, mode))
	check(t, err)
	return answer
}

const automatic, manual = paymentsv1.CaptureMode_CAPTURE_MODE_AUTOMATIC, paymentsv1.CaptureMode_CAPTURE_MODE_MANUAL

func TestAuthorizeCaptureRefund(t *testing.T) {
	client := open(t, "stripe")
	held := pay(t, client, "4242424242424242", manual)
	equal(t, held.GetPayment().GetStatus(), paymentsv1.PaymentStatus_PAYMENT_STATUS_AUTHORIZED)
	handle := held.GetPayment().GetPaymentRef()
	captured, err := client.Payments.CapturePayment(t.Context(), &paymentsv1.CapturePaymentRequest{
		Reference: reference(), Payment: handle, Amount: connectorservice.MustMoney("EUR", "10.00"), FinalCapture: proto.Bool(true),
	})
	check(t, err)
	equal(t, captured.GetOperation().GetStatus(), paymentsv1.OperationStatus_OPERATION_STATUS_SUCCEEDED)
	refunded, err := client.Refunds.CreateRefund(t.Context(), &paymentsv1.CreateRefundRequest{
		Reference: reference(), Payment: handle, Amount: connectorservice.MustMoney("EUR", "4.00"),
	})
	check(t, err)
	equal(t, refunded.GetRefund().GetStatus(), paymentsv1.RefundStatus_REFUND_STATUS_SUCCEEDED)
	equal(t, connectorservice.Decimal(refunded.GetRefund().GetAmount()), "4.00")
	found, err := client.Payments.GetPayment(t.Context(), &paymentsv1.GetPaymentRequest{
		Target: &paymentsv1.GetPaymentRequest_Payment{Payment: handle},
	})
	check(t, err)
	equal(t, found.GetPayment().GetAmounts().GetRefunded().GetMinorUnits(), 400)
}

func TestADeclineIsAnAnswer(t *testing.T) {
	declined := pay(t, open(t, "stripe"), "4000000000009995", automatic)
	equal(t, declined.GetPayment().GetStatus(), paymentsv1.PaymentStatus_PAYMENT_STATUS_FAILED)
	equal(t, declined.GetOperation().GetFailure().GetCode(), paymentsv1.FailureCode_FAILURE_CODE_INSUFFICIENT_FUNDS)
	equal(t, declined.GetOperation().GetFailure().GetActor(), paymentsv1.Actor_ACTOR_ISSUER)
}

func TestEveryWrongFieldIsNamed(t *testing.T) {
	_, err := open(t, "stripe").Payments.AuthorizePayment(t.Context(), &paymentsv1.AuthorizePaymentRequest{})
	var invalid *connectorservice.InvalidRequest
	if !errors.As(err, &invalid) || len(invalid.Violations) < 3 {
		t.Fatalf("%v", err)
	}
}

func TestThreeDSecureIsResumed(t *testing.T) {
	client := open(t, "stripe")
	asked := pay(t, client, "4000002760003184", automatic)
	equal(t, asked.GetPayment().GetStatus(), paymentsv1.PaymentStatus_PAYMENT_STATUS_ACTION_REQUIRED)
	resumed, err := client.Payments.ResumePayment(t.Context(), &paymentsv1.ResumePaymentRequest{
		State:    asked.State,
		Returned: &paymentsv1.ResumePaymentRequest_Url{Url: browse(t, asked.GetNextAction().GetRedirect().GetUrl())},
	})
	check(t, err)
	equal(t, resumed.GetPayment().GetStatus(), paymentsv1.PaymentStatus_PAYMENT_STATUS_CAPTURED)
}

func TestADisputeIsFoundAndAccepted(t *testing.T) {
	client := open(t, "stripe")
	paid := pay(t, client, "4242424242424242", automatic)
	var told struct {
		Touched struct {
			Dispute string `json:"dispute"`
		} `json:"touched"`
	}
	control(t, "stripe/commands/openDispute", map[string]string{"payment": paid.GetPayment().GetPaymentRef().GetPaymentId()}, &told)
	handle := &paymentsv1.DisputeRef{DisputeId: told.Touched.Dispute}
	found, err := client.Disputes.GetDispute(t.Context(), &paymentsv1.GetDisputeRequest{Dispute: handle})
	check(t, err)
	equal(t, found.GetDispute().GetStatus(), paymentsv1.DisputeStatus_DISPUTE_STATUS_NEEDS_RESPONSE)
	accepted, err := client.Disputes.AcceptDispute(t.Context(), &paymentsv1.AcceptDisputeRequest{Dispute: handle})
	check(t, err)
	if accepted.GetOperation().GetStatus() == paymentsv1.OperationStatus_OPERATION_STATUS_FAILED {
		t.Fatal(accepted)
	}
}

func TestTheProcessorIsSwitchedByOneWord(t *testing.T) {
	paid := pay(t, open(t, "adyen"), "5555555555554444", automatic)
	equal(t, paid.GetPayment().GetStatus(), paymentsv1.PaymentStatus_PAYMENT_STATUS_CAPTURED)
}

func TestAWebhookIsVerifiedFromItsBytes(t *testing.T) {
	client := open(t, "stripe")
	deliveries := make(chan connectorservice.Delivery, 100)
	listener := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err == nil {
			deliveries <- connectorservice.Delivery{Body: body, Headers: r.Header, URL: "http://" + r.Host + r.URL.String()}
		}
	}))
	defer listener.Close()
	control(t, "stripe/webhook", map[string]string{"url": listener.URL, "secret": webhookSecret}, nil)
	paid := pay(t, client, "4242424242424242", automatic)
	record := connectorservice.ApplyAnswer(nil, paid, time.Now())
	for {
		select {
		case delivery := <-deliveries:
			told, err := client.Webhooks.Parse(t.Context(), delivery)
			check(t, err)
			forged := delivery
			forged.Body = append([]byte(" "), delivery.Body...)
			refused, err := client.Webhooks.Parse(t.Context(), forged)
			check(t, err)
			equal(t, refused.GetEvents()[0].GetVerification(), paymentsv1.Verification_VERIFICATION_FAILED)
			for _, event := range told.GetEvents() {
				if event.GetPaymentRef().GetPaymentId() != paid.GetPayment().GetPaymentRef().GetPaymentId() {
					continue
				}
				equal(t, event.GetVerification(), paymentsv1.Verification_VERIFICATION_VERIFIED)
				record = connectorservice.ApplyEvent(record, event)
				equal(t, record.GetPayment().GetStatus(), paymentsv1.PaymentStatus_PAYMENT_STATUS_CAPTURED)
				return
			}
		case <-time.After(10 * time.Second):
			t.Fatal("no webhook came")
		}
	}
}

func TestAHundredCallsAtATime(t *testing.T) {
	client := open(t, "stripe")
	ids := make(chan string, 100)
	var group sync.WaitGroup
	for range 100 {
		group.Add(1)
		go func() {
			defer group.Done()
			answer, err := client.Payments.AuthorizePayment(t.Context(), request("4242424242424242", automatic))
			if err == nil {
				ids <- answer.GetPayment().GetPaymentRef().GetPaymentId()
			}
		}()
	}
	group.Wait()
	close(ids)
	var all []string
	for id := range ids {
		all = append(all, id)
	}
	slices.Sort(all)
	equal(t, len(slices.Compact(all)), 100)
}

func TestAHookThatPanicsEndsNoPayment(t *testing.T) {
	running, err := service()
	check(t, err)
	client, err := connectorservice.New(running.URL, connectorservice.WithAccount("stripe"), connectorservice.WithHooks(connectorservice.Hooks{
		Call:    func(context.Context, string, string) context.Context { panic("a listener's fault") },
		Attempt: func(context.Context, int, codes.Code) { panic("a listener's fault") },
		Ended:   func(context.Context, int, error) { panic("a listener's fault") },
	}))
	check(t, err)
	defer func() { check(t, client.Close()) }()
	paid := pay(t, client, "4242424242424242", automatic)
	equal(t, paid.GetPayment().GetStatus(), paymentsv1.PaymentStatus_PAYMENT_STATUS_CAPTURED)
}

func TestNobodyListens(t *testing.T) {
	client, err := connectorservice.New("http://127.0.0.1:1", connectorservice.WithAccount("stripe"))
	check(t, err)
	defer func() { check(t, client.Close()) }()
	_, err = client.Payments.AuthorizePayment(t.Context(), request("4242424242424242", automatic))
	var notSent *connectorservice.NotSent
	if !errors.As(err, &notSent) {
		t.Fatalf("%T %v", err, err)
	}
}

func TestProgrammingErrorsAreToldAtOnce(t *testing.T) {
	account := connectorservice.WithAccount("stripe")
	for name, options := range map[string][]connectorservice.Option{
		"nobody's calls":          {},
		"two accounts":            {account, account},
		"metadata of the client":  {account, connectorservice.WithMetadata(map[string]string{"Authorization": "x"})},
		"a value of no header":    {account, connectorservice.WithMetadata(map[string]string{"x-a": "a\nb"})},
		"a name of no header":     {account, connectorservice.WithMetadata(map[string]string{"x a": "b"})},
		"a connector of nobody":   {connectorservice.WithConnector(connectorservice.Connector{})},
		"a connector and account": {account, connectorservice.WithConnector(connectorservice.Stripe(connectorservice.StripeCredentials{}))},
	} {
		if _, err := connectorservice.New("http://127.0.0.1:1", options...); err == nil {
			t.Error(name)
		}
	}
	for _, endpoint := range []string{"127.0.0.1:1", "ftp://host", "", "http://", "http://h/a", "http://h?a", "http://h#a", "http://u@h", "http://h:x", "http://:1"} {
		if _, err := connectorservice.New(endpoint, account); err == nil {
			t.Error(endpoint)
		}
	}
}

func TestMoneyIsExactOrRefused(t *testing.T) {
	for text, units := range map[string]int64{"EUR 10.5": 1050, "JPY 500": 500, "KWD 1.001": 1001, "EUR -0.01": -1, "EUR 0": 0} {
		currency, amount, _ := strings.Cut(text, " ")
		money, err := connectorservice.Money(currency, amount)
		check(t, err)
		equal(t, money.GetMinorUnits(), units)
		again, err := connectorservice.Money(currency, connectorservice.Decimal(money))
		check(t, err)
		equal(t, again.GetMinorUnits(), units)
	}
	for _, text := range []string{"EUR 1.001", "JPY 1.5", "XXZ 1", "EUR 1e3", "EUR ", "EUR 99999999999999999999"} {
		currency, amount, _ := strings.Cut(text, " ")
		if _, err := connectorservice.Money(currency, amount); err == nil {
			t.Error(text)
		}
	}
}

func TestAnyOrderAndAnyCopiesGiveTheSameRecord(t *testing.T) {
	event := func(at int64, status paymentsv1.PaymentStatus, captured int64) *paymentsv1.Event {
		return &paymentsv1.Event{
			Action: paymentsv1.EventAction_EVENT_ACTION_APPLY, OccurredAt: timestamppb.New(time.Unix(at, 0)),
			Resource: &paymentsv1.Event_Payment{Payment: &paymentsv1.Payment{
				PaymentRef: &paymentsv1.PaymentRef{PaymentId: "pay_1", RelatedIds: map[string]string{fmt.Sprint(at): "x"}},
				Status:     status, Amounts: &paymentsv1.PaymentAmounts{Captured: &paymentsv1.Money{MinorUnits: captured, Currency: "EUR"}},
			}},
		}
	}
	events := []*paymentsv1.Event{
		event(1, paymentsv1.PaymentStatus_PAYMENT_STATUS_PENDING, 0), event(2, paymentsv1.PaymentStatus_PAYMENT_STATUS_AUTHORIZED, 0),
		event(2, paymentsv1.PaymentStatus_PAYMENT_STATUS_CAPTURED, 500), event(5, paymentsv1.PaymentStatus_PAYMENT_STATUS_CAPTURED, 1000),
		event(9, paymentsv1.PaymentStatus_PAYMENT_STATUS_FAILED, 1000),
	}
	fold := func(events []*paymentsv1.Event) *paymentsv1.PaymentRecord {
		var record *paymentsv1.PaymentRecord
		for _, one := range events {
			record = connectorservice.ApplyEvent(record, one)
		}
		record.Tellings = nil
		return record
	}
	wanted := fold(events)
	equal(t, wanted.GetPayment().GetLate(), true)
	for range 200 {
		shuffled := slices.Concat(events, events[:rand.IntN(len(events))])
		rand.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if given := fold(shuffled); !proto.Equal(given, wanted) {
			t.Fatalf("%v\n%v", given, wanted)
		}
	}
}

func TestLatency(t *testing.T) {
	client := open(t, "stripe")
	var times []time.Duration
	for range 200 {
		started := time.Now()
		pay(t, client, "4242424242424242", automatic)
		times = append(times, time.Since(started))
	}
	slices.Sort(times)
	median := float64(times[len(times)/2].Microseconds()) / 1000
	fmt.Printf("latency: median %.2f ms\n", median)
	report(t, map[string]any{"medianMilliseconds": median})
}

func control(t *testing.T, path string, body, answer any) {
	t.Helper()
	running, err := service()
	check(t, err)
	post(t, running.Sandbox+"/_sandbox/"+path, body, answer)
}

var (
	formAction = regexp.MustCompile(`<form[^>]*action="([^"]*)"`)
	formField  = regexp.MustCompile(`<(?:input|button)[^>]*name="([^"]*)"[^>]*value="([^"]*)"`)
)

// browse opens a page of the sandbox, presses its first button, and says where the customer is sent back to.
func browse(t *testing.T, page string) string {
	t.Helper()
	opened, err := http.Get(page)
	check(t, err)
	defer func() { _ = opened.Body.Close() }()
	html, err := io.ReadAll(opened.Body)
	check(t, err)
	target, err := url.Parse(page)
	check(t, err)
	if action := formAction.FindSubmatch(html); action != nil {
		target, err = target.Parse(strings.ReplaceAll(string(action[1]), "&amp;", "&"))
		check(t, err)
	}
	fields := url.Values{}
	for _, field := range formField.FindAllSubmatch(html, -1) {
		if !fields.Has(string(field[1])) {
			fields.Set(string(field[1]), string(field[2]))
		}
	}
	browser := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := browser.PostForm(target.String(), fields)
	check(t, err)
	defer func() { _ = answer.Body.Close() }()
	return answer.Header.Get("Location")
}

func equal[Value comparable](t *testing.T, given, wanted Value) {
	t.Helper()
	if given != wanted {
		t.Fatalf("%v, not %v", given, wanted)
	}
}
