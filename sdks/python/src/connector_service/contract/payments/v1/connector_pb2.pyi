from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from connector_service.contract.payments.v1 import operation_pb2 as _operation_pb2
from connector_service.contract.payments.v1 import payment_pb2 as _payment_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ListConnectorsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListConnectorsResponse(_message.Message):
    __slots__ = ("connectors",)
    CONNECTORS_FIELD_NUMBER: _ClassVar[int]
    connectors: _containers.RepeatedCompositeFieldContainer[ConnectorSummary]
    def __init__(self, connectors: _Optional[_Iterable[_Union[ConnectorSummary, _Mapping]]] = ...) -> None: ...

class ConnectorSummary(_message.Message):
    __slots__ = ("connector_id", "name", "rpcs", "methods")
    CONNECTOR_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    RPCS_FIELD_NUMBER: _ClassVar[int]
    METHODS_FIELD_NUMBER: _ClassVar[int]
    connector_id: str
    name: str
    rpcs: _containers.RepeatedScalarFieldContainer[str]
    methods: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, connector_id: _Optional[str] = ..., name: _Optional[str] = ..., rpcs: _Optional[_Iterable[str]] = ..., methods: _Optional[_Iterable[str]] = ...) -> None: ...

class GetConnectorRequest(_message.Message):
    __slots__ = ("connector_id",)
    CONNECTOR_ID_FIELD_NUMBER: _ClassVar[int]
    connector_id: str
    def __init__(self, connector_id: _Optional[str] = ...) -> None: ...

class GetConnectorResponse(_message.Message):
    __slots__ = ("connector",)
    CONNECTOR_FIELD_NUMBER: _ClassVar[int]
    connector: Connector
    def __init__(self, connector: _Optional[_Union[Connector, _Mapping]] = ...) -> None: ...

class Connector(_message.Message):
    __slots__ = ("connector_id", "name", "docs_url", "api_version", "live_hosts", "test_hosts", "credentials", "rpcs", "methods", "webhook_events", "webhooks_signed", "idempotency")
    CONNECTOR_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    DOCS_URL_FIELD_NUMBER: _ClassVar[int]
    API_VERSION_FIELD_NUMBER: _ClassVar[int]
    LIVE_HOSTS_FIELD_NUMBER: _ClassVar[int]
    TEST_HOSTS_FIELD_NUMBER: _ClassVar[int]
    CREDENTIALS_FIELD_NUMBER: _ClassVar[int]
    RPCS_FIELD_NUMBER: _ClassVar[int]
    METHODS_FIELD_NUMBER: _ClassVar[int]
    WEBHOOK_EVENTS_FIELD_NUMBER: _ClassVar[int]
    WEBHOOKS_SIGNED_FIELD_NUMBER: _ClassVar[int]
    IDEMPOTENCY_FIELD_NUMBER: _ClassVar[int]
    connector_id: str
    name: str
    docs_url: str
    api_version: str
    live_hosts: _containers.RepeatedScalarFieldContainer[str]
    test_hosts: _containers.RepeatedScalarFieldContainer[str]
    credentials: _containers.RepeatedCompositeFieldContainer[CredentialField]
    rpcs: _containers.RepeatedCompositeFieldContainer[RpcSupport]
    methods: _containers.RepeatedCompositeFieldContainer[MethodSupport]
    webhook_events: _containers.RepeatedScalarFieldContainer[str]
    webhooks_signed: bool
    idempotency: IdempotencySupport
    def __init__(self, connector_id: _Optional[str] = ..., name: _Optional[str] = ..., docs_url: _Optional[str] = ..., api_version: _Optional[str] = ..., live_hosts: _Optional[_Iterable[str]] = ..., test_hosts: _Optional[_Iterable[str]] = ..., credentials: _Optional[_Iterable[_Union[CredentialField, _Mapping]]] = ..., rpcs: _Optional[_Iterable[_Union[RpcSupport, _Mapping]]] = ..., methods: _Optional[_Iterable[_Union[MethodSupport, _Mapping]]] = ..., webhook_events: _Optional[_Iterable[str]] = ..., webhooks_signed: bool = ..., idempotency: _Optional[_Union[IdempotencySupport, _Mapping]] = ...) -> None: ...

class CredentialField(_message.Message):
    __slots__ = ("name", "description", "secret", "optional_field", "repeated_field")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    SECRET_FIELD_NUMBER: _ClassVar[int]
    OPTIONAL_FIELD_FIELD_NUMBER: _ClassVar[int]
    REPEATED_FIELD_FIELD_NUMBER: _ClassVar[int]
    name: str
    description: str
    secret: bool
    optional_field: bool
    repeated_field: bool
    def __init__(self, name: _Optional[str] = ..., description: _Optional[str] = ..., secret: bool = ..., optional_field: bool = ..., repeated_field: bool = ...) -> None: ...

class RpcSupport(_message.Message):
    __slots__ = ("rpc", "required_fields", "binding_fields", "currencies", "partial", "repeated_calls", "strongly_consistent", "by_original_call", "limits")
    RPC_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_FIELDS_FIELD_NUMBER: _ClassVar[int]
    BINDING_FIELDS_FIELD_NUMBER: _ClassVar[int]
    CURRENCIES_FIELD_NUMBER: _ClassVar[int]
    PARTIAL_FIELD_NUMBER: _ClassVar[int]
    REPEATED_CALLS_FIELD_NUMBER: _ClassVar[int]
    STRONGLY_CONSISTENT_FIELD_NUMBER: _ClassVar[int]
    BY_ORIGINAL_CALL_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    rpc: str
    required_fields: _containers.RepeatedScalarFieldContainer[str]
    binding_fields: _containers.RepeatedScalarFieldContainer[str]
    currencies: _containers.RepeatedScalarFieldContainer[str]
    partial: bool
    repeated_calls: bool
    strongly_consistent: bool
    by_original_call: bool
    limits: _containers.RepeatedCompositeFieldContainer[FieldLimit]
    def __init__(self, rpc: _Optional[str] = ..., required_fields: _Optional[_Iterable[str]] = ..., binding_fields: _Optional[_Iterable[str]] = ..., currencies: _Optional[_Iterable[str]] = ..., partial: bool = ..., repeated_calls: bool = ..., strongly_consistent: bool = ..., by_original_call: bool = ..., limits: _Optional[_Iterable[_Union[FieldLimit, _Mapping]]] = ...) -> None: ...

class FieldLimit(_message.Message):
    __slots__ = ("field", "rule", "least", "most", "values", "method", "source", "refused")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    LEAST_FIELD_NUMBER: _ClassVar[int]
    MOST_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    REFUSED_FIELD_NUMBER: _ClassVar[int]
    field: str
    rule: str
    least: int
    most: int
    values: _containers.RepeatedScalarFieldContainer[str]
    method: str
    source: str
    refused: bool
    def __init__(self, field: _Optional[str] = ..., rule: _Optional[str] = ..., least: _Optional[int] = ..., most: _Optional[int] = ..., values: _Optional[_Iterable[str]] = ..., method: _Optional[str] = ..., source: _Optional[str] = ..., refused: bool = ...) -> None: ...

class MethodSupport(_message.Message):
    __slots__ = ("method", "capture_modes", "currencies", "countries", "required_fields", "rpcs", "binding_fields", "partial_capture", "repeated_captures")
    METHOD_FIELD_NUMBER: _ClassVar[int]
    CAPTURE_MODES_FIELD_NUMBER: _ClassVar[int]
    CURRENCIES_FIELD_NUMBER: _ClassVar[int]
    COUNTRIES_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_FIELDS_FIELD_NUMBER: _ClassVar[int]
    RPCS_FIELD_NUMBER: _ClassVar[int]
    BINDING_FIELDS_FIELD_NUMBER: _ClassVar[int]
    PARTIAL_CAPTURE_FIELD_NUMBER: _ClassVar[int]
    REPEATED_CAPTURES_FIELD_NUMBER: _ClassVar[int]
    method: str
    capture_modes: _containers.RepeatedScalarFieldContainer[_payment_pb2.CaptureMode]
    currencies: _containers.RepeatedScalarFieldContainer[str]
    countries: _containers.RepeatedScalarFieldContainer[str]
    required_fields: _containers.RepeatedScalarFieldContainer[str]
    rpcs: _containers.RepeatedScalarFieldContainer[str]
    binding_fields: _containers.RepeatedScalarFieldContainer[str]
    partial_capture: bool
    repeated_captures: bool
    def __init__(self, method: _Optional[str] = ..., capture_modes: _Optional[_Iterable[_Union[_payment_pb2.CaptureMode, str]]] = ..., currencies: _Optional[_Iterable[str]] = ..., countries: _Optional[_Iterable[str]] = ..., required_fields: _Optional[_Iterable[str]] = ..., rpcs: _Optional[_Iterable[str]] = ..., binding_fields: _Optional[_Iterable[str]] = ..., partial_capture: bool = ..., repeated_captures: bool = ...) -> None: ...

class IdempotencySupport(_message.Message):
    __slots__ = ("carrier", "name", "repeat_safe_for")
    CARRIER_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    REPEAT_SAFE_FOR_FIELD_NUMBER: _ClassVar[int]
    carrier: _operation_pb2.Idempotency.Carrier
    name: str
    repeat_safe_for: _duration_pb2.Duration
    def __init__(self, carrier: _Optional[_Union[_operation_pb2.Idempotency.Carrier, str]] = ..., name: _Optional[str] = ..., repeat_safe_for: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ...) -> None: ...
