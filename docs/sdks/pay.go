// Pay, handle a decline, resume after 3-D Secure, refund, read a webhook: the same program in six languages.
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"time"

	connectorservice "github.com/connector-service/connector-service/sdks/go"
	"github.com/connector-service/connector-service/sdks/go/paymentsv1"
	"google.golang.org/protobuf/proto"
)

var ctx = context.Background()

func main() {
	client := must(connectorservice.New(os.Getenv("CONNECTOR_SERVICE_URL"), connectorservice.WithAccount("stripe")))
	defer client.Close()

	// Webhooks come to a listener of ours, as the processor sends them.
	deliveries := make(chan connectorservice.Delivery, 100)
	hook := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		deliveries <- connectorservice.Delivery{Body: must(io.ReadAll(r.Body)), Headers: r.Header, URL: "http://" + r.Host + r.URL.String()}
	}))
	defer hook.Close()
	target := fmt.Sprintf(`{"url":%q,"secret":%q}`, hook.URL, os.Getenv("WEBHOOK_SECRET"))
	must(http.Post(os.Getenv("SANDBOX_URL")+"/_sandbox/stripe/webhook", "application/json", strings.NewReader(target)))

	pay := func(reference, number string) *paymentsv1.AuthorizePaymentResponse {
		return must(client.Payments.AuthorizePayment(ctx, &paymentsv1.AuthorizePaymentRequest{
			Reference: reference,
			Purchase:  &paymentsv1.Purchase{Amount: connectorservice.MustMoney("EUR", "10.00"), ReturnUrl: proto.String("https://shop.example/return")},
			PaymentMethod: &paymentsv1.PaymentMethod{Method: &paymentsv1.PaymentMethod_Card{Card: &paymentsv1.Card{
				Number: number, ExpiryMonth: 3, ExpiryYear: 2030, Cvc: proto.String("737"),
			}}},
			CaptureMode: paymentsv1.CaptureMode_CAPTURE_MODE_AUTOMATIC,
		}))
	}

	// A payment.
	paid := pay("order-1-attempt-1", "4242424242424242").GetPayment()
	fmt.Println("paid:", word(paid.GetStatus(), "PAYMENT_STATUS_"), shown(paid.GetAmounts().GetCaptured()))

	// A decline is an answer, with the reason and whose decision it was.
	failure := pay("order-2-attempt-1", "4000000000009995").GetOperation().GetFailure()
	fmt.Println("declined:", word(failure.GetCode(), "FAILURE_CODE_"), "by", word(failure.GetActor(), "ACTOR_"))

	// 3-D Secure: the customer goes to the page, comes back, and the payment is resumed with what came back.
	asked := pay("order-3-attempt-1", "4000002760003184")
	returned := browse(asked.GetNextAction().GetRedirect().GetUrl())
	resumed := must(client.Payments.ResumePayment(ctx, &paymentsv1.ResumePaymentRequest{
		State: asked.State, Returned: &paymentsv1.ResumePaymentRequest_Url{Url: returned},
	}))
	fmt.Println("authenticated:", word(resumed.GetPayment().GetStatus(), "PAYMENT_STATUS_"))

	// A part of the first payment goes back.
	refund := must(client.Refunds.CreateRefund(ctx, &paymentsv1.CreateRefundRequest{
		Reference: "order-1-refund-1", Payment: paid.GetPaymentRef(), Amount: connectorservice.MustMoney("EUR", "4.00"),
	})).GetRefund()
	fmt.Println("refunded:", word(refund.GetStatus(), "REFUND_STATUS_"), shown(refund.GetAmount()))

	// The webhook that tells of the first payment, verified from the bytes that came.
	for {
		select {
		case delivery := <-deliveries:
			for _, event := range must(client.Webhooks.Parse(ctx, delivery)).GetEvents() {
				status := event.GetPayment().GetStatus()
				isOurs := event.GetPaymentRef().GetPaymentId() == paid.GetPaymentRef().GetPaymentId()
				if isOurs && status == paymentsv1.PaymentStatus_PAYMENT_STATUS_CAPTURED {
					fmt.Println("webhook:", word(event.GetVerification(), "VERIFICATION_"), "PAYMENT", word(status, "PAYMENT_STATUS_"))
					return
				}
			}
		case <-time.After(5 * time.Second):
			log.Fatal("webhook: none came")
		}
	}
}

func shown(money *paymentsv1.Money) string {
	return money.GetCurrency() + " " + connectorservice.Decimal(money)
}
func word(value fmt.Stringer, prefix string) string {
	return strings.TrimPrefix(value.String(), prefix)
}
func must[Value any](value Value, err error) Value {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

// browse is a customer's browser: opens the sandbox's page, presses its first button, and says where it is sent back to.
func browse(page string) string {
	html := string(must(io.ReadAll(must(http.Get(page)).Body)))
	target := must(url.Parse(page))
	if action := regexp.MustCompile(`<form[^>]*action="([^"]*)"`).FindStringSubmatch(html); action != nil {
		target = must(target.Parse(strings.ReplaceAll(action[1], "&amp;", "&")))
	}
	fields := url.Values{}
	for _, field := range regexp.MustCompile(`<(?:input|button)[^>]*name="([^"]*)"[^>]*value="([^"]*)"`).FindAllStringSubmatch(html, -1) {
		if !fields.Has(field[1]) {
			fields.Set(field[1], field[2])
		}
	}
	browser := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return must(browser.PostForm(target.String(), fields)).Header.Get("Location")
}
