from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from connector_service.contract.payments.v1 import customer_pb2 as _customer_pb2
from connector_service.contract.payments.v1 import money_pb2 as _money_pb2
from connector_service.contract.payments.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Order(_message.Message):
    __slots__ = ("lines", "breakdown", "purchase_order_number", "invoice_number", "shipments", "ordered_at", "ships_from_postal_code", "tax_exempt")
    LINES_FIELD_NUMBER: _ClassVar[int]
    BREAKDOWN_FIELD_NUMBER: _ClassVar[int]
    PURCHASE_ORDER_NUMBER_FIELD_NUMBER: _ClassVar[int]
    INVOICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    SHIPMENTS_FIELD_NUMBER: _ClassVar[int]
    ORDERED_AT_FIELD_NUMBER: _ClassVar[int]
    SHIPS_FROM_POSTAL_CODE_FIELD_NUMBER: _ClassVar[int]
    TAX_EXEMPT_FIELD_NUMBER: _ClassVar[int]
    lines: _containers.RepeatedCompositeFieldContainer[OrderLine]
    breakdown: _money_pb2.AmountBreakdown
    purchase_order_number: str
    invoice_number: str
    shipments: _containers.RepeatedCompositeFieldContainer[Shipment]
    ordered_at: _timestamp_pb2.Timestamp
    ships_from_postal_code: str
    tax_exempt: bool
    def __init__(self, lines: _Optional[_Iterable[_Union[OrderLine, _Mapping]]] = ..., breakdown: _Optional[_Union[_money_pb2.AmountBreakdown, _Mapping]] = ..., purchase_order_number: _Optional[str] = ..., invoice_number: _Optional[str] = ..., shipments: _Optional[_Iterable[_Union[Shipment, _Mapping]]] = ..., ordered_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., ships_from_postal_code: _Optional[str] = ..., tax_exempt: bool = ...) -> None: ...

class OrderLine(_message.Message):
    __slots__ = ("reference", "name", "quantity", "unit", "unit_price", "total", "tax", "tax_rate", "discount", "kind", "commodity_code", "category", "product_url", "image_url")
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        KIND_UNSPECIFIED: _ClassVar[OrderLine.Kind]
        KIND_PHYSICAL: _ClassVar[OrderLine.Kind]
        KIND_DIGITAL: _ClassVar[OrderLine.Kind]
        KIND_SERVICE: _ClassVar[OrderLine.Kind]
        KIND_GIFT_CARD: _ClassVar[OrderLine.Kind]
        KIND_SHIPPING: _ClassVar[OrderLine.Kind]
        KIND_DISCOUNT: _ClassVar[OrderLine.Kind]
        KIND_SURCHARGE: _ClassVar[OrderLine.Kind]
    KIND_UNSPECIFIED: OrderLine.Kind
    KIND_PHYSICAL: OrderLine.Kind
    KIND_DIGITAL: OrderLine.Kind
    KIND_SERVICE: OrderLine.Kind
    KIND_GIFT_CARD: OrderLine.Kind
    KIND_SHIPPING: OrderLine.Kind
    KIND_DISCOUNT: OrderLine.Kind
    KIND_SURCHARGE: OrderLine.Kind
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    UNIT_PRICE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    TAX_FIELD_NUMBER: _ClassVar[int]
    TAX_RATE_FIELD_NUMBER: _ClassVar[int]
    DISCOUNT_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    COMMODITY_CODE_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_URL_FIELD_NUMBER: _ClassVar[int]
    IMAGE_URL_FIELD_NUMBER: _ClassVar[int]
    reference: str
    name: str
    quantity: int
    unit: str
    unit_price: _money_pb2.Money
    total: _money_pb2.Money
    tax: _money_pb2.Money
    tax_rate: int
    discount: _money_pb2.Money
    kind: OrderLine.Kind
    commodity_code: str
    category: str
    product_url: str
    image_url: str
    def __init__(self, reference: _Optional[str] = ..., name: _Optional[str] = ..., quantity: _Optional[int] = ..., unit: _Optional[str] = ..., unit_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., total: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., tax: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., tax_rate: _Optional[int] = ..., discount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., kind: _Optional[_Union[OrderLine.Kind, str]] = ..., commodity_code: _Optional[str] = ..., category: _Optional[str] = ..., product_url: _Optional[str] = ..., image_url: _Optional[str] = ...) -> None: ...

class Shipment(_message.Message):
    __slots__ = ("carrier", "tracking_number", "tracking_url", "shipped_at", "recipient")
    CARRIER_FIELD_NUMBER: _ClassVar[int]
    TRACKING_NUMBER_FIELD_NUMBER: _ClassVar[int]
    TRACKING_URL_FIELD_NUMBER: _ClassVar[int]
    SHIPPED_AT_FIELD_NUMBER: _ClassVar[int]
    RECIPIENT_FIELD_NUMBER: _ClassVar[int]
    carrier: str
    tracking_number: str
    tracking_url: str
    shipped_at: _timestamp_pb2.Timestamp
    recipient: _customer_pb2.Contact
    def __init__(self, carrier: _Optional[str] = ..., tracking_number: _Optional[str] = ..., tracking_url: _Optional[str] = ..., shipped_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., recipient: _Optional[_Union[_customer_pb2.Contact, _Mapping]] = ...) -> None: ...

class SubMerchant(_message.Message):
    __slots__ = ("reference", "name", "category_code", "tax_id", "address")
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_CODE_FIELD_NUMBER: _ClassVar[int]
    TAX_ID_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    reference: str
    name: str
    category_code: str
    tax_id: str
    address: _customer_pb2.Address
    def __init__(self, reference: _Optional[str] = ..., name: _Optional[str] = ..., category_code: _Optional[str] = ..., tax_id: _Optional[str] = ..., address: _Optional[_Union[_customer_pb2.Address, _Mapping]] = ...) -> None: ...

class Installments(_message.Message):
    __slots__ = ("count", "plan_id")
    COUNT_FIELD_NUMBER: _ClassVar[int]
    PLAN_ID_FIELD_NUMBER: _ClassVar[int]
    count: int
    plan_id: str
    def __init__(self, count: _Optional[int] = ..., plan_id: _Optional[str] = ...) -> None: ...
