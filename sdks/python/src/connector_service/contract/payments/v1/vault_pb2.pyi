from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import struct_pb2 as _struct_pb2
from connector_service.contract.payments.v1 import customer_pb2 as _customer_pb2
from connector_service.contract.payments.v1 import method_pb2 as _method_pb2
from connector_service.contract.payments.v1 import operation_pb2 as _operation_pb2
from connector_service.contract.payments.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class TokenizePaymentMethodRequest(_message.Message):
    __slots__ = ("reference", "payment_method", "customer", "idempotency_key", "connector_options")
    class ConnectorOptionsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _struct_pb2.Struct
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ...) -> None: ...
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    IDEMPOTENCY_KEY_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_OPTIONS_FIELD_NUMBER: _ClassVar[int]
    reference: str
    payment_method: _method_pb2.PaymentMethod
    customer: _customer_pb2.Customer
    idempotency_key: str
    connector_options: _containers.MessageMap[str, _struct_pb2.Struct]
    def __init__(self, reference: _Optional[str] = ..., payment_method: _Optional[_Union[_method_pb2.PaymentMethod, _Mapping]] = ..., customer: _Optional[_Union[_customer_pb2.Customer, _Mapping]] = ..., idempotency_key: _Optional[str] = ..., connector_options: _Optional[_Mapping[str, _struct_pb2.Struct]] = ...) -> None: ...

class TokenizePaymentMethodResponse(_message.Message):
    __slots__ = ("operation", "stored", "method", "raw_exchanges")
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    STORED_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    RAW_EXCHANGES_FIELD_NUMBER: _ClassVar[int]
    operation: _operation_pb2.Operation
    stored: _method_pb2.StoredMethod
    method: _method_pb2.PaymentMethodDetails
    raw_exchanges: _containers.RepeatedCompositeFieldContainer[_operation_pb2.RawExchange]
    def __init__(self, operation: _Optional[_Union[_operation_pb2.Operation, _Mapping]] = ..., stored: _Optional[_Union[_method_pb2.StoredMethod, _Mapping]] = ..., method: _Optional[_Union[_method_pb2.PaymentMethodDetails, _Mapping]] = ..., raw_exchanges: _Optional[_Iterable[_Union[_operation_pb2.RawExchange, _Mapping]]] = ...) -> None: ...

class DeletePaymentMethodRequest(_message.Message):
    __slots__ = ("stored", "customer", "reference", "idempotency_key", "connector_options")
    class ConnectorOptionsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _struct_pb2.Struct
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ...) -> None: ...
    STORED_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    IDEMPOTENCY_KEY_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_OPTIONS_FIELD_NUMBER: _ClassVar[int]
    stored: _method_pb2.StoredMethod
    customer: _customer_pb2.Customer
    reference: str
    idempotency_key: str
    connector_options: _containers.MessageMap[str, _struct_pb2.Struct]
    def __init__(self, stored: _Optional[_Union[_method_pb2.StoredMethod, _Mapping]] = ..., customer: _Optional[_Union[_customer_pb2.Customer, _Mapping]] = ..., reference: _Optional[str] = ..., idempotency_key: _Optional[str] = ..., connector_options: _Optional[_Mapping[str, _struct_pb2.Struct]] = ...) -> None: ...

class DeletePaymentMethodResponse(_message.Message):
    __slots__ = ("operation", "raw_exchanges")
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    RAW_EXCHANGES_FIELD_NUMBER: _ClassVar[int]
    operation: _operation_pb2.Operation
    raw_exchanges: _containers.RepeatedCompositeFieldContainer[_operation_pb2.RawExchange]
    def __init__(self, operation: _Optional[_Union[_operation_pb2.Operation, _Mapping]] = ..., raw_exchanges: _Optional[_Iterable[_Union[_operation_pb2.RawExchange, _Mapping]]] = ...) -> None: ...

class CreateCustomerRequest(_message.Message):
    __slots__ = ("reference", "customer", "metadata", "idempotency_key", "connector_options")
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
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    IDEMPOTENCY_KEY_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_OPTIONS_FIELD_NUMBER: _ClassVar[int]
    reference: str
    customer: _customer_pb2.Customer
    metadata: _containers.ScalarMap[str, str]
    idempotency_key: str
    connector_options: _containers.MessageMap[str, _struct_pb2.Struct]
    def __init__(self, reference: _Optional[str] = ..., customer: _Optional[_Union[_customer_pb2.Customer, _Mapping]] = ..., metadata: _Optional[_Mapping[str, str]] = ..., idempotency_key: _Optional[str] = ..., connector_options: _Optional[_Mapping[str, _struct_pb2.Struct]] = ...) -> None: ...

class CreateCustomerResponse(_message.Message):
    __slots__ = ("operation", "customer_id", "raw_exchanges")
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    RAW_EXCHANGES_FIELD_NUMBER: _ClassVar[int]
    operation: _operation_pb2.Operation
    customer_id: str
    raw_exchanges: _containers.RepeatedCompositeFieldContainer[_operation_pb2.RawExchange]
    def __init__(self, operation: _Optional[_Union[_operation_pb2.Operation, _Mapping]] = ..., customer_id: _Optional[str] = ..., raw_exchanges: _Optional[_Iterable[_Union[_operation_pb2.RawExchange, _Mapping]]] = ...) -> None: ...

class DeleteCustomerRequest(_message.Message):
    __slots__ = ("customer_id", "reference", "idempotency_key", "connector_options")
    class ConnectorOptionsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _struct_pb2.Struct
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ...) -> None: ...
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    IDEMPOTENCY_KEY_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_OPTIONS_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    reference: str
    idempotency_key: str
    connector_options: _containers.MessageMap[str, _struct_pb2.Struct]
    def __init__(self, customer_id: _Optional[str] = ..., reference: _Optional[str] = ..., idempotency_key: _Optional[str] = ..., connector_options: _Optional[_Mapping[str, _struct_pb2.Struct]] = ...) -> None: ...

class DeleteCustomerResponse(_message.Message):
    __slots__ = ("operation", "raw_exchanges")
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    RAW_EXCHANGES_FIELD_NUMBER: _ClassVar[int]
    operation: _operation_pb2.Operation
    raw_exchanges: _containers.RepeatedCompositeFieldContainer[_operation_pb2.RawExchange]
    def __init__(self, operation: _Optional[_Union[_operation_pb2.Operation, _Mapping]] = ..., raw_exchanges: _Optional[_Iterable[_Union[_operation_pb2.RawExchange, _Mapping]]] = ...) -> None: ...
