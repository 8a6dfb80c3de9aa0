from google.api import field_behavior_pb2 as _field_behavior_pb2
from connector_service.contract.payments.v1 import options_pb2 as _options_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Money(_message.Message):
    __slots__ = ("minor_units", "currency")
    MINOR_UNITS_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    minor_units: int
    currency: str
    def __init__(self, minor_units: _Optional[int] = ..., currency: _Optional[str] = ...) -> None: ...

class AmountBreakdown(_message.Message):
    __slots__ = ("items", "tax", "shipping", "discount", "duty", "tip", "surcharge")
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    TAX_FIELD_NUMBER: _ClassVar[int]
    SHIPPING_FIELD_NUMBER: _ClassVar[int]
    DISCOUNT_FIELD_NUMBER: _ClassVar[int]
    DUTY_FIELD_NUMBER: _ClassVar[int]
    TIP_FIELD_NUMBER: _ClassVar[int]
    SURCHARGE_FIELD_NUMBER: _ClassVar[int]
    items: Money
    tax: Money
    shipping: Money
    discount: Money
    duty: Money
    tip: Money
    surcharge: Money
    def __init__(self, items: _Optional[_Union[Money, _Mapping]] = ..., tax: _Optional[_Union[Money, _Mapping]] = ..., shipping: _Optional[_Union[Money, _Mapping]] = ..., discount: _Optional[_Union[Money, _Mapping]] = ..., duty: _Optional[_Union[Money, _Mapping]] = ..., tip: _Optional[_Union[Money, _Mapping]] = ..., surcharge: _Optional[_Union[Money, _Mapping]] = ...) -> None: ...

class Split(_message.Message):
    __slots__ = ("account_id", "amount", "reference", "platform_fee", "description")
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    PLATFORM_FEE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    account_id: str
    amount: Money
    reference: str
    platform_fee: bool
    description: str
    def __init__(self, account_id: _Optional[str] = ..., amount: _Optional[_Union[Money, _Mapping]] = ..., reference: _Optional[str] = ..., platform_fee: bool = ..., description: _Optional[str] = ...) -> None: ...
