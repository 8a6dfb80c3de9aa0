package connectorservice

import (
	"slices"
	"strconv"
	"time"

	"github.com/connector-service/connector-service/sdks/go/paymentsv1"
	"google.golang.org/protobuf/proto"
)

// ApplyEvent is the record after an event, in any order and any number of times. previous may be nil and is left as it
// is. Events whose action is not APPLY change nothing.
func ApplyEvent(previous *paymentsv1.PaymentRecord, event *paymentsv1.Event) *paymentsv1.PaymentRecord {
	if event.GetAction() != paymentsv1.EventAction_EVENT_ACTION_APPLY {
		return withTellings(previous)
	}
	at := proto.Int64(event.GetOccurredAt().GetSeconds())
	var said []*paymentsv1.Telling
	if handle := event.GetPaymentRef(); handle != nil {
		said = append(said, tellingsOf(at, &paymentsv1.Payment{PaymentRef: handle}, nil, nil, nil)...)
	}
	said = append(said, tellingsOf(at, event.GetPayment(), event.GetOperation(), event.GetRefund(), event.GetDispute())...)
	return withTellings(previous, said...)
}

// Answer is what an rpc about payments, refunds or disputes answers, as far as it has these parts.
type Answer interface{ proto.Message }

// ApplyAnswer is the record after an rpc's answer. A look-up tells what was so at askedAt, when it was asked for; any
// other answer counts until something with a time is told.
func ApplyAnswer(previous *paymentsv1.PaymentRecord, answer Answer, askedAt time.Time) *paymentsv1.PaymentRecord {
	var at *int64
	if told, ok := answer.(interface{ GetLookup() *paymentsv1.Lookup }); ok && told.GetLookup() != nil {
		at = proto.Int64(askedAt.Unix())
	}
	var payment *paymentsv1.Payment
	if told, ok := answer.(interface{ GetPayment() *paymentsv1.Payment }); ok {
		payment = told.GetPayment()
	}
	var refund *paymentsv1.Refund
	if told, ok := answer.(interface{ GetRefund() *paymentsv1.Refund }); ok {
		refund = told.GetRefund()
	}
	var dispute *paymentsv1.Dispute
	if told, ok := answer.(interface{ GetDispute() *paymentsv1.Dispute }); ok {
		dispute = told.GetDispute()
	}
	return withTellings(previous, tellingsOf(at, payment, operationIn(answer), refund, dispute)...)
}

func tellingsOf(at *int64, payment *paymentsv1.Payment, operation *paymentsv1.Operation, refund *paymentsv1.Refund, dispute *paymentsv1.Dispute) []*paymentsv1.Telling {
	var said []*paymentsv1.Telling
	if payment != nil {
		alone := proto.CloneOf(payment)
		alone.Operations = nil
		said = append(said, &paymentsv1.Telling{At: at, Told: &paymentsv1.Telling_Payment{Payment: alone}})
	}
	operations := payment.GetOperations()
	if operation != nil {
		operations = append([]*paymentsv1.Operation{operation}, operations...)
	}
	for _, one := range operations {
		said = append(said, &paymentsv1.Telling{At: at, Told: &paymentsv1.Telling_Operation{Operation: one}})
	}
	if refund != nil {
		said = append(said, &paymentsv1.Telling{At: at, Told: &paymentsv1.Telling_Refund{Refund: refund}})
	}
	if dispute != nil {
		said = append(said, &paymentsv1.Telling{At: at, Told: &paymentsv1.Telling_Dispute{Dispute: dispute}})
	}
	return said
}

// withTellings keeps each telling once and reads the rest out of all of them.
func withTellings(previous *paymentsv1.PaymentRecord, more ...*paymentsv1.Telling) *paymentsv1.PaymentRecord {
	record := &paymentsv1.PaymentRecord{}
	once := map[string]bool{}
	for _, telling := range slices.Concat(previous.GetTellings(), more) {
		key := string(deterministic(telling))
		if !once[key] {
			once[key] = true
			record.Tellings = append(record.Tellings, proto.CloneOf(telling))
		}
	}
	var payments, operations, refunds, disputes []*known
	for _, telling := range record.GetTellings() {
		switch told := telling.GetTold().(type) {
		case *paymentsv1.Telling_Payment:
			payments = append(payments, heard(telling, told.Payment, []string{"payment"}))
		case *paymentsv1.Telling_Operation:
			operations = append(operations, heard(telling, told.Operation, operationNames(told.Operation)))
		case *paymentsv1.Telling_Refund:
			refunds = append(refunds, heard(telling, told.Refund, refundNames(told.Refund)))
		case *paymentsv1.Telling_Dispute:
			disputes = append(disputes, heard(telling, told.Dispute, disputeNames(told.Dispute)))
		}
	}
	for _, one := range joined(paymentTransitions, payments) {
		record.Payment = built[*paymentsv1.Payment](one)
	}
	for _, one := range joined(operationTransitions, operations) {
		record.Operations = append(record.Operations, built[*paymentsv1.Operation](one))
	}
	for _, one := range joined(refundTransitions, refunds) {
		record.Refunds = append(record.Refunds, built[*paymentsv1.Refund](one))
	}
	for _, one := range joined(disputeTransitions, disputes) {
		record.Disputes = append(record.Disputes, built[*paymentsv1.Dispute](one))
	}
	return record
}

func operationNames(operation *paymentsv1.Operation) []string {
	kind := "kind " + strconv.Itoa(int(operation.GetKind()))
	var names []string
	if operation.GetOperationId() != "" {
		names = append(names, "id "+operation.GetOperationId())
	}
	if operation.GetReference() != "" {
		names = append(names, kind+" "+operation.GetReference())
	}
	if names == nil {
		return []string{kind}
	}
	return names
}

func refundNames(refund *paymentsv1.Refund) []string {
	var names []string
	if id := refund.GetRefundRef().GetRefundId(); id != "" {
		names = append(names, "id "+id)
	}
	if reference := refund.GetRefundRef().GetReference(); reference != "" {
		names = append(names, "reference "+reference)
	}
	return names
}

func disputeNames(dispute *paymentsv1.Dispute) []string {
	if id := dispute.GetDisputeRef().GetDisputeId(); id != "" {
		return []string{"id " + id}
	}
	return nil
}
