from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import struct_pb2 as _struct_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from connector_service.contract.payments.v1 import method_pb2 as _method_pb2
from connector_service.contract.payments.v1 import money_pb2 as _money_pb2
from connector_service.contract.payments.v1 import operation_pb2 as _operation_pb2
from connector_service.contract.payments.v1 import options_pb2 as _options_pb2
from connector_service.contract.payments.v1 import order_pb2 as _order_pb2
from connector_service.contract.payments.v1 import payment_pb2 as _payment_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RefundStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REFUND_STATUS_UNSPECIFIED: _ClassVar[RefundStatus]
    REFUND_STATUS_PENDING: _ClassVar[RefundStatus]
    REFUND_STATUS_ACTION_REQUIRED: _ClassVar[RefundStatus]
    REFUND_STATUS_SUCCEEDED: _ClassVar[RefundStatus]
    REFUND_STATUS_FAILED: _ClassVar[RefundStatus]
    REFUND_STATUS_CANCELLED: _ClassVar[RefundStatus]

class RefundReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REFUND_REASON_UNSPECIFIED: _ClassVar[RefundReason]
    REFUND_REASON_REQUESTED_BY_CUSTOMER: _ClassVar[RefundReason]
    REFUND_REASON_DUPLICATE: _ClassVar[RefundReason]
    REFUND_REASON_FRAUDULENT: _ClassVar[RefundReason]
    REFUND_REASON_RETURNED: _ClassVar[RefundReason]
    REFUND_REASON_OTHER: _ClassVar[RefundReason]
REFUND_STATUS_UNSPECIFIED: RefundStatus
REFUND_STATUS_PENDING: RefundStatus
REFUND_STATUS_ACTION_REQUIRED: RefundStatus
REFUND_STATUS_SUCCEEDED: RefundStatus
REFUND_STATUS_FAILED: RefundStatus
REFUND_STATUS_CANCELLED: RefundStatus
REFUND_REASON_UNSPECIFIED: RefundReason
REFUND_REASON_REQUESTED_BY_CUSTOMER: RefundReason
REFUND_REASON_DUPLICATE: RefundReason
REFUND_REASON_FRAUDULENT: RefundReason
REFUND_REASON_RETURNED: RefundReason
REFUND_REASON_OTHER: RefundReason

class RefundRef(_message.Message):
    __slots__ = ("refund_id", "payment", "reference")
    REFUND_ID_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    refund_id: str
    payment: _payment_pb2.PaymentRef
    reference: str
    def __init__(self, refund_id: _Optional[str] = ..., payment: _Optional[_Union[_payment_pb2.PaymentRef, _Mapping]] = ..., reference: _Optional[str] = ...) -> None: ...

class Refund(_message.Message):
    __slots__ = ("refund_ref", "status", "pending_reason", "processor_status", "amount", "failure", "network_references", "created_at", "late")
    REFUND_REF_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    PENDING_REASON_FIELD_NUMBER: _ClassVar[int]
    PROCESSOR_STATUS_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    FAILURE_FIELD_NUMBER: _ClassVar[int]
    NETWORK_REFERENCES_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    LATE_FIELD_NUMBER: _ClassVar[int]
    refund_ref: RefundRef
    status: RefundStatus
    pending_reason: _payment_pb2.PendingReason
    processor_status: str
    amount: _money_pb2.Money
    failure: _operation_pb2.Failure
    network_references: _operation_pb2.NetworkReferences
    created_at: _timestamp_pb2.Timestamp
    late: bool
    def __init__(self, refund_ref: _Optional[_Union[RefundRef, _Mapping]] = ..., status: _Optional[_Union[RefundStatus, str]] = ..., pending_reason: _Optional[_Union[_payment_pb2.PendingReason, str]] = ..., processor_status: _Optional[str] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., failure: _Optional[_Union[_operation_pb2.Failure, _Mapping]] = ..., network_references: _Optional[_Union[_operation_pb2.NetworkReferences, _Mapping]] = ..., created_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., late: bool = ...) -> None: ...

class CreateRefundRequest(_message.Message):
    __slots__ = ("reference", "payment", "amount", "operation_id", "reason", "description", "destination", "order", "splits", "metadata", "idempotency_key", "connector_options")
    class MetadataEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    class ConnectorOptionsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _struct_pb2.Struct
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ...) -> None: ...
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    OPERATION_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    DESTINATION_FIELD_NUMBER: _ClassVar[int]
    ORDER_FIELD_NUMBER: _ClassVar[int]
    SPLITS_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    IDEMPOTENCY_KEY_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_OPTIONS_FIELD_NUMBER: _ClassVar[int]
    reference: str
    payment: _payment_pb2.PaymentRef
    amount: _money_pb2.Money
    operation_id: str
    reason: RefundReason
    description: str
    destination: _method_pb2.PaymentMethod
    order: _order_pb2.Order
    splits: _containers.RepeatedCompositeFieldContainer[_money_pb2.Split]
    metadata: _containers.ScalarMap[str, str]
    idempotency_key: str
    connector_options: _containers.MessageMap[str, _struct_pb2.Struct]
    def __init__(self, reference: _Optional[str] = ..., payment: _Optional[_Union[_payment_pb2.PaymentRef, _Mapping]] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., operation_id: _Optional[str] = ..., reason: _Optional[_Union[RefundReason, str]] = ..., description: _Optional[str] = ..., destination: _Optional[_Union[_method_pb2.PaymentMethod, _Mapping]] = ..., order: _Optional[_Union[_order_pb2.Order, _Mapping]] = ..., splits: _Optional[_Iterable[_Union[_money_pb2.Split, _Mapping]]] = ..., metadata: _Optional[_Mapping[str, str]] = ..., idempotency_key: _Optional[str] = ..., connector_options: _Optional[_Mapping[str, _struct_pb2.Struct]] = ...) -> None: ...

class CreateRefundResponse(_message.Message):
    __slots__ = ("operation", "refund", "payment", "raw_exchanges")
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    REFUND_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    RAW_EXCHANGES_FIELD_NUMBER: _ClassVar[int]
    operation: _operation_pb2.Operation
    refund: Refund
    payment: _payment_pb2.Payment
    raw_exchanges: _containers.RepeatedCompositeFieldContainer[_operation_pb2.RawExchange]
    def __init__(self, operation: _Optional[_Union[_operation_pb2.Operation, _Mapping]] = ..., refund: _Optional[_Union[Refund, _Mapping]] = ..., payment: _Optional[_Union[_payment_pb2.Payment, _Mapping]] = ..., raw_exchanges: _Optional[_Iterable[_Union[_operation_pb2.RawExchange, _Mapping]]] = ...) -> None: ...

class GetRefundRequest(_message.Message):
    __slots__ = ("refund", "original_call", "payment", "connector_options")
    class ConnectorOptionsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _struct_pb2.Struct
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ...) -> None: ...
    REFUND_FIELD_NUMBER: _ClassVar[int]
    ORIGINAL_CALL_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_OPTIONS_FIELD_NUMBER: _ClassVar[int]
    refund: RefundRef
    original_call: _payment_pb2.OriginalCall
    payment: _payment_pb2.PaymentRef
    connector_options: _containers.MessageMap[str, _struct_pb2.Struct]
    def __init__(self, refund: _Optional[_Union[RefundRef, _Mapping]] = ..., original_call: _Optional[_Union[_payment_pb2.OriginalCall, _Mapping]] = ..., payment: _Optional[_Union[_payment_pb2.PaymentRef, _Mapping]] = ..., connector_options: _Optional[_Mapping[str, _struct_pb2.Struct]] = ...) -> None: ...

class GetRefundResponse(_message.Message):
    __slots__ = ("lookup", "refund", "raw_exchanges")
    LOOKUP_FIELD_NUMBER: _ClassVar[int]
    REFUND_FIELD_NUMBER: _ClassVar[int]
    RAW_EXCHANGES_FIELD_NUMBER: _ClassVar[int]
    lookup: _payment_pb2.Lookup
    refund: Refund
    raw_exchanges: _containers.RepeatedCompositeFieldContainer[_operation_pb2.RawExchange]
    def __init__(self, lookup: _Optional[_Union[_payment_pb2.Lookup, _Mapping]] = ..., refund: _Optional[_Union[Refund, _Mapping]] = ..., raw_exchanges: _Optional[_Iterable[_Union[_operation_pb2.RawExchange, _Mapping]]] = ...) -> None: ...
