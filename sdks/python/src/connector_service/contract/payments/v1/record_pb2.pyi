from connector_service.contract.payments.v1 import dispute_pb2 as _dispute_pb2
from connector_service.contract.payments.v1 import operation_pb2 as _operation_pb2
from connector_service.contract.payments.v1 import payment_pb2 as _payment_pb2
from connector_service.contract.payments.v1 import refund_pb2 as _refund_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PaymentRecord(_message.Message):
    __slots__ = ("payment", "operations", "refunds", "disputes", "tellings")
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    OPERATIONS_FIELD_NUMBER: _ClassVar[int]
    REFUNDS_FIELD_NUMBER: _ClassVar[int]
    DISPUTES_FIELD_NUMBER: _ClassVar[int]
    TELLINGS_FIELD_NUMBER: _ClassVar[int]
    payment: _payment_pb2.Payment
    operations: _containers.RepeatedCompositeFieldContainer[_operation_pb2.Operation]
    refunds: _containers.RepeatedCompositeFieldContainer[_refund_pb2.Refund]
    disputes: _containers.RepeatedCompositeFieldContainer[_dispute_pb2.Dispute]
    tellings: _containers.RepeatedCompositeFieldContainer[Telling]
    def __init__(self, payment: _Optional[_Union[_payment_pb2.Payment, _Mapping]] = ..., operations: _Optional[_Iterable[_Union[_operation_pb2.Operation, _Mapping]]] = ..., refunds: _Optional[_Iterable[_Union[_refund_pb2.Refund, _Mapping]]] = ..., disputes: _Optional[_Iterable[_Union[_dispute_pb2.Dispute, _Mapping]]] = ..., tellings: _Optional[_Iterable[_Union[Telling, _Mapping]]] = ...) -> None: ...

class Telling(_message.Message):
    __slots__ = ("at", "payment", "operation", "refund", "dispute")
    AT_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    REFUND_FIELD_NUMBER: _ClassVar[int]
    DISPUTE_FIELD_NUMBER: _ClassVar[int]
    at: int
    payment: _payment_pb2.Payment
    operation: _operation_pb2.Operation
    refund: _refund_pb2.Refund
    dispute: _dispute_pb2.Dispute
    def __init__(self, at: _Optional[int] = ..., payment: _Optional[_Union[_payment_pb2.Payment, _Mapping]] = ..., operation: _Optional[_Union[_operation_pb2.Operation, _Mapping]] = ..., refund: _Optional[_Union[_refund_pb2.Refund, _Mapping]] = ..., dispute: _Optional[_Union[_dispute_pb2.Dispute, _Mapping]] = ...) -> None: ...
