// Package connectorservice speaks to every payment processor through one contract: a client of the Connector Service.
//
//	client, err := connectorservice.New("https://payments.example:8443", connectorservice.WithAccount("acme-stripe"))
//	answer, err := client.Payments.AuthorizePayment(ctx, &paymentsv1.AuthorizePaymentRequest{…})
//
// A decline is an answer, and so is an outcome that the service does not know. What a call returns as an error is an
// [*Facts] of one of the kinds that wrap it, to be asked for by errors.As.
package connectorservice
