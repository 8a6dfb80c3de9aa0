from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import struct_pb2 as _struct_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from connector_service.contract.payments.v1 import authentication_pb2 as _authentication_pb2
from connector_service.contract.payments.v1 import method_pb2 as _method_pb2
from connector_service.contract.payments.v1 import operation_pb2 as _operation_pb2
from connector_service.contract.payments.v1 import options_pb2 as _options_pb2
from connector_service.contract.payments.v1 import payment_pb2 as _payment_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class MandateStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MANDATE_STATUS_UNSPECIFIED: _ClassVar[MandateStatus]
    MANDATE_STATUS_PENDING: _ClassVar[MandateStatus]
    MANDATE_STATUS_ACTION_REQUIRED: _ClassVar[MandateStatus]
    MANDATE_STATUS_ACTIVE: _ClassVar[MandateStatus]
    MANDATE_STATUS_SUSPENDED: _ClassVar[MandateStatus]
    MANDATE_STATUS_REVOKED: _ClassVar[MandateStatus]
    MANDATE_STATUS_EXPIRED: _ClassVar[MandateStatus]
    MANDATE_STATUS_FAILED: _ClassVar[MandateStatus]
MANDATE_STATUS_UNSPECIFIED: MandateStatus
MANDATE_STATUS_PENDING: MandateStatus
MANDATE_STATUS_ACTION_REQUIRED: MandateStatus
MANDATE_STATUS_ACTIVE: MandateStatus
MANDATE_STATUS_SUSPENDED: MandateStatus
MANDATE_STATUS_REVOKED: MandateStatus
MANDATE_STATUS_EXPIRED: MandateStatus
MANDATE_STATUS_FAILED: MandateStatus

class MandateRef(_message.Message):
    __slots__ = ("mandate_id", "customer_id", "related_ids", "reference")
    class RelatedIdsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    MANDATE_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    RELATED_IDS_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    mandate_id: str
    customer_id: str
    related_ids: _containers.ScalarMap[str, str]
    reference: str
    def __init__(self, mandate_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., related_ids: _Optional[_Mapping[str, str]] = ..., reference: _Optional[str] = ...) -> None: ...

class Mandate(_message.Message):
    __slots__ = ("mandate_ref", "status", "pending_reason", "processor_status", "stored", "method", "network_references", "terms", "failure", "checks", "authentication", "created_at", "expires_at")
    MANDATE_REF_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    PENDING_REASON_FIELD_NUMBER: _ClassVar[int]
    PROCESSOR_STATUS_FIELD_NUMBER: _ClassVar[int]
    STORED_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    NETWORK_REFERENCES_FIELD_NUMBER: _ClassVar[int]
    TERMS_FIELD_NUMBER: _ClassVar[int]
    FAILURE_FIELD_NUMBER: _ClassVar[int]
    CHECKS_FIELD_NUMBER: _ClassVar[int]
    AUTHENTICATION_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    mandate_ref: MandateRef
    status: MandateStatus
    pending_reason: _payment_pb2.PendingReason
    processor_status: str
    stored: _method_pb2.StoredMethod
    method: _method_pb2.PaymentMethodDetails
    network_references: _operation_pb2.NetworkReferences
    terms: _authentication_pb2.RecurringTerms
    failure: _operation_pb2.Failure
    checks: _payment_pb2.Checks
    authentication: _authentication_pb2.AuthenticationResult
    created_at: _timestamp_pb2.Timestamp
    expires_at: _timestamp_pb2.Timestamp
    def __init__(self, mandate_ref: _Optional[_Union[MandateRef, _Mapping]] = ..., status: _Optional[_Union[MandateStatus, str]] = ..., pending_reason: _Optional[_Union[_payment_pb2.PendingReason, str]] = ..., processor_status: _Optional[str] = ..., stored: _Optional[_Union[_method_pb2.StoredMethod, _Mapping]] = ..., method: _Optional[_Union[_method_pb2.PaymentMethodDetails, _Mapping]] = ..., network_references: _Optional[_Union[_operation_pb2.NetworkReferences, _Mapping]] = ..., terms: _Optional[_Union[_authentication_pb2.RecurringTerms, _Mapping]] = ..., failure: _Optional[_Union[_operation_pb2.Failure, _Mapping]] = ..., checks: _Optional[_Union[_payment_pb2.Checks, _Mapping]] = ..., authentication: _Optional[_Union[_authentication_pb2.AuthenticationResult, _Mapping]] = ..., created_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., expires_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class SetupMandateRequest(_message.Message):
    __slots__ = ("reference", "purchase", "payment_method", "stored_credential", "authentication", "idempotency_key", "connector_options")
    class ConnectorOptionsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _struct_pb2.Struct
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ...) -> None: ...
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    PURCHASE_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_FIELD_NUMBER: _ClassVar[int]
    STORED_CREDENTIAL_FIELD_NUMBER: _ClassVar[int]
    AUTHENTICATION_FIELD_NUMBER: _ClassVar[int]
    IDEMPOTENCY_KEY_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_OPTIONS_FIELD_NUMBER: _ClassVar[int]
    reference: str
    purchase: _payment_pb2.Purchase
    payment_method: _method_pb2.PaymentMethod
    stored_credential: _authentication_pb2.StoredCredential
    authentication: _authentication_pb2.Authentication
    idempotency_key: str
    connector_options: _containers.MessageMap[str, _struct_pb2.Struct]
    def __init__(self, reference: _Optional[str] = ..., purchase: _Optional[_Union[_payment_pb2.Purchase, _Mapping]] = ..., payment_method: _Optional[_Union[_method_pb2.PaymentMethod, _Mapping]] = ..., stored_credential: _Optional[_Union[_authentication_pb2.StoredCredential, _Mapping]] = ..., authentication: _Optional[_Union[_authentication_pb2.Authentication, _Mapping]] = ..., idempotency_key: _Optional[str] = ..., connector_options: _Optional[_Mapping[str, _struct_pb2.Struct]] = ...) -> None: ...

class SetupMandateResponse(_message.Message):
    __slots__ = ("operation", "mandate", "next_action", "state", "raw_exchanges")
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    MANDATE_FIELD_NUMBER: _ClassVar[int]
    NEXT_ACTION_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    RAW_EXCHANGES_FIELD_NUMBER: _ClassVar[int]
    operation: _operation_pb2.Operation
    mandate: Mandate
    next_action: _payment_pb2.NextAction
    state: str
    raw_exchanges: _containers.RepeatedCompositeFieldContainer[_operation_pb2.RawExchange]
    def __init__(self, operation: _Optional[_Union[_operation_pb2.Operation, _Mapping]] = ..., mandate: _Optional[_Union[Mandate, _Mapping]] = ..., next_action: _Optional[_Union[_payment_pb2.NextAction, _Mapping]] = ..., state: _Optional[str] = ..., raw_exchanges: _Optional[_Iterable[_Union[_operation_pb2.RawExchange, _Mapping]]] = ...) -> None: ...

class GetMandateRequest(_message.Message):
    __slots__ = ("mandate", "connector_options")
    class ConnectorOptionsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _struct_pb2.Struct
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ...) -> None: ...
    MANDATE_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_OPTIONS_FIELD_NUMBER: _ClassVar[int]
    mandate: MandateRef
    connector_options: _containers.MessageMap[str, _struct_pb2.Struct]
    def __init__(self, mandate: _Optional[_Union[MandateRef, _Mapping]] = ..., connector_options: _Optional[_Mapping[str, _struct_pb2.Struct]] = ...) -> None: ...

class GetMandateResponse(_message.Message):
    __slots__ = ("lookup", "mandate", "raw_exchanges")
    LOOKUP_FIELD_NUMBER: _ClassVar[int]
    MANDATE_FIELD_NUMBER: _ClassVar[int]
    RAW_EXCHANGES_FIELD_NUMBER: _ClassVar[int]
    lookup: _payment_pb2.Lookup
    mandate: Mandate
    raw_exchanges: _containers.RepeatedCompositeFieldContainer[_operation_pb2.RawExchange]
    def __init__(self, lookup: _Optional[_Union[_payment_pb2.Lookup, _Mapping]] = ..., mandate: _Optional[_Union[Mandate, _Mapping]] = ..., raw_exchanges: _Optional[_Iterable[_Union[_operation_pb2.RawExchange, _Mapping]]] = ...) -> None: ...

class RevokeMandateRequest(_message.Message):
    __slots__ = ("reference", "mandate", "idempotency_key", "connector_options")
    class ConnectorOptionsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _struct_pb2.Struct
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ...) -> None: ...
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    MANDATE_FIELD_NUMBER: _ClassVar[int]
    IDEMPOTENCY_KEY_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_OPTIONS_FIELD_NUMBER: _ClassVar[int]
    reference: str
    mandate: MandateRef
    idempotency_key: str
    connector_options: _containers.MessageMap[str, _struct_pb2.Struct]
    def __init__(self, reference: _Optional[str] = ..., mandate: _Optional[_Union[MandateRef, _Mapping]] = ..., idempotency_key: _Optional[str] = ..., connector_options: _Optional[_Mapping[str, _struct_pb2.Struct]] = ...) -> None: ...

class RevokeMandateResponse(_message.Message):
    __slots__ = ("operation", "mandate", "raw_exchanges")
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    MANDATE_FIELD_NUMBER: _ClassVar[int]
    RAW_EXCHANGES_FIELD_NUMBER: _ClassVar[int]
    operation: _operation_pb2.Operation
    mandate: Mandate
    raw_exchanges: _containers.RepeatedCompositeFieldContainer[_operation_pb2.RawExchange]
    def __init__(self, operation: _Optional[_Union[_operation_pb2.Operation, _Mapping]] = ..., mandate: _Optional[_Union[Mandate, _Mapping]] = ..., raw_exchanges: _Optional[_Iterable[_Union[_operation_pb2.RawExchange, _Mapping]]] = ...) -> None: ...
