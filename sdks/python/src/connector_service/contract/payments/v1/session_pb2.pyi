from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import struct_pb2 as _struct_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from connector_service.contract.payments.v1 import authentication_pb2 as _authentication_pb2
from connector_service.contract.payments.v1 import operation_pb2 as _operation_pb2
from connector_service.contract.payments.v1 import options_pb2 as _options_pb2
from connector_service.contract.payments.v1 import payment_pb2 as _payment_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CreateClientSessionRequest(_message.Message):
    __slots__ = ("reference", "order_reference", "purchase", "capture_mode", "allowed_methods", "stored_credential", "authentication", "idempotency_key", "connector_options")
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
    CAPTURE_MODE_FIELD_NUMBER: _ClassVar[int]
    ALLOWED_METHODS_FIELD_NUMBER: _ClassVar[int]
    STORED_CREDENTIAL_FIELD_NUMBER: _ClassVar[int]
    AUTHENTICATION_FIELD_NUMBER: _ClassVar[int]
    IDEMPOTENCY_KEY_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_OPTIONS_FIELD_NUMBER: _ClassVar[int]
    reference: str
    order_reference: str
    purchase: _payment_pb2.Purchase
    capture_mode: _payment_pb2.CaptureMode
    allowed_methods: _containers.RepeatedScalarFieldContainer[str]
    stored_credential: _authentication_pb2.StoredCredential
    authentication: _authentication_pb2.Authentication
    idempotency_key: str
    connector_options: _containers.MessageMap[str, _struct_pb2.Struct]
    def __init__(self, reference: _Optional[str] = ..., order_reference: _Optional[str] = ..., purchase: _Optional[_Union[_payment_pb2.Purchase, _Mapping]] = ..., capture_mode: _Optional[_Union[_payment_pb2.CaptureMode, str]] = ..., allowed_methods: _Optional[_Iterable[str]] = ..., stored_credential: _Optional[_Union[_authentication_pb2.StoredCredential, _Mapping]] = ..., authentication: _Optional[_Union[_authentication_pb2.Authentication, _Mapping]] = ..., idempotency_key: _Optional[str] = ..., connector_options: _Optional[_Mapping[str, _struct_pb2.Struct]] = ...) -> None: ...

class CreateClientSessionResponse(_message.Message):
    __slots__ = ("operation", "session", "client", "next_call", "expires_at", "raw_exchanges")
    class NextCall(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        NEXT_CALL_UNSPECIFIED: _ClassVar[CreateClientSessionResponse.NextCall]
        NEXT_CALL_AUTHORIZE: _ClassVar[CreateClientSessionResponse.NextCall]
        NEXT_CALL_RESUME: _ClassVar[CreateClientSessionResponse.NextCall]
        NEXT_CALL_GET: _ClassVar[CreateClientSessionResponse.NextCall]
    NEXT_CALL_UNSPECIFIED: CreateClientSessionResponse.NextCall
    NEXT_CALL_AUTHORIZE: CreateClientSessionResponse.NextCall
    NEXT_CALL_RESUME: CreateClientSessionResponse.NextCall
    NEXT_CALL_GET: CreateClientSessionResponse.NextCall
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    SESSION_FIELD_NUMBER: _ClassVar[int]
    CLIENT_FIELD_NUMBER: _ClassVar[int]
    NEXT_CALL_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    RAW_EXCHANGES_FIELD_NUMBER: _ClassVar[int]
    operation: _operation_pb2.Operation
    session: _payment_pb2.PaymentRef
    client: _payment_pb2.SdkData
    next_call: CreateClientSessionResponse.NextCall
    expires_at: _timestamp_pb2.Timestamp
    raw_exchanges: _containers.RepeatedCompositeFieldContainer[_operation_pb2.RawExchange]
    def __init__(self, operation: _Optional[_Union[_operation_pb2.Operation, _Mapping]] = ..., session: _Optional[_Union[_payment_pb2.PaymentRef, _Mapping]] = ..., client: _Optional[_Union[_payment_pb2.SdkData, _Mapping]] = ..., next_call: _Optional[_Union[CreateClientSessionResponse.NextCall, str]] = ..., expires_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., raw_exchanges: _Optional[_Iterable[_Union[_operation_pb2.RawExchange, _Mapping]]] = ...) -> None: ...
