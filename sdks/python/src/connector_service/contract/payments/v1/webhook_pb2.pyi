from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from connector_service.contract.payments.v1 import dispute_pb2 as _dispute_pb2
from connector_service.contract.payments.v1 import mandate_pb2 as _mandate_pb2
from connector_service.contract.payments.v1 import method_pb2 as _method_pb2
from connector_service.contract.payments.v1 import money_pb2 as _money_pb2
from connector_service.contract.payments.v1 import operation_pb2 as _operation_pb2
from connector_service.contract.payments.v1 import payment_pb2 as _payment_pb2
from connector_service.contract.payments.v1 import refund_pb2 as _refund_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Verification(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VERIFICATION_UNSPECIFIED: _ClassVar[Verification]
    VERIFICATION_VERIFIED: _ClassVar[Verification]
    VERIFICATION_FAILED: _ClassVar[Verification]
    VERIFICATION_NOT_AVAILABLE: _ClassVar[Verification]

class VerificationFailure(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VERIFICATION_FAILURE_UNSPECIFIED: _ClassVar[VerificationFailure]
    VERIFICATION_FAILURE_SIGNATURE_MISSING: _ClassVar[VerificationFailure]
    VERIFICATION_FAILURE_SIGNATURE_MISMATCH: _ClassVar[VerificationFailure]
    VERIFICATION_FAILURE_TIMESTAMP: _ClassVar[VerificationFailure]
    VERIFICATION_FAILURE_UNKNOWN_KEY: _ClassVar[VerificationFailure]
    VERIFICATION_FAILURE_MALFORMED: _ClassVar[VerificationFailure]
    VERIFICATION_FAILURE_SECRET_MISSING: _ClassVar[VerificationFailure]
    VERIFICATION_FAILURE_NOT_CONFIRMED: _ClassVar[VerificationFailure]

class EventAction(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EVENT_ACTION_UNSPECIFIED: _ClassVar[EventAction]
    EVENT_ACTION_APPLY: _ClassVar[EventAction]
    EVENT_ACTION_LOOK_UP: _ClassVar[EventAction]
    EVENT_ACTION_IGNORE: _ClassVar[EventAction]
VERIFICATION_UNSPECIFIED: Verification
VERIFICATION_VERIFIED: Verification
VERIFICATION_FAILED: Verification
VERIFICATION_NOT_AVAILABLE: Verification
VERIFICATION_FAILURE_UNSPECIFIED: VerificationFailure
VERIFICATION_FAILURE_SIGNATURE_MISSING: VerificationFailure
VERIFICATION_FAILURE_SIGNATURE_MISMATCH: VerificationFailure
VERIFICATION_FAILURE_TIMESTAMP: VerificationFailure
VERIFICATION_FAILURE_UNKNOWN_KEY: VerificationFailure
VERIFICATION_FAILURE_MALFORMED: VerificationFailure
VERIFICATION_FAILURE_SECRET_MISSING: VerificationFailure
VERIFICATION_FAILURE_NOT_CONFIRMED: VerificationFailure
EVENT_ACTION_UNSPECIFIED: EventAction
EVENT_ACTION_APPLY: EventAction
EVENT_ACTION_LOOK_UP: EventAction
EVENT_ACTION_IGNORE: EventAction

class ParseWebhookRequest(_message.Message):
    __slots__ = ("body", "headers", "url", "http_method", "include_unverified")
    BODY_FIELD_NUMBER: _ClassVar[int]
    HEADERS_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    HTTP_METHOD_FIELD_NUMBER: _ClassVar[int]
    INCLUDE_UNVERIFIED_FIELD_NUMBER: _ClassVar[int]
    body: bytes
    headers: _containers.RepeatedCompositeFieldContainer[WebhookHeader]
    url: str
    http_method: str
    include_unverified: bool
    def __init__(self, body: _Optional[bytes] = ..., headers: _Optional[_Iterable[_Union[WebhookHeader, _Mapping]]] = ..., url: _Optional[str] = ..., http_method: _Optional[str] = ..., include_unverified: bool = ...) -> None: ...

class WebhookHeader(_message.Message):
    __slots__ = ("name", "value")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    name: str
    value: str
    def __init__(self, name: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...

class ParseWebhookResponse(_message.Message):
    __slots__ = ("events", "acknowledgement", "raw_exchanges")
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    ACKNOWLEDGEMENT_FIELD_NUMBER: _ClassVar[int]
    RAW_EXCHANGES_FIELD_NUMBER: _ClassVar[int]
    events: _containers.RepeatedCompositeFieldContainer[Event]
    acknowledgement: WebhookAcknowledgement
    raw_exchanges: _containers.RepeatedCompositeFieldContainer[_operation_pb2.RawExchange]
    def __init__(self, events: _Optional[_Iterable[_Union[Event, _Mapping]]] = ..., acknowledgement: _Optional[_Union[WebhookAcknowledgement, _Mapping]] = ..., raw_exchanges: _Optional[_Iterable[_Union[_operation_pb2.RawExchange, _Mapping]]] = ...) -> None: ...

class WebhookAcknowledgement(_message.Message):
    __slots__ = ("status", "headers", "body")
    class HeadersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    STATUS_FIELD_NUMBER: _ClassVar[int]
    HEADERS_FIELD_NUMBER: _ClassVar[int]
    BODY_FIELD_NUMBER: _ClassVar[int]
    status: int
    headers: _containers.ScalarMap[str, str]
    body: str
    def __init__(self, status: _Optional[int] = ..., headers: _Optional[_Mapping[str, str]] = ..., body: _Optional[str] = ...) -> None: ...

class Event(_message.Message):
    __slots__ = ("verification", "verification_failure", "action", "sub_account", "processor_event_id", "processor_event_type", "dedupe_key", "occurred_at", "reference", "payment_ref", "operation", "is_snapshot", "payment", "refund", "dispute", "mandate", "stored_method", "fraud_alert", "report")
    VERIFICATION_FIELD_NUMBER: _ClassVar[int]
    VERIFICATION_FAILURE_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    SUB_ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    PROCESSOR_EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    PROCESSOR_EVENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    DEDUPE_KEY_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_REF_FIELD_NUMBER: _ClassVar[int]
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    IS_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    REFUND_FIELD_NUMBER: _ClassVar[int]
    DISPUTE_FIELD_NUMBER: _ClassVar[int]
    MANDATE_FIELD_NUMBER: _ClassVar[int]
    STORED_METHOD_FIELD_NUMBER: _ClassVar[int]
    FRAUD_ALERT_FIELD_NUMBER: _ClassVar[int]
    REPORT_FIELD_NUMBER: _ClassVar[int]
    verification: Verification
    verification_failure: VerificationFailure
    action: EventAction
    sub_account: str
    processor_event_id: str
    processor_event_type: str
    dedupe_key: str
    occurred_at: _timestamp_pb2.Timestamp
    reference: str
    payment_ref: _payment_pb2.PaymentRef
    operation: _operation_pb2.Operation
    is_snapshot: bool
    payment: _payment_pb2.Payment
    refund: _refund_pb2.Refund
    dispute: _dispute_pb2.Dispute
    mandate: _mandate_pb2.Mandate
    stored_method: StoredMethodEvent
    fraud_alert: FraudAlert
    report: Report
    def __init__(self, verification: _Optional[_Union[Verification, str]] = ..., verification_failure: _Optional[_Union[VerificationFailure, str]] = ..., action: _Optional[_Union[EventAction, str]] = ..., sub_account: _Optional[str] = ..., processor_event_id: _Optional[str] = ..., processor_event_type: _Optional[str] = ..., dedupe_key: _Optional[str] = ..., occurred_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., reference: _Optional[str] = ..., payment_ref: _Optional[_Union[_payment_pb2.PaymentRef, _Mapping]] = ..., operation: _Optional[_Union[_operation_pb2.Operation, _Mapping]] = ..., is_snapshot: bool = ..., payment: _Optional[_Union[_payment_pb2.Payment, _Mapping]] = ..., refund: _Optional[_Union[_refund_pb2.Refund, _Mapping]] = ..., dispute: _Optional[_Union[_dispute_pb2.Dispute, _Mapping]] = ..., mandate: _Optional[_Union[_mandate_pb2.Mandate, _Mapping]] = ..., stored_method: _Optional[_Union[StoredMethodEvent, _Mapping]] = ..., fraud_alert: _Optional[_Union[FraudAlert, _Mapping]] = ..., report: _Optional[_Union[Report, _Mapping]] = ...) -> None: ...

class StoredMethodEvent(_message.Message):
    __slots__ = ("stored", "details", "customer_id", "removed")
    STORED_FIELD_NUMBER: _ClassVar[int]
    DETAILS_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    REMOVED_FIELD_NUMBER: _ClassVar[int]
    stored: _method_pb2.StoredMethod
    details: _method_pb2.PaymentMethodDetails
    customer_id: str
    removed: bool
    def __init__(self, stored: _Optional[_Union[_method_pb2.StoredMethod, _Mapping]] = ..., details: _Optional[_Union[_method_pb2.PaymentMethodDetails, _Mapping]] = ..., customer_id: _Optional[str] = ..., removed: bool = ...) -> None: ...

class FraudAlert(_message.Message):
    __slots__ = ("fraud_alert_id", "amount", "kind", "actionable")
    FRAUD_ALERT_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    ACTIONABLE_FIELD_NUMBER: _ClassVar[int]
    fraud_alert_id: str
    amount: _money_pb2.Money
    kind: str
    actionable: bool
    def __init__(self, fraud_alert_id: _Optional[str] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., kind: _Optional[str] = ..., actionable: bool = ...) -> None: ...

class Report(_message.Message):
    __slots__ = ("report_id", "url")
    REPORT_ID_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    report_id: str
    url: str
    def __init__(self, report_id: _Optional[str] = ..., url: _Optional[str] = ...) -> None: ...
