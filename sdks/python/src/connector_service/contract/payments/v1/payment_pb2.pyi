from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from connector_service.contract.payments.v1 import authentication_pb2 as _authentication_pb2
from connector_service.contract.payments.v1 import customer_pb2 as _customer_pb2
from connector_service.contract.payments.v1 import method_pb2 as _method_pb2
from connector_service.contract.payments.v1 import money_pb2 as _money_pb2
from connector_service.contract.payments.v1 import operation_pb2 as _operation_pb2
from connector_service.contract.payments.v1 import options_pb2 as _options_pb2
from connector_service.contract.payments.v1 import order_pb2 as _order_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PaymentStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PAYMENT_STATUS_UNSPECIFIED: _ClassVar[PaymentStatus]
    PAYMENT_STATUS_PENDING: _ClassVar[PaymentStatus]
    PAYMENT_STATUS_ACTION_REQUIRED: _ClassVar[PaymentStatus]
    PAYMENT_STATUS_AUTHORIZED: _ClassVar[PaymentStatus]
    PAYMENT_STATUS_PARTIALLY_AUTHORIZED: _ClassVar[PaymentStatus]
    PAYMENT_STATUS_PARTIALLY_CAPTURED: _ClassVar[PaymentStatus]
    PAYMENT_STATUS_CAPTURED: _ClassVar[PaymentStatus]
    PAYMENT_STATUS_VOIDED: _ClassVar[PaymentStatus]
    PAYMENT_STATUS_FAILED: _ClassVar[PaymentStatus]
    PAYMENT_STATUS_EXPIRED: _ClassVar[PaymentStatus]
    PAYMENT_STATUS_REVERSED: _ClassVar[PaymentStatus]

class PendingReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PENDING_REASON_UNSPECIFIED: _ClassVar[PendingReason]
    PENDING_REASON_CUSTOMER: _ClassVar[PendingReason]
    PENDING_REASON_PROCESSOR: _ClassVar[PendingReason]
    PENDING_REASON_REVIEW: _ClassVar[PendingReason]
    PENDING_REASON_OUTCOME_UNKNOWN: _ClassVar[PendingReason]
    PENDING_REASON_UNRECOGNISED: _ClassVar[PendingReason]

class CaptureMode(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CAPTURE_MODE_UNSPECIFIED: _ClassVar[CaptureMode]
    CAPTURE_MODE_AUTOMATIC: _ClassVar[CaptureMode]
    CAPTURE_MODE_MANUAL: _ClassVar[CaptureMode]
    CAPTURE_MODE_DELAYED: _ClassVar[CaptureMode]

class Channel(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CHANNEL_UNSPECIFIED: _ClassVar[Channel]
    CHANNEL_ECOMMERCE: _ClassVar[Channel]
    CHANNEL_MAIL_ORDER: _ClassVar[Channel]
    CHANNEL_TELEPHONE_ORDER: _ClassVar[Channel]
    CHANNEL_APP: _ClassVar[Channel]

class CheckResult(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CHECK_RESULT_UNSPECIFIED: _ClassVar[CheckResult]
    CHECK_RESULT_MATCH: _ClassVar[CheckResult]
    CHECK_RESULT_NO_MATCH: _ClassVar[CheckResult]
    CHECK_RESULT_PARTIAL_MATCH: _ClassVar[CheckResult]
    CHECK_RESULT_NOT_CHECKED: _ClassVar[CheckResult]
    CHECK_RESULT_UNAVAILABLE: _ClassVar[CheckResult]
PAYMENT_STATUS_UNSPECIFIED: PaymentStatus
PAYMENT_STATUS_PENDING: PaymentStatus
PAYMENT_STATUS_ACTION_REQUIRED: PaymentStatus
PAYMENT_STATUS_AUTHORIZED: PaymentStatus
PAYMENT_STATUS_PARTIALLY_AUTHORIZED: PaymentStatus
PAYMENT_STATUS_PARTIALLY_CAPTURED: PaymentStatus
PAYMENT_STATUS_CAPTURED: PaymentStatus
PAYMENT_STATUS_VOIDED: PaymentStatus
PAYMENT_STATUS_FAILED: PaymentStatus
PAYMENT_STATUS_EXPIRED: PaymentStatus
PAYMENT_STATUS_REVERSED: PaymentStatus
PENDING_REASON_UNSPECIFIED: PendingReason
PENDING_REASON_CUSTOMER: PendingReason
PENDING_REASON_PROCESSOR: PendingReason
PENDING_REASON_REVIEW: PendingReason
PENDING_REASON_OUTCOME_UNKNOWN: PendingReason
PENDING_REASON_UNRECOGNISED: PendingReason
CAPTURE_MODE_UNSPECIFIED: CaptureMode
CAPTURE_MODE_AUTOMATIC: CaptureMode
CAPTURE_MODE_MANUAL: CaptureMode
CAPTURE_MODE_DELAYED: CaptureMode
CHANNEL_UNSPECIFIED: Channel
CHANNEL_ECOMMERCE: Channel
CHANNEL_MAIL_ORDER: Channel
CHANNEL_TELEPHONE_ORDER: Channel
CHANNEL_APP: Channel
CHECK_RESULT_UNSPECIFIED: CheckResult
CHECK_RESULT_MATCH: CheckResult
CHECK_RESULT_NO_MATCH: CheckResult
CHECK_RESULT_PARTIAL_MATCH: CheckResult
CHECK_RESULT_NOT_CHECKED: CheckResult
CHECK_RESULT_UNAVAILABLE: CheckResult

class PaymentRef(_message.Message):
    __slots__ = ("payment_id", "related_ids", "reference")
    class RelatedIdsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    PAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    RELATED_IDS_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    payment_id: str
    related_ids: _containers.ScalarMap[str, str]
    reference: str
    def __init__(self, payment_id: _Optional[str] = ..., related_ids: _Optional[_Mapping[str, str]] = ..., reference: _Optional[str] = ...) -> None: ...

class OriginalCall(_message.Message):
    __slots__ = ("reference", "idempotency_key", "attempted_at", "amount")
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    IDEMPOTENCY_KEY_FIELD_NUMBER: _ClassVar[int]
    ATTEMPTED_AT_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    reference: str
    idempotency_key: str
    attempted_at: _timestamp_pb2.Timestamp
    amount: _money_pb2.Money
    def __init__(self, reference: _Optional[str] = ..., idempotency_key: _Optional[str] = ..., attempted_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...

class Purchase(_message.Message):
    __slots__ = ("amount", "order", "customer", "device", "channel", "description", "statement_descriptor", "metadata", "splits", "sub_merchant", "installments", "return_url", "notification_url", "expires_at")
    class MetadataEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    ORDER_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    DEVICE_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    STATEMENT_DESCRIPTOR_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    SPLITS_FIELD_NUMBER: _ClassVar[int]
    SUB_MERCHANT_FIELD_NUMBER: _ClassVar[int]
    INSTALLMENTS_FIELD_NUMBER: _ClassVar[int]
    RETURN_URL_FIELD_NUMBER: _ClassVar[int]
    NOTIFICATION_URL_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    amount: _money_pb2.Money
    order: _order_pb2.Order
    customer: _customer_pb2.Customer
    device: _customer_pb2.Device
    channel: Channel
    description: str
    statement_descriptor: str
    metadata: _containers.ScalarMap[str, str]
    splits: _containers.RepeatedCompositeFieldContainer[_money_pb2.Split]
    sub_merchant: _order_pb2.SubMerchant
    installments: _order_pb2.Installments
    return_url: str
    notification_url: str
    expires_at: _timestamp_pb2.Timestamp
    def __init__(self, amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., order: _Optional[_Union[_order_pb2.Order, _Mapping]] = ..., customer: _Optional[_Union[_customer_pb2.Customer, _Mapping]] = ..., device: _Optional[_Union[_customer_pb2.Device, _Mapping]] = ..., channel: _Optional[_Union[Channel, str]] = ..., description: _Optional[str] = ..., statement_descriptor: _Optional[str] = ..., metadata: _Optional[_Mapping[str, str]] = ..., splits: _Optional[_Iterable[_Union[_money_pb2.Split, _Mapping]]] = ..., sub_merchant: _Optional[_Union[_order_pb2.SubMerchant, _Mapping]] = ..., installments: _Optional[_Union[_order_pb2.Installments, _Mapping]] = ..., return_url: _Optional[str] = ..., notification_url: _Optional[str] = ..., expires_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class PaymentAmounts(_message.Message):
    __slots__ = ("requested", "authorized", "capturable", "captured", "voided", "refunded", "charged_back")
    REQUESTED_FIELD_NUMBER: _ClassVar[int]
    AUTHORIZED_FIELD_NUMBER: _ClassVar[int]
    CAPTURABLE_FIELD_NUMBER: _ClassVar[int]
    CAPTURED_FIELD_NUMBER: _ClassVar[int]
    VOIDED_FIELD_NUMBER: _ClassVar[int]
    REFUNDED_FIELD_NUMBER: _ClassVar[int]
    CHARGED_BACK_FIELD_NUMBER: _ClassVar[int]
    requested: _money_pb2.Money
    authorized: _money_pb2.Money
    capturable: _money_pb2.Money
    captured: _money_pb2.Money
    voided: _money_pb2.Money
    refunded: _money_pb2.Money
    charged_back: _money_pb2.Money
    def __init__(self, requested: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., authorized: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., capturable: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., captured: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., voided: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., refunded: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., charged_back: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...

class Checks(_message.Message):
    __slots__ = ("address", "postal_code", "cvc", "name", "address_code", "cvc_code")
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    POSTAL_CODE_FIELD_NUMBER: _ClassVar[int]
    CVC_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_CODE_FIELD_NUMBER: _ClassVar[int]
    CVC_CODE_FIELD_NUMBER: _ClassVar[int]
    address: CheckResult
    postal_code: CheckResult
    cvc: CheckResult
    name: CheckResult
    address_code: str
    cvc_code: str
    def __init__(self, address: _Optional[_Union[CheckResult, str]] = ..., postal_code: _Optional[_Union[CheckResult, str]] = ..., cvc: _Optional[_Union[CheckResult, str]] = ..., name: _Optional[_Union[CheckResult, str]] = ..., address_code: _Optional[str] = ..., cvc_code: _Optional[str] = ...) -> None: ...

class RiskResult(_message.Message):
    __slots__ = ("decision", "score", "level")
    class Decision(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        DECISION_UNSPECIFIED: _ClassVar[RiskResult.Decision]
        DECISION_ACCEPT: _ClassVar[RiskResult.Decision]
        DECISION_REVIEW: _ClassVar[RiskResult.Decision]
        DECISION_REJECT: _ClassVar[RiskResult.Decision]
    DECISION_UNSPECIFIED: RiskResult.Decision
    DECISION_ACCEPT: RiskResult.Decision
    DECISION_REVIEW: RiskResult.Decision
    DECISION_REJECT: RiskResult.Decision
    DECISION_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    decision: RiskResult.Decision
    score: int
    level: str
    def __init__(self, decision: _Optional[_Union[RiskResult.Decision, str]] = ..., score: _Optional[int] = ..., level: _Optional[str] = ...) -> None: ...

class Payment(_message.Message):
    __slots__ = ("payment_ref", "order_reference", "status", "pending_reason", "processor_status", "amounts", "failure", "checks", "method", "authentication", "network_references", "authorization_expires_at", "risk", "operations", "created_at", "mandate_id", "customer_id", "late", "metadata")
    class MetadataEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    PAYMENT_REF_FIELD_NUMBER: _ClassVar[int]
    ORDER_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    PENDING_REASON_FIELD_NUMBER: _ClassVar[int]
    PROCESSOR_STATUS_FIELD_NUMBER: _ClassVar[int]
    AMOUNTS_FIELD_NUMBER: _ClassVar[int]
    FAILURE_FIELD_NUMBER: _ClassVar[int]
    CHECKS_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    AUTHENTICATION_FIELD_NUMBER: _ClassVar[int]
    NETWORK_REFERENCES_FIELD_NUMBER: _ClassVar[int]
    AUTHORIZATION_EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    RISK_FIELD_NUMBER: _ClassVar[int]
    OPERATIONS_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    MANDATE_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    LATE_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    payment_ref: PaymentRef
    order_reference: str
    status: PaymentStatus
    pending_reason: PendingReason
    processor_status: str
    amounts: PaymentAmounts
    failure: _operation_pb2.Failure
    checks: Checks
    method: _method_pb2.PaymentMethodDetails
    authentication: _authentication_pb2.AuthenticationResult
    network_references: _operation_pb2.NetworkReferences
    authorization_expires_at: _timestamp_pb2.Timestamp
    risk: RiskResult
    operations: _containers.RepeatedCompositeFieldContainer[_operation_pb2.Operation]
    created_at: _timestamp_pb2.Timestamp
    mandate_id: str
    customer_id: str
    late: bool
    metadata: _containers.ScalarMap[str, str]
    def __init__(self, payment_ref: _Optional[_Union[PaymentRef, _Mapping]] = ..., order_reference: _Optional[str] = ..., status: _Optional[_Union[PaymentStatus, str]] = ..., pending_reason: _Optional[_Union[PendingReason, str]] = ..., processor_status: _Optional[str] = ..., amounts: _Optional[_Union[PaymentAmounts, _Mapping]] = ..., failure: _Optional[_Union[_operation_pb2.Failure, _Mapping]] = ..., checks: _Optional[_Union[Checks, _Mapping]] = ..., method: _Optional[_Union[_method_pb2.PaymentMethodDetails, _Mapping]] = ..., authentication: _Optional[_Union[_authentication_pb2.AuthenticationResult, _Mapping]] = ..., network_references: _Optional[_Union[_operation_pb2.NetworkReferences, _Mapping]] = ..., authorization_expires_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., risk: _Optional[_Union[RiskResult, _Mapping]] = ..., operations: _Optional[_Iterable[_Union[_operation_pb2.Operation, _Mapping]]] = ..., created_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., mandate_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., late: bool = ..., metadata: _Optional[_Mapping[str, str]] = ...) -> None: ...

class NextAction(_message.Message):
    __slots__ = ("redirect", "three_ds_method", "three_ds_challenge", "display", "wait", "sdk", "input", "expires_at")
    REDIRECT_FIELD_NUMBER: _ClassVar[int]
    THREE_DS_METHOD_FIELD_NUMBER: _ClassVar[int]
    THREE_DS_CHALLENGE_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_FIELD_NUMBER: _ClassVar[int]
    WAIT_FIELD_NUMBER: _ClassVar[int]
    SDK_FIELD_NUMBER: _ClassVar[int]
    INPUT_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    redirect: Redirect
    three_ds_method: ThreeDsMethod
    three_ds_challenge: ThreeDsChallenge
    display: Display
    wait: Wait
    sdk: SdkData
    input: Input
    expires_at: _timestamp_pb2.Timestamp
    def __init__(self, redirect: _Optional[_Union[Redirect, _Mapping]] = ..., three_ds_method: _Optional[_Union[ThreeDsMethod, _Mapping]] = ..., three_ds_challenge: _Optional[_Union[ThreeDsChallenge, _Mapping]] = ..., display: _Optional[_Union[Display, _Mapping]] = ..., wait: _Optional[_Union[Wait, _Mapping]] = ..., sdk: _Optional[_Union[SdkData, _Mapping]] = ..., input: _Optional[_Union[Input, _Mapping]] = ..., expires_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Redirect(_message.Message):
    __slots__ = ("url", "http_method", "fields", "app_url")
    class FieldsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    URL_FIELD_NUMBER: _ClassVar[int]
    HTTP_METHOD_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    APP_URL_FIELD_NUMBER: _ClassVar[int]
    url: str
    http_method: str
    fields: _containers.ScalarMap[str, str]
    app_url: str
    def __init__(self, url: _Optional[str] = ..., http_method: _Optional[str] = ..., fields: _Optional[_Mapping[str, str]] = ..., app_url: _Optional[str] = ...) -> None: ...

class ThreeDsMethod(_message.Message):
    __slots__ = ("url", "data", "processor_data")
    URL_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    PROCESSOR_DATA_FIELD_NUMBER: _ClassVar[int]
    url: str
    data: str
    processor_data: str
    def __init__(self, url: _Optional[str] = ..., data: _Optional[str] = ..., processor_data: _Optional[str] = ...) -> None: ...

class ThreeDsChallenge(_message.Message):
    __slots__ = ("url", "request", "processor_data")
    URL_FIELD_NUMBER: _ClassVar[int]
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    PROCESSOR_DATA_FIELD_NUMBER: _ClassVar[int]
    url: str
    request: str
    processor_data: str
    def __init__(self, url: _Optional[str] = ..., request: _Optional[str] = ..., processor_data: _Optional[str] = ...) -> None: ...

class Display(_message.Message):
    __slots__ = ("kind", "code", "url", "image_url", "document_url", "details", "amount")
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        KIND_UNSPECIFIED: _ClassVar[Display.Kind]
        KIND_VOUCHER: _ClassVar[Display.Kind]
        KIND_QR_CODE: _ClassVar[Display.Kind]
        KIND_BANK_TRANSFER: _ClassVar[Display.Kind]
    KIND_UNSPECIFIED: Display.Kind
    KIND_VOUCHER: Display.Kind
    KIND_QR_CODE: Display.Kind
    KIND_BANK_TRANSFER: Display.Kind
    class DetailsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    KIND_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    IMAGE_URL_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_URL_FIELD_NUMBER: _ClassVar[int]
    DETAILS_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    kind: Display.Kind
    code: str
    url: str
    image_url: str
    document_url: str
    details: _containers.ScalarMap[str, str]
    amount: _money_pb2.Money
    def __init__(self, kind: _Optional[_Union[Display.Kind, str]] = ..., code: _Optional[str] = ..., url: _Optional[str] = ..., image_url: _Optional[str] = ..., document_url: _Optional[str] = ..., details: _Optional[_Mapping[str, str]] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...

class Wait(_message.Message):
    __slots__ = ("poll_after",)
    POLL_AFTER_FIELD_NUMBER: _ClassVar[int]
    poll_after: _duration_pb2.Duration
    def __init__(self, poll_after: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class SdkData(_message.Message):
    __slots__ = ("sdk", "values")
    class ValuesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    SDK_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    sdk: str
    values: _containers.ScalarMap[str, str]
    def __init__(self, sdk: _Optional[str] = ..., values: _Optional[_Mapping[str, str]] = ...) -> None: ...

class Input(_message.Message):
    __slots__ = ("fields",)
    class Field(_message.Message):
        __slots__ = ("name", "label", "secret")
        NAME_FIELD_NUMBER: _ClassVar[int]
        LABEL_FIELD_NUMBER: _ClassVar[int]
        SECRET_FIELD_NUMBER: _ClassVar[int]
        name: str
        label: str
        secret: bool
        def __init__(self, name: _Optional[str] = ..., label: _Optional[str] = ..., secret: bool = ...) -> None: ...
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    fields: _containers.RepeatedCompositeFieldContainer[Input.Field]
    def __init__(self, fields: _Optional[_Iterable[_Union[Input.Field, _Mapping]]] = ...) -> None: ...

class Lookup(_message.Message):
    __slots__ = ("outcome", "certainty", "failure")
    class Outcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        OUTCOME_UNSPECIFIED: _ClassVar[Lookup.Outcome]
        OUTCOME_FOUND: _ClassVar[Lookup.Outcome]
        OUTCOME_NOT_FOUND: _ClassVar[Lookup.Outcome]
        OUTCOME_FAILED: _ClassVar[Lookup.Outcome]
    OUTCOME_UNSPECIFIED: Lookup.Outcome
    OUTCOME_FOUND: Lookup.Outcome
    OUTCOME_NOT_FOUND: Lookup.Outcome
    OUTCOME_FAILED: Lookup.Outcome
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    CERTAINTY_FIELD_NUMBER: _ClassVar[int]
    FAILURE_FIELD_NUMBER: _ClassVar[int]
    outcome: Lookup.Outcome
    certainty: _operation_pb2.Certainty
    failure: _operation_pb2.Failure
    def __init__(self, outcome: _Optional[_Union[Lookup.Outcome, str]] = ..., certainty: _Optional[_Union[_operation_pb2.Certainty, str]] = ..., failure: _Optional[_Union[_operation_pb2.Failure, _Mapping]] = ...) -> None: ...
