from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import struct_pb2 as _struct_pb2
from connector_service.contract.payments.v1 import authentication_pb2 as _authentication_pb2
from connector_service.contract.payments.v1 import mandate_pb2 as _mandate_pb2
from connector_service.contract.payments.v1 import method_pb2 as _method_pb2
from connector_service.contract.payments.v1 import money_pb2 as _money_pb2
from connector_service.contract.payments.v1 import operation_pb2 as _operation_pb2
from connector_service.contract.payments.v1 import options_pb2 as _options_pb2
from connector_service.contract.payments.v1 import order_pb2 as _order_pb2
from connector_service.contract.payments.v1 import payment_pb2 as _payment_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AuthorizePaymentRequest(_message.Message):
    __slots__ = ("reference", "order_reference", "purchase", "payment_method", "capture_mode", "capture_after", "stored_credential", "authentication", "accept_partial", "idempotency_key", "connector_options", "session")
    class ConnectorOptionsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _struct_pb2.Struct
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ...) -> None: ...
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    ORDER_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    PURCHASE_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_FIELD_NUMBER: _ClassVar[int]
    CAPTURE_MODE_FIELD_NUMBER: _ClassVar[int]
    CAPTURE_AFTER_FIELD_NUMBER: _ClassVar[int]
    STORED_CREDENTIAL_FIELD_NUMBER: _ClassVar[int]
    AUTHENTICATION_FIELD_NUMBER: _ClassVar[int]
    ACCEPT_PARTIAL_FIELD_NUMBER: _ClassVar[int]
    IDEMPOTENCY_KEY_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_OPTIONS_FIELD_NUMBER: _ClassVar[int]
    SESSION_FIELD_NUMBER: _ClassVar[int]
    reference: str
    order_reference: str
    purchase: _payment_pb2.Purchase
    payment_method: _method_pb2.PaymentMethod
    capture_mode: _payment_pb2.CaptureMode
    capture_after: _duration_pb2.Duration
    stored_credential: _authentication_pb2.StoredCredential
    authentication: _authentication_pb2.Authentication
    accept_partial: bool
    idempotency_key: str
    connector_options: _containers.MessageMap[str, _struct_pb2.Struct]
    session: _payment_pb2.PaymentRef
    def __init__(self, reference: _Optional[str] = ..., order_reference: _Optional[str] = ..., purchase: _Optional[_Union[_payment_pb2.Purchase, _Mapping]] = ..., payment_method: _Optional[_Union[_method_pb2.PaymentMethod, _Mapping]] = ..., capture_mode: _Optional[_Union[_payment_pb2.CaptureMode, str]] = ..., capture_after: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., stored_credential: _Optional[_Union[_authentication_pb2.StoredCredential, _Mapping]] = ..., authentication: _Optional[_Union[_authentication_pb2.Authentication, _Mapping]] = ..., accept_partial: bool = ..., idempotency_key: _Optional[str] = ..., connector_options: _Optional[_Mapping[str, _struct_pb2.Struct]] = ..., session: _Optional[_Union[_payment_pb2.PaymentRef, _Mapping]] = ...) -> None: ...

class AuthorizePaymentResponse(_message.Message):
    __slots__ = ("operation", "payment", "next_action", "state", "raw_exchanges")
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    NEXT_ACTION_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    RAW_EXCHANGES_FIELD_NUMBER: _ClassVar[int]
    operation: _operation_pb2.Operation
    payment: _payment_pb2.Payment
    next_action: _payment_pb2.NextAction
    state: str
    raw_exchanges: _containers.RepeatedCompositeFieldContainer[_operation_pb2.RawExchange]
    def __init__(self, operation: _Optional[_Union[_operation_pb2.Operation, _Mapping]] = ..., payment: _Optional[_Union[_payment_pb2.Payment, _Mapping]] = ..., next_action: _Optional[_Union[_payment_pb2.NextAction, _Mapping]] = ..., state: _Optional[str] = ..., raw_exchanges: _Optional[_Iterable[_Union[_operation_pb2.RawExchange, _Mapping]]] = ...) -> None: ...

class ResumePaymentRequest(_message.Message):
    __slots__ = ("state", "payment", "url", "form", "sdk_result", "input", "idempotency_key", "connector_options")
    class ConnectorOptionsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _struct_pb2.Struct
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ...) -> None: ...
    STATE_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    FORM_FIELD_NUMBER: _ClassVar[int]
    SDK_RESULT_FIELD_NUMBER: _ClassVar[int]
    INPUT_FIELD_NUMBER: _ClassVar[int]
    IDEMPOTENCY_KEY_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_OPTIONS_FIELD_NUMBER: _ClassVar[int]
    state: str
    payment: _payment_pb2.PaymentRef
    url: str
    form: ReturnedFields
    sdk_result: str
    input: ReturnedFields
    idempotency_key: str
    connector_options: _containers.MessageMap[str, _struct_pb2.Struct]
    def __init__(self, state: _Optional[str] = ..., payment: _Optional[_Union[_payment_pb2.PaymentRef, _Mapping]] = ..., url: _Optional[str] = ..., form: _Optional[_Union[ReturnedFields, _Mapping]] = ..., sdk_result: _Optional[str] = ..., input: _Optional[_Union[ReturnedFields, _Mapping]] = ..., idempotency_key: _Optional[str] = ..., connector_options: _Optional[_Mapping[str, _struct_pb2.Struct]] = ...) -> None: ...

class ReturnedFields(_message.Message):
    __slots__ = ("fields",)
    class FieldsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    fields: _containers.ScalarMap[str, str]
    def __init__(self, fields: _Optional[_Mapping[str, str]] = ...) -> None: ...

class ResumePaymentResponse(_message.Message):
    __slots__ = ("operation", "payment", "next_action", "state", "mandate", "raw_exchanges")
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    NEXT_ACTION_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    MANDATE_FIELD_NUMBER: _ClassVar[int]
    RAW_EXCHANGES_FIELD_NUMBER: _ClassVar[int]
    operation: _operation_pb2.Operation
    payment: _payment_pb2.Payment
    next_action: _payment_pb2.NextAction
    state: str
    mandate: _mandate_pb2.Mandate
    raw_exchanges: _containers.RepeatedCompositeFieldContainer[_operation_pb2.RawExchange]
    def __init__(self, operation: _Optional[_Union[_operation_pb2.Operation, _Mapping]] = ..., payment: _Optional[_Union[_payment_pb2.Payment, _Mapping]] = ..., next_action: _Optional[_Union[_payment_pb2.NextAction, _Mapping]] = ..., state: _Optional[str] = ..., mandate: _Optional[_Union[_mandate_pb2.Mandate, _Mapping]] = ..., raw_exchanges: _Optional[_Iterable[_Union[_operation_pb2.RawExchange, _Mapping]]] = ...) -> None: ...

class CapturePaymentRequest(_message.Message):
    __slots__ = ("reference", "payment", "amount", "final_capture", "sequence", "count", "order", "splits", "statement_descriptor", "idempotency_key", "connector_options")
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
    FINAL_CAPTURE_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    ORDER_FIELD_NUMBER: _ClassVar[int]
    SPLITS_FIELD_NUMBER: _ClassVar[int]
    STATEMENT_DESCRIPTOR_FIELD_NUMBER: _ClassVar[int]
    IDEMPOTENCY_KEY_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_OPTIONS_FIELD_NUMBER: _ClassVar[int]
    reference: str
    payment: _payment_pb2.PaymentRef
    amount: _money_pb2.Money
    final_capture: bool
    sequence: int
    count: int
    order: _order_pb2.Order
    splits: _containers.RepeatedCompositeFieldContainer[_money_pb2.Split]
    statement_descriptor: str
    idempotency_key: str
    connector_options: _containers.MessageMap[str, _struct_pb2.Struct]
    def __init__(self, reference: _Optional[str] = ..., payment: _Optional[_Union[_payment_pb2.PaymentRef, _Mapping]] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., final_capture: bool = ..., sequence: _Optional[int] = ..., count: _Optional[int] = ..., order: _Optional[_Union[_order_pb2.Order, _Mapping]] = ..., splits: _Optional[_Iterable[_Union[_money_pb2.Split, _Mapping]]] = ..., statement_descriptor: _Optional[str] = ..., idempotency_key: _Optional[str] = ..., connector_options: _Optional[_Mapping[str, _struct_pb2.Struct]] = ...) -> None: ...

class CapturePaymentResponse(_message.Message):
    __slots__ = ("operation", "payment", "raw_exchanges")
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    RAW_EXCHANGES_FIELD_NUMBER: _ClassVar[int]
    operation: _operation_pb2.Operation
    payment: _payment_pb2.Payment
    raw_exchanges: _containers.RepeatedCompositeFieldContainer[_operation_pb2.RawExchange]
    def __init__(self, operation: _Optional[_Union[_operation_pb2.Operation, _Mapping]] = ..., payment: _Optional[_Union[_payment_pb2.Payment, _Mapping]] = ..., raw_exchanges: _Optional[_Iterable[_Union[_operation_pb2.RawExchange, _Mapping]]] = ...) -> None: ...

class VoidPaymentRequest(_message.Message):
    __slots__ = ("reference", "payment", "operation_id", "amount", "reason", "idempotency_key", "connector_options")
    class ConnectorOptionsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _struct_pb2.Struct
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ...) -> None: ...
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    OPERATION_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    IDEMPOTENCY_KEY_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_OPTIONS_FIELD_NUMBER: _ClassVar[int]
    reference: str
    payment: _payment_pb2.PaymentRef
    operation_id: str
    amount: _money_pb2.Money
    reason: str
    idempotency_key: str
    connector_options: _containers.MessageMap[str, _struct_pb2.Struct]
    def __init__(self, reference: _Optional[str] = ..., payment: _Optional[_Union[_payment_pb2.PaymentRef, _Mapping]] = ..., operation_id: _Optional[str] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., reason: _Optional[str] = ..., idempotency_key: _Optional[str] = ..., connector_options: _Optional[_Mapping[str, _struct_pb2.Struct]] = ...) -> None: ...

class VoidPaymentResponse(_message.Message):
    __slots__ = ("operation", "payment", "raw_exchanges")
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    RAW_EXCHANGES_FIELD_NUMBER: _ClassVar[int]
    operation: _operation_pb2.Operation
    payment: _payment_pb2.Payment
    raw_exchanges: _containers.RepeatedCompositeFieldContainer[_operation_pb2.RawExchange]
    def __init__(self, operation: _Optional[_Union[_operation_pb2.Operation, _Mapping]] = ..., payment: _Optional[_Union[_payment_pb2.Payment, _Mapping]] = ..., raw_exchanges: _Optional[_Iterable[_Union[_operation_pb2.RawExchange, _Mapping]]] = ...) -> None: ...

class AdjustPaymentRequest(_message.Message):
    __slots__ = ("reference", "payment", "amount", "previous_amount", "reason", "order", "idempotency_key", "connector_options")
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
    PREVIOUS_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    ORDER_FIELD_NUMBER: _ClassVar[int]
    IDEMPOTENCY_KEY_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_OPTIONS_FIELD_NUMBER: _ClassVar[int]
    reference: str
    payment: _payment_pb2.PaymentRef
    amount: _money_pb2.Money
    previous_amount: _money_pb2.Money
    reason: _authentication_pb2.StoredCredential.Reason
    order: _order_pb2.Order
    idempotency_key: str
    connector_options: _containers.MessageMap[str, _struct_pb2.Struct]
    def __init__(self, reference: _Optional[str] = ..., payment: _Optional[_Union[_payment_pb2.PaymentRef, _Mapping]] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., previous_amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., reason: _Optional[_Union[_authentication_pb2.StoredCredential.Reason, str]] = ..., order: _Optional[_Union[_order_pb2.Order, _Mapping]] = ..., idempotency_key: _Optional[str] = ..., connector_options: _Optional[_Mapping[str, _struct_pb2.Struct]] = ...) -> None: ...

class AdjustPaymentResponse(_message.Message):
    __slots__ = ("operation", "payment", "raw_exchanges")
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    RAW_EXCHANGES_FIELD_NUMBER: _ClassVar[int]
    operation: _operation_pb2.Operation
    payment: _payment_pb2.Payment
    raw_exchanges: _containers.RepeatedCompositeFieldContainer[_operation_pb2.RawExchange]
    def __init__(self, operation: _Optional[_Union[_operation_pb2.Operation, _Mapping]] = ..., payment: _Optional[_Union[_payment_pb2.Payment, _Mapping]] = ..., raw_exchanges: _Optional[_Iterable[_Union[_operation_pb2.RawExchange, _Mapping]]] = ...) -> None: ...

class ReversePaymentRequest(_message.Message):
    __slots__ = ("reference", "payment", "original_call", "reason", "idempotency_key", "connector_options")
    class ConnectorOptionsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _struct_pb2.Struct
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ...) -> None: ...
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    ORIGINAL_CALL_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    IDEMPOTENCY_KEY_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_OPTIONS_FIELD_NUMBER: _ClassVar[int]
    reference: str
    payment: _payment_pb2.PaymentRef
    original_call: _payment_pb2.OriginalCall
    reason: str
    idempotency_key: str
    connector_options: _containers.MessageMap[str, _struct_pb2.Struct]
    def __init__(self, reference: _Optional[str] = ..., payment: _Optional[_Union[_payment_pb2.PaymentRef, _Mapping]] = ..., original_call: _Optional[_Union[_payment_pb2.OriginalCall, _Mapping]] = ..., reason: _Optional[str] = ..., idempotency_key: _Optional[str] = ..., connector_options: _Optional[_Mapping[str, _struct_pb2.Struct]] = ...) -> None: ...

class ReversePaymentResponse(_message.Message):
    __slots__ = ("operation", "payment", "raw_exchanges")
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    RAW_EXCHANGES_FIELD_NUMBER: _ClassVar[int]
    operation: _operation_pb2.Operation
    payment: _payment_pb2.Payment
    raw_exchanges: _containers.RepeatedCompositeFieldContainer[_operation_pb2.RawExchange]
    def __init__(self, operation: _Optional[_Union[_operation_pb2.Operation, _Mapping]] = ..., payment: _Optional[_Union[_payment_pb2.Payment, _Mapping]] = ..., raw_exchanges: _Optional[_Iterable[_Union[_operation_pb2.RawExchange, _Mapping]]] = ...) -> None: ...

class GetPaymentRequest(_message.Message):
    __slots__ = ("payment", "original_call", "connector_options")
    class ConnectorOptionsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _struct_pb2.Struct
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ...) -> None: ...
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    ORIGINAL_CALL_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_OPTIONS_FIELD_NUMBER: _ClassVar[int]
    payment: _payment_pb2.PaymentRef
    original_call: _payment_pb2.OriginalCall
    connector_options: _containers.MessageMap[str, _struct_pb2.Struct]
    def __init__(self, payment: _Optional[_Union[_payment_pb2.PaymentRef, _Mapping]] = ..., original_call: _Optional[_Union[_payment_pb2.OriginalCall, _Mapping]] = ..., connector_options: _Optional[_Mapping[str, _struct_pb2.Struct]] = ...) -> None: ...

class GetPaymentResponse(_message.Message):
    __slots__ = ("lookup", "payment", "next_action", "raw_exchanges")
    LOOKUP_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    NEXT_ACTION_FIELD_NUMBER: _ClassVar[int]
    RAW_EXCHANGES_FIELD_NUMBER: _ClassVar[int]
    lookup: _payment_pb2.Lookup
    payment: _payment_pb2.Payment
    next_action: _payment_pb2.NextAction
    raw_exchanges: _containers.RepeatedCompositeFieldContainer[_operation_pb2.RawExchange]
    def __init__(self, lookup: _Optional[_Union[_payment_pb2.Lookup, _Mapping]] = ..., payment: _Optional[_Union[_payment_pb2.Payment, _Mapping]] = ..., next_action: _Optional[_Union[_payment_pb2.NextAction, _Mapping]] = ..., raw_exchanges: _Optional[_Iterable[_Union[_operation_pb2.RawExchange, _Mapping]]] = ...) -> None: ...
