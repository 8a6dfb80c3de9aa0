package connectorservice

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/connector-service/connector-service/sdks/go/paymentsv1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"
)

// Client has the contract's services as methods. Make one, share it, and close it.
type Client struct {
	Payments       paymentsv1.PaymentServiceClient
	Refunds        paymentsv1.RefundServiceClient
	Mandates       paymentsv1.MandateServiceClient
	Disputes       paymentsv1.DisputeServiceClient
	PaymentMethods paymentsv1.PaymentMethodServiceClient
	Customers      paymentsv1.CustomerServiceClient
	Sessions       paymentsv1.ClientSessionServiceClient
	Connectors     paymentsv1.ConnectorServiceClient
	Webhooks       Webhooks

	shown string
	close func() error
}

// Option is an option of New.
type Option func(*settings) error

type settings struct {
	// In a function: no way of printing follows it.
	headers  func() map[string]string
	account  string
	whose    int
	deadline time.Duration
	retries  int
	tls      *tls.Config
	hooks    Hooks
}

// header refuses, without showing it, what no header can hold.
func (s *settings) header(name, what, value string) error {
	if !headerValue.MatchString(value) {
		return fmt.Errorf("connectorservice: %s has signs that no header can hold", what)
	}
	s.headers()[name] = value
	return nil
}

// WithAccount makes calls with an account that the service's operator configured.
func WithAccount(name string) Option {
	return func(s *settings) error {
		s.whose++
		s.account = name
		return s.header("x-connector-account", "the account", name)
	}
}

// WithConnector makes calls with credentials of one's own: WithConnector(Stripe(StripeCredentials{APIKey: …})).
func WithConnector(connector Connector) Option {
	return func(s *settings) error {
		if connector.credentials == nil {
			return fmt.Errorf("connectorservice: a connector is made by its constructor, such as Stripe")
		}
		s.whose++
		s.account = connector.id
		s.headers()["x-connector"] = connector.id
		s.headers()["x-connector-credentials"] = connector.credentials()
		return nil
	}
}

// WithSubAccount names the account inside the credentials: a merchant account, a connected account.
func WithSubAccount(name string) Option {
	return func(s *settings) error {
		return s.header("x-connector-sub-account", "the sub-account", name)
	}
}

// WithAPIKey is the caller's key at the service.
func WithAPIKey(key string) Option {
	return func(s *settings) error {
		return s.header("authorization", "the caller's key", "Bearer "+key)
	}
}

// WithDeadline is for a call and all its attempts where its context has none; 30 seconds where left out.
func WithDeadline(deadline time.Duration) Option {
	return func(s *settings) error {
		s.deadline = deadline
		return nil
	}
}

// WithRetries is how often a call is sent again where the contract allows it; 2 where left out, 0 for never.
func WithRetries(retries int) Option {
	return func(s *settings) error {
		s.retries = retries
		return nil
	}
}

// WithMetadata goes with every call.
func WithMetadata(metadata map[string]string) Option {
	return func(s *settings) error {
		checked, err := checkedMetadata(metadata)
		for name, value := range checked {
			s.headers()[name] = value
		}
		return err
	}
}

// WithTLS is for authorities of one's own and for client certificates; the system's authorities where left out.
func WithTLS(config *tls.Config) Option {
	return func(s *settings) error {
		s.tls = config
		return nil
	}
}

// WithHooks tells of calls and attempts, for logs and spans.
func WithHooks(hooks Hooks) Option {
	return func(s *settings) error {
		s.hooks = hooks
		return nil
	}
}

// New makes a client of the service at endpoint, https://host:port or, in plaintext, http://host:port. It connects with
// the first call.
func New(endpoint string, options ...Option) (*Client, error) {
	parsed, err := url.Parse(endpoint)
	if err != nil || !isBare(parsed) {
		return nil, fmt.Errorf("connectorservice: the endpoint is https://host:port or http://host:port")
	}
	headers := map[string]string{}
	given := settings{headers: func() map[string]string { return headers }, deadline: 30 * time.Second, retries: 2}
	for _, option := range options {
		if err := option(&given); err != nil {
			return nil, err
		}
	}
	if given.whose != 1 {
		return nil, fmt.Errorf("connectorservice: give either WithAccount or WithConnector")
	}
	connection, err := dial(parsed, given.tls)
	if err != nil {
		return nil, err
	}
	caller := &caller{connection: connection, settings: given}
	return &Client{
		Payments:       paymentsv1.NewPaymentServiceClient(caller),
		Refunds:        paymentsv1.NewRefundServiceClient(caller),
		Mandates:       paymentsv1.NewMandateServiceClient(caller),
		Disputes:       paymentsv1.NewDisputeServiceClient(caller),
		PaymentMethods: paymentsv1.NewPaymentMethodServiceClient(caller),
		Customers:      paymentsv1.NewCustomerServiceClient(caller),
		Sessions:       paymentsv1.NewClientSessionServiceClient(caller),
		Connectors:     paymentsv1.NewConnectorServiceClient(caller),
		Webhooks:       Webhooks{paymentsv1.NewWebhookServiceClient(caller)},
		shown:          "Client(" + parsed.Host + ", " + given.account + ")",
		close:          connection.Close,
	}, nil
}

// isBare: without a path, which would not be spoken to, and without anybody's name or password.
func isBare(endpoint *url.URL) bool {
	isWeb := endpoint.Scheme == "https" || endpoint.Scheme == "http"
	hasPath := endpoint.Path != "" && endpoint.Path != "/"
	return isWeb && endpoint.Hostname() != "" && !hasPath && endpoint.RawQuery == "" && endpoint.Fragment == "" && endpoint.User == nil
}

// Close ends the connections and the calls under way.
func (c *Client) Close() error { return c.close() }

// String tells where and whose, and no secret.
func (c *Client) String() string { return c.shown }

// Format tells where and whose, whatever the verb.
func (c *Client) Format(state fmt.State, _ rune) { _, _ = state.Write([]byte(c.shown)) }

// MarshalJSON tells where and whose.
func (c *Client) MarshalJSON() ([]byte, error) { return json.Marshal(c.shown) }

const largestAnswer = 64 << 20

func dial(endpoint *url.URL, config *tls.Config) (*grpc.ClientConn, error) {
	security := insecure.NewCredentials()
	host := endpoint.Host
	if endpoint.Scheme == "https" {
		if config == nil {
			config = &tls.Config{}
		}
		config = config.Clone()
		config.MinVersion = max(config.MinVersion, tls.VersionTLS12)
		security = credentials.NewTLS(config)
		if endpoint.Port() == "" {
			host += ":443"
		}
	} else if endpoint.Port() == "" {
		host += ":80"
	}
	return grpc.NewClient("dns:///"+host,
		grpc.WithTransportCredentials(security),
		grpc.WithDisableRetry(),
		grpc.WithDisableServiceConfig(),
		grpc.WithStatsHandler(watcher{}),
		// Of a connection that died without a word the system says so only after a quarter of an hour, and until then
		// every call on it would end at its deadline.
		grpc.WithKeepaliveParams(keepalive.ClientParameters{Time: 20 * time.Second, Timeout: 10 * time.Second}),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(largestAnswer)),
		grpc.WithConnectParams(grpc.ConnectParams{
			Backoff:           backoff.Config{BaseDelay: 50 * time.Millisecond, Multiplier: 1.6, Jitter: 0.2, MaxDelay: time.Second},
			MinConnectTimeout: 5 * time.Second,
		}),
	)
}

// Webhooks reads what processors deliver.
type Webhooks struct {
	service paymentsv1.WebhookServiceClient
}

// Delivery is what came, untouched.
type Delivery struct {
	// Body are the bytes exactly as they came.
	Body []byte
	// Headers are all of them, in any case, as http.Request.Header has them.
	Headers map[string][]string
	// URL as the processor called it, with its query.
	URL string
	// Method is POST where left out.
	Method string
	// IncludeUnverified hands out content that failed verification. Never act on it.
	IncludeUnverified bool
}

// Parse verifies a delivery and says what it tells.
func (w Webhooks) Parse(ctx context.Context, delivery Delivery, options ...grpc.CallOption) (*paymentsv1.ParseWebhookResponse, error) {
	return w.service.ParseWebhook(ctx, delivery.request(), options...)
}

// ParseRequest is Parse for headers whose order is to be kept.
func (w Webhooks) ParseRequest(ctx context.Context, request *paymentsv1.ParseWebhookRequest, options ...grpc.CallOption) (*paymentsv1.ParseWebhookResponse, error) {
	return w.service.ParseWebhook(ctx, request, options...)
}

func (d Delivery) request() *paymentsv1.ParseWebhookRequest {
	request := &paymentsv1.ParseWebhookRequest{Body: d.Body, Url: d.URL}
	for name, values := range d.Headers {
		for _, value := range values {
			request.Headers = append(request.Headers, &paymentsv1.WebhookHeader{Name: name, Value: value})
		}
	}
	if d.Method != "" {
		request.HttpMethod = &d.Method
	}
	if d.IncludeUnverified {
		request.IncludeUnverified = &d.IncludeUnverified
	}
	return request
}

// MarshalJSON tells the length alone.
func (d Delivery) MarshalJSON() ([]byte, error) { return json.Marshal(d.String()) }

// String tells the length alone.
func (d Delivery) String() string { return fmt.Sprintf("Delivery(%d bytes)", len(d.Body)) }

// Format tells the length alone, whatever the verb.
func (d Delivery) Format(state fmt.State, _ rune) { _, _ = state.Write([]byte(d.String())) }

var (
	reserved    = regexp.MustCompile(`^(?:x-connector(?:-.*)?|authorization|grpc-.*|content-.*|te|host|:.*)$`)
	headerName  = regexp.MustCompile(`^[a-z0-9_.-]+$`)
	headerValue = regexp.MustCompile(`^[ -~]*$`)
)

func checkedMetadata(metadata map[string]string) (map[string]string, error) {
	checked := make(map[string]string, len(metadata))
	for name, value := range metadata {
		lower := strings.ToLower(name)
		if reserved.MatchString(lower) {
			return nil, fmt.Errorf("connectorservice: the client itself writes %s", lower)
		}
		if !headerName.MatchString(lower) || !headerValue.MatchString(value) {
			return nil, fmt.Errorf("connectorservice: %q is no name or has no value of a header", lower)
		}
		checked[lower] = value
	}
	return checked, nil
}
