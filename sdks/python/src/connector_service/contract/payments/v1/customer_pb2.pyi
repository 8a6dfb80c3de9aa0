from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Address(_message.Message):
    __slots__ = ("line1", "line2", "house_number", "city", "region", "postal_code", "country")
    LINE1_FIELD_NUMBER: _ClassVar[int]
    LINE2_FIELD_NUMBER: _ClassVar[int]
    HOUSE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CITY_FIELD_NUMBER: _ClassVar[int]
    REGION_FIELD_NUMBER: _ClassVar[int]
    POSTAL_CODE_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    line1: str
    line2: str
    house_number: str
    city: str
    region: str
    postal_code: str
    country: str
    def __init__(self, line1: _Optional[str] = ..., line2: _Optional[str] = ..., house_number: _Optional[str] = ..., city: _Optional[str] = ..., region: _Optional[str] = ..., postal_code: _Optional[str] = ..., country: _Optional[str] = ...) -> None: ...

class Contact(_message.Message):
    __slots__ = ("first_name", "last_name", "company", "email", "phone", "address")
    FIRST_NAME_FIELD_NUMBER: _ClassVar[int]
    LAST_NAME_FIELD_NUMBER: _ClassVar[int]
    COMPANY_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    first_name: str
    last_name: str
    company: str
    email: str
    phone: str
    address: Address
    def __init__(self, first_name: _Optional[str] = ..., last_name: _Optional[str] = ..., company: _Optional[str] = ..., email: _Optional[str] = ..., phone: _Optional[str] = ..., address: _Optional[_Union[Address, _Mapping]] = ...) -> None: ...

class IdentityDocument(_message.Message):
    __slots__ = ("kind", "number", "country")
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        KIND_UNSPECIFIED: _ClassVar[IdentityDocument.Kind]
        KIND_PERSONAL_TAX_ID: _ClassVar[IdentityDocument.Kind]
        KIND_COMPANY_TAX_ID: _ClassVar[IdentityDocument.Kind]
        KIND_NATIONAL_ID: _ClassVar[IdentityDocument.Kind]
        KIND_PASSPORT: _ClassVar[IdentityDocument.Kind]
        KIND_VAT_ID: _ClassVar[IdentityDocument.Kind]
    KIND_UNSPECIFIED: IdentityDocument.Kind
    KIND_PERSONAL_TAX_ID: IdentityDocument.Kind
    KIND_COMPANY_TAX_ID: IdentityDocument.Kind
    KIND_NATIONAL_ID: IdentityDocument.Kind
    KIND_PASSPORT: IdentityDocument.Kind
    KIND_VAT_ID: IdentityDocument.Kind
    KIND_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    kind: IdentityDocument.Kind
    number: str
    country: str
    def __init__(self, kind: _Optional[_Union[IdentityDocument.Kind, str]] = ..., number: _Optional[str] = ..., country: _Optional[str] = ...) -> None: ...

class Customer(_message.Message):
    __slots__ = ("reference", "customer_id", "contact", "billing", "shipping", "birth_date", "documents", "locale")
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    CONTACT_FIELD_NUMBER: _ClassVar[int]
    BILLING_FIELD_NUMBER: _ClassVar[int]
    SHIPPING_FIELD_NUMBER: _ClassVar[int]
    BIRTH_DATE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    LOCALE_FIELD_NUMBER: _ClassVar[int]
    reference: str
    customer_id: str
    contact: Contact
    billing: Contact
    shipping: Contact
    birth_date: str
    documents: _containers.RepeatedCompositeFieldContainer[IdentityDocument]
    locale: str
    def __init__(self, reference: _Optional[str] = ..., customer_id: _Optional[str] = ..., contact: _Optional[_Union[Contact, _Mapping]] = ..., billing: _Optional[_Union[Contact, _Mapping]] = ..., shipping: _Optional[_Union[Contact, _Mapping]] = ..., birth_date: _Optional[str] = ..., documents: _Optional[_Iterable[_Union[IdentityDocument, _Mapping]]] = ..., locale: _Optional[str] = ...) -> None: ...

class Device(_message.Message):
    __slots__ = ("ip_address", "browser", "app", "fingerprint")
    IP_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    BROWSER_FIELD_NUMBER: _ClassVar[int]
    APP_FIELD_NUMBER: _ClassVar[int]
    FINGERPRINT_FIELD_NUMBER: _ClassVar[int]
    ip_address: str
    browser: Browser
    app: AppSdk
    fingerprint: str
    def __init__(self, ip_address: _Optional[str] = ..., browser: _Optional[_Union[Browser, _Mapping]] = ..., app: _Optional[_Union[AppSdk, _Mapping]] = ..., fingerprint: _Optional[str] = ...) -> None: ...

class Browser(_message.Message):
    __slots__ = ("user_agent", "accept_header", "language", "color_depth", "screen_height", "screen_width", "time_zone_offset", "java_enabled", "javascript_enabled")
    USER_AGENT_FIELD_NUMBER: _ClassVar[int]
    ACCEPT_HEADER_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    COLOR_DEPTH_FIELD_NUMBER: _ClassVar[int]
    SCREEN_HEIGHT_FIELD_NUMBER: _ClassVar[int]
    SCREEN_WIDTH_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_OFFSET_FIELD_NUMBER: _ClassVar[int]
    JAVA_ENABLED_FIELD_NUMBER: _ClassVar[int]
    JAVASCRIPT_ENABLED_FIELD_NUMBER: _ClassVar[int]
    user_agent: str
    accept_header: str
    language: str
    color_depth: int
    screen_height: int
    screen_width: int
    time_zone_offset: int
    java_enabled: bool
    javascript_enabled: bool
    def __init__(self, user_agent: _Optional[str] = ..., accept_header: _Optional[str] = ..., language: _Optional[str] = ..., color_depth: _Optional[int] = ..., screen_height: _Optional[int] = ..., screen_width: _Optional[int] = ..., time_zone_offset: _Optional[int] = ..., java_enabled: bool = ..., javascript_enabled: bool = ...) -> None: ...

class AppSdk(_message.Message):
    __slots__ = ("application_id", "encrypted_data", "ephemeral_public_key", "reference_number", "transaction_id", "max_timeout")
    APPLICATION_ID_FIELD_NUMBER: _ClassVar[int]
    ENCRYPTED_DATA_FIELD_NUMBER: _ClassVar[int]
    EPHEMERAL_PUBLIC_KEY_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    MAX_TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    application_id: str
    encrypted_data: str
    ephemeral_public_key: str
    reference_number: str
    transaction_id: str
    max_timeout: int
    def __init__(self, application_id: _Optional[str] = ..., encrypted_data: _Optional[str] = ..., ephemeral_public_key: _Optional[str] = ..., reference_number: _Optional[str] = ..., transaction_id: _Optional[str] = ..., max_timeout: _Optional[int] = ...) -> None: ...
