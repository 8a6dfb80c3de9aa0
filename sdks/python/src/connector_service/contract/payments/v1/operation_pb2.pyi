from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from connector_service.contract.payments.v1 import money_pb2 as _money_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class OperationKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    OPERATION_KIND_UNSPECIFIED: _ClassVar[OperationKind]
    OPERATION_KIND_AUTHORIZE: _ClassVar[OperationKind]
    OPERATION_KIND_ADJUST: _ClassVar[OperationKind]
    OPERATION_KIND_CAPTURE: _ClassVar[OperationKind]
    OPERATION_KIND_VOID: _ClassVar[OperationKind]
    OPERATION_KIND_REVERSE: _ClassVar[OperationKind]
    OPERATION_KIND_REFUND: _ClassVar[OperationKind]
    OPERATION_KIND_SETUP_MANDATE: _ClassVar[OperationKind]
    OPERATION_KIND_REVOKE_MANDATE: _ClassVar[OperationKind]
    OPERATION_KIND_ACCEPT_DISPUTE: _ClassVar[OperationKind]
    OPERATION_KIND_SUBMIT_EVIDENCE: _ClassVar[OperationKind]
    OPERATION_KIND_TOKENIZE: _ClassVar[OperationKind]
    OPERATION_KIND_DELETE_PAYMENT_METHOD: _ClassVar[OperationKind]
    OPERATION_KIND_CREATE_CUSTOMER: _ClassVar[OperationKind]
    OPERATION_KIND_DELETE_CUSTOMER: _ClassVar[OperationKind]
    OPERATION_KIND_CREATE_CLIENT_SESSION: _ClassVar[OperationKind]

class OperationStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    OPERATION_STATUS_UNSPECIFIED: _ClassVar[OperationStatus]
    OPERATION_STATUS_ACCEPTED: _ClassVar[OperationStatus]
    OPERATION_STATUS_SUCCEEDED: _ClassVar[OperationStatus]
    OPERATION_STATUS_FAILED: _ClassVar[OperationStatus]
    OPERATION_STATUS_UNKNOWN: _ClassVar[OperationStatus]

class Certainty(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CERTAINTY_UNSPECIFIED: _ClassVar[Certainty]
    CERTAINTY_DEFINITIVE: _ClassVar[Certainty]
    CERTAINTY_UNKNOWN: _ClassVar[Certainty]

class Actor(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ACTOR_UNSPECIFIED: _ClassVar[Actor]
    ACTOR_ISSUER: _ClassVar[Actor]
    ACTOR_NETWORK: _ClassVar[Actor]
    ACTOR_PROCESSOR: _ClassVar[Actor]
    ACTOR_MERCHANT: _ClassVar[Actor]
    ACTOR_CUSTOMER: _ClassVar[Actor]
    ACTOR_SERVICE: _ClassVar[Actor]

class Retry(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    RETRY_UNSPECIFIED: _ClassVar[Retry]
    RETRY_NEVER: _ClassVar[Retry]
    RETRY_SAME_KEY_NOW: _ClassVar[Retry]
    RETRY_LATER: _ClassVar[Retry]
    RETRY_WITH_CHANGES: _ClassVar[Retry]
    RETRY_OTHER_METHOD: _ClassVar[Retry]
    RETRY_AUTHENTICATE: _ClassVar[Retry]
    RETRY_LOOK_UP_FIRST: _ClassVar[Retry]

class FailureCode(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FAILURE_CODE_UNSPECIFIED: _ClassVar[FailureCode]
    FAILURE_CODE_UNMAPPED: _ClassVar[FailureCode]
    FAILURE_CODE_DECLINED: _ClassVar[FailureCode]
    FAILURE_CODE_DO_NOT_HONOR: _ClassVar[FailureCode]
    FAILURE_CODE_INSUFFICIENT_FUNDS: _ClassVar[FailureCode]
    FAILURE_CODE_AMOUNT_LIMIT_EXCEEDED: _ClassVar[FailureCode]
    FAILURE_CODE_COUNT_LIMIT_EXCEEDED: _ClassVar[FailureCode]
    FAILURE_CODE_EXPIRED_CARD: _ClassVar[FailureCode]
    FAILURE_CODE_LOST_CARD: _ClassVar[FailureCode]
    FAILURE_CODE_STOLEN_CARD: _ClassVar[FailureCode]
    FAILURE_CODE_PICK_UP_CARD: _ClassVar[FailureCode]
    FAILURE_CODE_RESTRICTED_CARD: _ClassVar[FailureCode]
    FAILURE_CODE_TRANSACTION_NOT_PERMITTED: _ClassVar[FailureCode]
    FAILURE_CODE_CURRENCY_NOT_SUPPORTED_BY_CARD: _ClassVar[FailureCode]
    FAILURE_CODE_ISSUER_UNAVAILABLE: _ClassVar[FailureCode]
    FAILURE_CODE_CALL_ISSUER: _ClassVar[FailureCode]
    FAILURE_CODE_RECURRING_STOPPED: _ClassVar[FailureCode]
    FAILURE_CODE_SUSPECTED_FRAUD: _ClassVar[FailureCode]
    FAILURE_CODE_SECURITY_VIOLATION: _ClassVar[FailureCode]
    FAILURE_CODE_ACCOUNT_CLOSED: _ClassVar[FailureCode]
    FAILURE_CODE_ACCOUNT_BLOCKED: _ClassVar[FailureCode]
    FAILURE_CODE_CARD_UPDATED: _ClassVar[FailureCode]
    FAILURE_CODE_INVALID_CARD_NUMBER: _ClassVar[FailureCode]
    FAILURE_CODE_INVALID_EXPIRY: _ClassVar[FailureCode]
    FAILURE_CODE_INCORRECT_CVC: _ClassVar[FailureCode]
    FAILURE_CODE_ADDRESS_MISMATCH: _ClassVar[FailureCode]
    FAILURE_CODE_INVALID_PIN: _ClassVar[FailureCode]
    FAILURE_CODE_PIN_TRIES_EXCEEDED: _ClassVar[FailureCode]
    FAILURE_CODE_INVALID_ACCOUNT: _ClassVar[FailureCode]
    FAILURE_CODE_INVALID_AMOUNT: _ClassVar[FailureCode]
    FAILURE_CODE_CARD_NOT_SUPPORTED: _ClassVar[FailureCode]
    FAILURE_CODE_PAYMENT_METHOD_UNAVAILABLE: _ClassVar[FailureCode]
    FAILURE_CODE_NAME_MISMATCH: _ClassVar[FailureCode]
    FAILURE_CODE_INVALID_TOKEN: _ClassVar[FailureCode]
    FAILURE_CODE_INVALID_MANDATE: _ClassVar[FailureCode]
    FAILURE_CODE_AUTHENTICATION_REQUIRED: _ClassVar[FailureCode]
    FAILURE_CODE_AUTHENTICATION_FAILED: _ClassVar[FailureCode]
    FAILURE_CODE_AUTHENTICATION_UNAVAILABLE: _ClassVar[FailureCode]
    FAILURE_CODE_CUSTOMER_CANCELLED: _ClassVar[FailureCode]
    FAILURE_CODE_CUSTOMER_TIMED_OUT: _ClassVar[FailureCode]
    FAILURE_CODE_CUSTOMER_BANK_REFUSED: _ClassVar[FailureCode]
    FAILURE_CODE_BLOCKED_BY_RISK: _ClassVar[FailureCode]
    FAILURE_CODE_BLOCKED_BY_MERCHANT_RULE: _ClassVar[FailureCode]
    FAILURE_CODE_COMPLIANCE_REFUSED: _ClassVar[FailureCode]
    FAILURE_CODE_DUPLICATE: _ClassVar[FailureCode]
    FAILURE_CODE_IDEMPOTENCY_CONFLICT: _ClassVar[FailureCode]
    FAILURE_CODE_NOT_FOUND: _ClassVar[FailureCode]
    FAILURE_CODE_WRONG_STATE: _ClassVar[FailureCode]
    FAILURE_CODE_ALREADY_CAPTURED: _ClassVar[FailureCode]
    FAILURE_CODE_ALREADY_VOIDED: _ClassVar[FailureCode]
    FAILURE_CODE_ALREADY_REFUNDED: _ClassVar[FailureCode]
    FAILURE_CODE_AUTHORIZATION_EXPIRED: _ClassVar[FailureCode]
    FAILURE_CODE_AMOUNT_EXCEEDS_AVAILABLE: _ClassVar[FailureCode]
    FAILURE_CODE_INSUFFICIENT_MERCHANT_BALANCE: _ClassVar[FailureCode]
    FAILURE_CODE_TIME_LIMIT_PASSED: _ClassVar[FailureCode]
    FAILURE_CODE_DISPUTED: _ClassVar[FailureCode]
    FAILURE_CODE_REFUND_REJECTED_BY_BANK: _ClassVar[FailureCode]
    FAILURE_CODE_DEBIT_RETURNED: _ClassVar[FailureCode]
    FAILURE_CODE_CREDENTIALS_REJECTED: _ClassVar[FailureCode]
    FAILURE_CODE_PERMISSION_MISSING: _ClassVar[FailureCode]
    FAILURE_CODE_ACCOUNT_NOT_CONFIGURED: _ClassVar[FailureCode]
    FAILURE_CODE_MERCHANT_ACCOUNT_INACTIVE: _ClassVar[FailureCode]
    FAILURE_CODE_INVALID_REQUEST: _ClassVar[FailureCode]
    FAILURE_CODE_CURRENCY_NOT_SUPPORTED: _ClassVar[FailureCode]
    FAILURE_CODE_AMOUNT_TOO_SMALL: _ClassVar[FailureCode]
    FAILURE_CODE_AMOUNT_TOO_LARGE: _ClassVar[FailureCode]
    FAILURE_CODE_RATE_LIMITED: _ClassVar[FailureCode]
    FAILURE_CODE_PROCESSOR_ERROR: _ClassVar[FailureCode]
    FAILURE_CODE_PROCESSOR_UNREACHABLE: _ClassVar[FailureCode]
    FAILURE_CODE_UNREADABLE_ANSWER: _ClassVar[FailureCode]
    FAILURE_CODE_TIMED_OUT: _ClassVar[FailureCode]
    FAILURE_CODE_AMOUNT_MISMATCH: _ClassVar[FailureCode]
    FAILURE_CODE_INVALID_RETURN: _ClassVar[FailureCode]
OPERATION_KIND_UNSPECIFIED: OperationKind
OPERATION_KIND_AUTHORIZE: OperationKind
OPERATION_KIND_ADJUST: OperationKind
OPERATION_KIND_CAPTURE: OperationKind
OPERATION_KIND_VOID: OperationKind
OPERATION_KIND_REVERSE: OperationKind
OPERATION_KIND_REFUND: OperationKind
OPERATION_KIND_SETUP_MANDATE: OperationKind
OPERATION_KIND_REVOKE_MANDATE: OperationKind
OPERATION_KIND_ACCEPT_DISPUTE: OperationKind
OPERATION_KIND_SUBMIT_EVIDENCE: OperationKind
OPERATION_KIND_TOKENIZE: OperationKind
OPERATION_KIND_DELETE_PAYMENT_METHOD: OperationKind
OPERATION_KIND_CREATE_CUSTOMER: OperationKind
OPERATION_KIND_DELETE_CUSTOMER: OperationKind
OPERATION_KIND_CREATE_CLIENT_SESSION: OperationKind
OPERATION_STATUS_UNSPECIFIED: OperationStatus
OPERATION_STATUS_ACCEPTED: OperationStatus
OPERATION_STATUS_SUCCEEDED: OperationStatus
OPERATION_STATUS_FAILED: OperationStatus
OPERATION_STATUS_UNKNOWN: OperationStatus
CERTAINTY_UNSPECIFIED: Certainty
CERTAINTY_DEFINITIVE: Certainty
CERTAINTY_UNKNOWN: Certainty
ACTOR_UNSPECIFIED: Actor
ACTOR_ISSUER: Actor
ACTOR_NETWORK: Actor
ACTOR_PROCESSOR: Actor
ACTOR_MERCHANT: Actor
ACTOR_CUSTOMER: Actor
ACTOR_SERVICE: Actor
RETRY_UNSPECIFIED: Retry
RETRY_NEVER: Retry
RETRY_SAME_KEY_NOW: Retry
RETRY_LATER: Retry
RETRY_WITH_CHANGES: Retry
RETRY_OTHER_METHOD: Retry
RETRY_AUTHENTICATE: Retry
RETRY_LOOK_UP_FIRST: Retry
FAILURE_CODE_UNSPECIFIED: FailureCode
FAILURE_CODE_UNMAPPED: FailureCode
FAILURE_CODE_DECLINED: FailureCode
FAILURE_CODE_DO_NOT_HONOR: FailureCode
FAILURE_CODE_INSUFFICIENT_FUNDS: FailureCode
FAILURE_CODE_AMOUNT_LIMIT_EXCEEDED: FailureCode
FAILURE_CODE_COUNT_LIMIT_EXCEEDED: FailureCode
FAILURE_CODE_EXPIRED_CARD: FailureCode
FAILURE_CODE_LOST_CARD: FailureCode
FAILURE_CODE_STOLEN_CARD: FailureCode
FAILURE_CODE_PICK_UP_CARD: FailureCode
FAILURE_CODE_RESTRICTED_CARD: FailureCode
FAILURE_CODE_TRANSACTION_NOT_PERMITTED: FailureCode
FAILURE_CODE_CURRENCY_NOT_SUPPORTED_BY_CARD: FailureCode
FAILURE_CODE_ISSUER_UNAVAILABLE: FailureCode
FAILURE_CODE_CALL_ISSUER: FailureCode
FAILURE_CODE_RECURRING_STOPPED: FailureCode
FAILURE_CODE_SUSPECTED_FRAUD: FailureCode
FAILURE_CODE_SECURITY_VIOLATION: FailureCode
FAILURE_CODE_ACCOUNT_CLOSED: FailureCode
FAILURE_CODE_ACCOUNT_BLOCKED: FailureCode
FAILURE_CODE_CARD_UPDATED: FailureCode
FAILURE_CODE_INVALID_CARD_NUMBER: FailureCode
FAILURE_CODE_INVALID_EXPIRY: FailureCode
FAILURE_CODE_INCORRECT_CVC: FailureCode
FAILURE_CODE_ADDRESS_MISMATCH: FailureCode
FAILURE_CODE_INVALID_PIN: FailureCode
FAILURE_CODE_PIN_TRIES_EXCEEDED: FailureCode
FAILURE_CODE_INVALID_ACCOUNT: FailureCode
FAILURE_CODE_INVALID_AMOUNT: FailureCode
FAILURE_CODE_CARD_NOT_SUPPORTED: FailureCode
FAILURE_CODE_PAYMENT_METHOD_UNAVAILABLE: FailureCode
FAILURE_CODE_NAME_MISMATCH: FailureCode
FAILURE_CODE_INVALID_TOKEN: FailureCode
FAILURE_CODE_INVALID_MANDATE: FailureCode
FAILURE_CODE_AUTHENTICATION_REQUIRED: FailureCode
FAILURE_CODE_AUTHENTICATION_FAILED: FailureCode
FAILURE_CODE_AUTHENTICATION_UNAVAILABLE: FailureCode
FAILURE_CODE_CUSTOMER_CANCELLED: FailureCode
FAILURE_CODE_CUSTOMER_TIMED_OUT: FailureCode
FAILURE_CODE_CUSTOMER_BANK_REFUSED: FailureCode
FAILURE_CODE_BLOCKED_BY_RISK: FailureCode
FAILURE_CODE_BLOCKED_BY_MERCHANT_RULE: FailureCode
FAILURE_CODE_COMPLIANCE_REFUSED: FailureCode
FAILURE_CODE_DUPLICATE: FailureCode
FAILURE_CODE_IDEMPOTENCY_CONFLICT: FailureCode
FAILURE_CODE_NOT_FOUND: FailureCode
FAILURE_CODE_WRONG_STATE: FailureCode
FAILURE_CODE_ALREADY_CAPTURED: FailureCode
FAILURE_CODE_ALREADY_VOIDED: FailureCode
FAILURE_CODE_ALREADY_REFUNDED: FailureCode
FAILURE_CODE_AUTHORIZATION_EXPIRED: FailureCode
FAILURE_CODE_AMOUNT_EXCEEDS_AVAILABLE: FailureCode
FAILURE_CODE_INSUFFICIENT_MERCHANT_BALANCE: FailureCode
FAILURE_CODE_TIME_LIMIT_PASSED: FailureCode
FAILURE_CODE_DISPUTED: FailureCode
FAILURE_CODE_REFUND_REJECTED_BY_BANK: FailureCode
FAILURE_CODE_DEBIT_RETURNED: FailureCode
FAILURE_CODE_CREDENTIALS_REJECTED: FailureCode
FAILURE_CODE_PERMISSION_MISSING: FailureCode
FAILURE_CODE_ACCOUNT_NOT_CONFIGURED: FailureCode
FAILURE_CODE_MERCHANT_ACCOUNT_INACTIVE: FailureCode
FAILURE_CODE_INVALID_REQUEST: FailureCode
FAILURE_CODE_CURRENCY_NOT_SUPPORTED: FailureCode
FAILURE_CODE_AMOUNT_TOO_SMALL: FailureCode
FAILURE_CODE_AMOUNT_TOO_LARGE: FailureCode
FAILURE_CODE_RATE_LIMITED: FailureCode
FAILURE_CODE_PROCESSOR_ERROR: FailureCode
FAILURE_CODE_PROCESSOR_UNREACHABLE: FailureCode
FAILURE_CODE_UNREADABLE_ANSWER: FailureCode
FAILURE_CODE_TIMED_OUT: FailureCode
FAILURE_CODE_AMOUNT_MISMATCH: FailureCode
FAILURE_CODE_INVALID_RETURN: FailureCode

class Operation(_message.Message):
    __slots__ = ("kind", "operation_id", "reference", "status", "certainty", "amount", "already_done", "failure", "network_references", "occurred_at", "resolution", "idempotency", "ignored_fields", "late", "completed_steps")
    KIND_FIELD_NUMBER: _ClassVar[int]
    OPERATION_ID_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    CERTAINTY_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    ALREADY_DONE_FIELD_NUMBER: _ClassVar[int]
    FAILURE_FIELD_NUMBER: _ClassVar[int]
    NETWORK_REFERENCES_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    RESOLUTION_FIELD_NUMBER: _ClassVar[int]
    IDEMPOTENCY_FIELD_NUMBER: _ClassVar[int]
    IGNORED_FIELDS_FIELD_NUMBER: _ClassVar[int]
    LATE_FIELD_NUMBER: _ClassVar[int]
    COMPLETED_STEPS_FIELD_NUMBER: _ClassVar[int]
    kind: OperationKind
    operation_id: str
    reference: str
    status: OperationStatus
    certainty: Certainty
    amount: _money_pb2.Money
    already_done: bool
    failure: Failure
    network_references: NetworkReferences
    occurred_at: _timestamp_pb2.Timestamp
    resolution: Resolution
    idempotency: Idempotency
    ignored_fields: _containers.RepeatedScalarFieldContainer[str]
    late: bool
    completed_steps: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, kind: _Optional[_Union[OperationKind, str]] = ..., operation_id: _Optional[str] = ..., reference: _Optional[str] = ..., status: _Optional[_Union[OperationStatus, str]] = ..., certainty: _Optional[_Union[Certainty, str]] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., already_done: bool = ..., failure: _Optional[_Union[Failure, _Mapping]] = ..., network_references: _Optional[_Union[NetworkReferences, _Mapping]] = ..., occurred_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., resolution: _Optional[_Union[Resolution, _Mapping]] = ..., idempotency: _Optional[_Union[Idempotency, _Mapping]] = ..., ignored_fields: _Optional[_Iterable[str]] = ..., late: bool = ..., completed_steps: _Optional[_Iterable[str]] = ...) -> None: ...

class Resolution(_message.Message):
    __slots__ = ("ways", "earliest")
    class Way(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        WAY_UNSPECIFIED: _ClassVar[Resolution.Way]
        WAY_REPEAT_SAME_KEY: _ClassVar[Resolution.Way]
        WAY_GET: _ClassVar[Resolution.Way]
        WAY_REVERSE: _ClassVar[Resolution.Way]
        WAY_WAIT_FOR_WEBHOOK: _ClassVar[Resolution.Way]
        WAY_ASK_PROCESSOR: _ClassVar[Resolution.Way]
    WAY_UNSPECIFIED: Resolution.Way
    WAY_REPEAT_SAME_KEY: Resolution.Way
    WAY_GET: Resolution.Way
    WAY_REVERSE: Resolution.Way
    WAY_WAIT_FOR_WEBHOOK: Resolution.Way
    WAY_ASK_PROCESSOR: Resolution.Way
    WAYS_FIELD_NUMBER: _ClassVar[int]
    EARLIEST_FIELD_NUMBER: _ClassVar[int]
    ways: _containers.RepeatedScalarFieldContainer[Resolution.Way]
    earliest: _timestamp_pb2.Timestamp
    def __init__(self, ways: _Optional[_Iterable[_Union[Resolution.Way, str]]] = ..., earliest: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Idempotency(_message.Message):
    __slots__ = ("key", "carrier", "repeat_safe_for")
    class Carrier(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        CARRIER_UNSPECIFIED: _ClassVar[Idempotency.Carrier]
        CARRIER_HEADER: _ClassVar[Idempotency.Carrier]
        CARRIER_FIELD: _ClassVar[Idempotency.Carrier]
        CARRIER_REFERENCE: _ClassVar[Idempotency.Carrier]
        CARRIER_NONE: _ClassVar[Idempotency.Carrier]
    CARRIER_UNSPECIFIED: Idempotency.Carrier
    CARRIER_HEADER: Idempotency.Carrier
    CARRIER_FIELD: Idempotency.Carrier
    CARRIER_REFERENCE: Idempotency.Carrier
    CARRIER_NONE: Idempotency.Carrier
    KEY_FIELD_NUMBER: _ClassVar[int]
    CARRIER_FIELD_NUMBER: _ClassVar[int]
    REPEAT_SAFE_FOR_FIELD_NUMBER: _ClassVar[int]
    key: str
    carrier: Idempotency.Carrier
    repeat_safe_for: _duration_pb2.Duration
    def __init__(self, key: _Optional[str] = ..., carrier: _Optional[_Union[Idempotency.Carrier, str]] = ..., repeat_safe_for: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class NetworkReferences(_message.Message):
    __slots__ = ("authorization_code", "acquirer_reference_number", "retrieval_reference_number", "trace_number", "network_transaction_id", "network")
    AUTHORIZATION_CODE_FIELD_NUMBER: _ClassVar[int]
    ACQUIRER_REFERENCE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    RETRIEVAL_REFERENCE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    TRACE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    NETWORK_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    NETWORK_FIELD_NUMBER: _ClassVar[int]
    authorization_code: str
    acquirer_reference_number: str
    retrieval_reference_number: str
    trace_number: str
    network_transaction_id: str
    network: str
    def __init__(self, authorization_code: _Optional[str] = ..., acquirer_reference_number: _Optional[str] = ..., retrieval_reference_number: _Optional[str] = ..., trace_number: _Optional[str] = ..., network_transaction_id: _Optional[str] = ..., network: _Optional[str] = ...) -> None: ...

class Failure(_message.Message):
    __slots__ = ("code", "actor", "retry", "retry_after", "fields", "network", "processor", "message")
    CODE_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    RETRY_FIELD_NUMBER: _ClassVar[int]
    RETRY_AFTER_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    NETWORK_FIELD_NUMBER: _ClassVar[int]
    PROCESSOR_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    code: FailureCode
    actor: Actor
    retry: Retry
    retry_after: _duration_pb2.Duration
    fields: _containers.RepeatedScalarFieldContainer[str]
    network: NetworkFailure
    processor: ProcessorFailure
    message: str
    def __init__(self, code: _Optional[_Union[FailureCode, str]] = ..., actor: _Optional[_Union[Actor, str]] = ..., retry: _Optional[_Union[Retry, str]] = ..., retry_after: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., fields: _Optional[_Iterable[str]] = ..., network: _Optional[_Union[NetworkFailure, _Mapping]] = ..., processor: _Optional[_Union[ProcessorFailure, _Mapping]] = ..., message: _Optional[str] = ...) -> None: ...

class NetworkFailure(_message.Message):
    __slots__ = ("decline_code", "advice_code", "message")
    DECLINE_CODE_FIELD_NUMBER: _ClassVar[int]
    ADVICE_CODE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    decline_code: str
    advice_code: str
    message: str
    def __init__(self, decline_code: _Optional[str] = ..., advice_code: _Optional[str] = ..., message: _Optional[str] = ...) -> None: ...

class ProcessorFailure(_message.Message):
    __slots__ = ("code", "message", "http_status", "request_id", "field")
    CODE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    HTTP_STATUS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    code: str
    message: str
    http_status: int
    request_id: str
    field: str
    def __init__(self, code: _Optional[str] = ..., message: _Optional[str] = ..., http_status: _Optional[int] = ..., request_id: _Optional[str] = ..., field: _Optional[str] = ...) -> None: ...

class RawExchange(_message.Message):
    __slots__ = ("step", "request_line", "request_headers", "request_body", "status", "response_headers", "response_body")
    class RequestHeadersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    class ResponseHeadersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    STEP_FIELD_NUMBER: _ClassVar[int]
    REQUEST_LINE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_HEADERS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_BODY_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_HEADERS_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_BODY_FIELD_NUMBER: _ClassVar[int]
    step: str
    request_line: str
    request_headers: _containers.ScalarMap[str, str]
    request_body: str
    status: int
    response_headers: _containers.ScalarMap[str, str]
    response_body: str
    def __init__(self, step: _Optional[str] = ..., request_line: _Optional[str] = ..., request_headers: _Optional[_Mapping[str, str]] = ..., request_body: _Optional[str] = ..., status: _Optional[int] = ..., response_headers: _Optional[_Mapping[str, str]] = ..., response_body: _Optional[str] = ...) -> None: ...
