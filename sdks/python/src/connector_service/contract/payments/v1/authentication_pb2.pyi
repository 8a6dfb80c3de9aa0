from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from connector_service.contract.payments.v1 import money_pb2 as _money_pb2
from connector_service.contract.payments.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Authentication(_message.Message):
    __slots__ = ("request", "external")
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    EXTERNAL_FIELD_NUMBER: _ClassVar[int]
    request: AuthenticationRequest
    external: ExternalAuthentication
    def __init__(self, request: _Optional[_Union[AuthenticationRequest, _Mapping]] = ..., external: _Optional[_Union[ExternalAuthentication, _Mapping]] = ...) -> None: ...

class AuthenticationRequest(_message.Message):
    __slots__ = ("preference", "exemption", "if_exemption_refused", "window_size", "native_flow")
    class Preference(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        PREFERENCE_UNSPECIFIED: _ClassVar[AuthenticationRequest.Preference]
        PREFERENCE_IF_REQUIRED: _ClassVar[AuthenticationRequest.Preference]
        PREFERENCE_FRICTIONLESS: _ClassVar[AuthenticationRequest.Preference]
        PREFERENCE_CHALLENGE: _ClassVar[AuthenticationRequest.Preference]
        PREFERENCE_NONE: _ClassVar[AuthenticationRequest.Preference]
    PREFERENCE_UNSPECIFIED: AuthenticationRequest.Preference
    PREFERENCE_IF_REQUIRED: AuthenticationRequest.Preference
    PREFERENCE_FRICTIONLESS: AuthenticationRequest.Preference
    PREFERENCE_CHALLENGE: AuthenticationRequest.Preference
    PREFERENCE_NONE: AuthenticationRequest.Preference
    class Exemption(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        EXEMPTION_UNSPECIFIED: _ClassVar[AuthenticationRequest.Exemption]
        EXEMPTION_LOW_VALUE: _ClassVar[AuthenticationRequest.Exemption]
        EXEMPTION_TRANSACTION_RISK_ANALYSIS: _ClassVar[AuthenticationRequest.Exemption]
        EXEMPTION_TRUSTED_BENEFICIARY: _ClassVar[AuthenticationRequest.Exemption]
        EXEMPTION_SECURE_CORPORATE: _ClassVar[AuthenticationRequest.Exemption]
        EXEMPTION_RECURRING: _ClassVar[AuthenticationRequest.Exemption]
        EXEMPTION_DELEGATED: _ClassVar[AuthenticationRequest.Exemption]
    EXEMPTION_UNSPECIFIED: AuthenticationRequest.Exemption
    EXEMPTION_LOW_VALUE: AuthenticationRequest.Exemption
    EXEMPTION_TRANSACTION_RISK_ANALYSIS: AuthenticationRequest.Exemption
    EXEMPTION_TRUSTED_BENEFICIARY: AuthenticationRequest.Exemption
    EXEMPTION_SECURE_CORPORATE: AuthenticationRequest.Exemption
    EXEMPTION_RECURRING: AuthenticationRequest.Exemption
    EXEMPTION_DELEGATED: AuthenticationRequest.Exemption
    class WindowSize(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        WINDOW_SIZE_UNSPECIFIED: _ClassVar[AuthenticationRequest.WindowSize]
        WINDOW_SIZE_250_400: _ClassVar[AuthenticationRequest.WindowSize]
        WINDOW_SIZE_390_400: _ClassVar[AuthenticationRequest.WindowSize]
        WINDOW_SIZE_500_600: _ClassVar[AuthenticationRequest.WindowSize]
        WINDOW_SIZE_600_400: _ClassVar[AuthenticationRequest.WindowSize]
        WINDOW_SIZE_FULL: _ClassVar[AuthenticationRequest.WindowSize]
    WINDOW_SIZE_UNSPECIFIED: AuthenticationRequest.WindowSize
    WINDOW_SIZE_250_400: AuthenticationRequest.WindowSize
    WINDOW_SIZE_390_400: AuthenticationRequest.WindowSize
    WINDOW_SIZE_500_600: AuthenticationRequest.WindowSize
    WINDOW_SIZE_600_400: AuthenticationRequest.WindowSize
    WINDOW_SIZE_FULL: AuthenticationRequest.WindowSize
    class IfExemptionRefused(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        IF_EXEMPTION_REFUSED_UNSPECIFIED: _ClassVar[AuthenticationRequest.IfExemptionRefused]
        IF_EXEMPTION_REFUSED_AUTHENTICATE: _ClassVar[AuthenticationRequest.IfExemptionRefused]
        IF_EXEMPTION_REFUSED_FAIL: _ClassVar[AuthenticationRequest.IfExemptionRefused]
    IF_EXEMPTION_REFUSED_UNSPECIFIED: AuthenticationRequest.IfExemptionRefused
    IF_EXEMPTION_REFUSED_AUTHENTICATE: AuthenticationRequest.IfExemptionRefused
    IF_EXEMPTION_REFUSED_FAIL: AuthenticationRequest.IfExemptionRefused
    PREFERENCE_FIELD_NUMBER: _ClassVar[int]
    EXEMPTION_FIELD_NUMBER: _ClassVar[int]
    IF_EXEMPTION_REFUSED_FIELD_NUMBER: _ClassVar[int]
    WINDOW_SIZE_FIELD_NUMBER: _ClassVar[int]
    NATIVE_FLOW_FIELD_NUMBER: _ClassVar[int]
    preference: AuthenticationRequest.Preference
    exemption: AuthenticationRequest.Exemption
    if_exemption_refused: AuthenticationRequest.IfExemptionRefused
    window_size: AuthenticationRequest.WindowSize
    native_flow: bool
    def __init__(self, preference: _Optional[_Union[AuthenticationRequest.Preference, str]] = ..., exemption: _Optional[_Union[AuthenticationRequest.Exemption, str]] = ..., if_exemption_refused: _Optional[_Union[AuthenticationRequest.IfExemptionRefused, str]] = ..., window_size: _Optional[_Union[AuthenticationRequest.WindowSize, str]] = ..., native_flow: bool = ...) -> None: ...

class ExternalAuthentication(_message.Message):
    __slots__ = ("version", "eci", "authentication_value", "directory_server_transaction_id", "access_control_server_transaction_id", "three_ds_server_transaction_id", "transaction_status", "transaction_status_reason", "challenged", "exemption", "authentication_value_algorithm")
    VERSION_FIELD_NUMBER: _ClassVar[int]
    ECI_FIELD_NUMBER: _ClassVar[int]
    AUTHENTICATION_VALUE_FIELD_NUMBER: _ClassVar[int]
    DIRECTORY_SERVER_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    ACCESS_CONTROL_SERVER_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    THREE_DS_SERVER_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    TRANSACTION_STATUS_FIELD_NUMBER: _ClassVar[int]
    TRANSACTION_STATUS_REASON_FIELD_NUMBER: _ClassVar[int]
    CHALLENGED_FIELD_NUMBER: _ClassVar[int]
    EXEMPTION_FIELD_NUMBER: _ClassVar[int]
    AUTHENTICATION_VALUE_ALGORITHM_FIELD_NUMBER: _ClassVar[int]
    version: str
    eci: str
    authentication_value: str
    directory_server_transaction_id: str
    access_control_server_transaction_id: str
    three_ds_server_transaction_id: str
    transaction_status: str
    transaction_status_reason: str
    challenged: bool
    exemption: AuthenticationRequest.Exemption
    authentication_value_algorithm: str
    def __init__(self, version: _Optional[str] = ..., eci: _Optional[str] = ..., authentication_value: _Optional[str] = ..., directory_server_transaction_id: _Optional[str] = ..., access_control_server_transaction_id: _Optional[str] = ..., three_ds_server_transaction_id: _Optional[str] = ..., transaction_status: _Optional[str] = ..., transaction_status_reason: _Optional[str] = ..., challenged: bool = ..., exemption: _Optional[_Union[AuthenticationRequest.Exemption, str]] = ..., authentication_value_algorithm: _Optional[str] = ...) -> None: ...

class AuthenticationResult(_message.Message):
    __slots__ = ("status", "challenged", "eci", "version", "directory_server_transaction_id", "exemption", "liability", "processor_status")
    class Status(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        STATUS_UNSPECIFIED: _ClassVar[AuthenticationResult.Status]
        STATUS_AUTHENTICATED: _ClassVar[AuthenticationResult.Status]
        STATUS_ATTEMPTED: _ClassVar[AuthenticationResult.Status]
        STATUS_FAILED: _ClassVar[AuthenticationResult.Status]
        STATUS_REJECTED: _ClassVar[AuthenticationResult.Status]
        STATUS_UNAVAILABLE: _ClassVar[AuthenticationResult.Status]
        STATUS_EXEMPTED: _ClassVar[AuthenticationResult.Status]
        STATUS_CHALLENGE_REQUIRED: _ClassVar[AuthenticationResult.Status]
        STATUS_NOT_REQUIRED: _ClassVar[AuthenticationResult.Status]
    STATUS_UNSPECIFIED: AuthenticationResult.Status
    STATUS_AUTHENTICATED: AuthenticationResult.Status
    STATUS_ATTEMPTED: AuthenticationResult.Status
    STATUS_FAILED: AuthenticationResult.Status
    STATUS_REJECTED: AuthenticationResult.Status
    STATUS_UNAVAILABLE: AuthenticationResult.Status
    STATUS_EXEMPTED: AuthenticationResult.Status
    STATUS_CHALLENGE_REQUIRED: AuthenticationResult.Status
    STATUS_NOT_REQUIRED: AuthenticationResult.Status
    class Liability(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        LIABILITY_UNSPECIFIED: _ClassVar[AuthenticationResult.Liability]
        LIABILITY_ISSUER: _ClassVar[AuthenticationResult.Liability]
        LIABILITY_MERCHANT: _ClassVar[AuthenticationResult.Liability]
    LIABILITY_UNSPECIFIED: AuthenticationResult.Liability
    LIABILITY_ISSUER: AuthenticationResult.Liability
    LIABILITY_MERCHANT: AuthenticationResult.Liability
    STATUS_FIELD_NUMBER: _ClassVar[int]
    CHALLENGED_FIELD_NUMBER: _ClassVar[int]
    ECI_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    DIRECTORY_SERVER_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    EXEMPTION_FIELD_NUMBER: _ClassVar[int]
    LIABILITY_FIELD_NUMBER: _ClassVar[int]
    PROCESSOR_STATUS_FIELD_NUMBER: _ClassVar[int]
    status: AuthenticationResult.Status
    challenged: bool
    eci: str
    version: str
    directory_server_transaction_id: str
    exemption: AuthenticationRequest.Exemption
    liability: AuthenticationResult.Liability
    processor_status: str
    def __init__(self, status: _Optional[_Union[AuthenticationResult.Status, str]] = ..., challenged: bool = ..., eci: _Optional[str] = ..., version: _Optional[str] = ..., directory_server_transaction_id: _Optional[str] = ..., exemption: _Optional[_Union[AuthenticationRequest.Exemption, str]] = ..., liability: _Optional[_Union[AuthenticationResult.Liability, str]] = ..., processor_status: _Optional[str] = ...) -> None: ...

class StoredCredential(_message.Message):
    __slots__ = ("initiator", "reason", "store", "previous", "terms")
    class Initiator(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        INITIATOR_UNSPECIFIED: _ClassVar[StoredCredential.Initiator]
        INITIATOR_CUSTOMER: _ClassVar[StoredCredential.Initiator]
        INITIATOR_MERCHANT: _ClassVar[StoredCredential.Initiator]
    INITIATOR_UNSPECIFIED: StoredCredential.Initiator
    INITIATOR_CUSTOMER: StoredCredential.Initiator
    INITIATOR_MERCHANT: StoredCredential.Initiator
    class Reason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        REASON_UNSPECIFIED: _ClassVar[StoredCredential.Reason]
        REASON_RECURRING: _ClassVar[StoredCredential.Reason]
        REASON_INSTALLMENT: _ClassVar[StoredCredential.Reason]
        REASON_UNSCHEDULED: _ClassVar[StoredCredential.Reason]
        REASON_CARD_ON_FILE: _ClassVar[StoredCredential.Reason]
        REASON_DELAYED_CHARGE: _ClassVar[StoredCredential.Reason]
        REASON_NO_SHOW: _ClassVar[StoredCredential.Reason]
        REASON_RESUBMISSION: _ClassVar[StoredCredential.Reason]
        REASON_REAUTHORIZATION: _ClassVar[StoredCredential.Reason]
        REASON_INCREMENTAL: _ClassVar[StoredCredential.Reason]
    REASON_UNSPECIFIED: StoredCredential.Reason
    REASON_RECURRING: StoredCredential.Reason
    REASON_INSTALLMENT: StoredCredential.Reason
    REASON_UNSCHEDULED: StoredCredential.Reason
    REASON_CARD_ON_FILE: StoredCredential.Reason
    REASON_DELAYED_CHARGE: StoredCredential.Reason
    REASON_NO_SHOW: StoredCredential.Reason
    REASON_RESUBMISSION: StoredCredential.Reason
    REASON_REAUTHORIZATION: StoredCredential.Reason
    REASON_INCREMENTAL: StoredCredential.Reason
    INITIATOR_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    STORE_FIELD_NUMBER: _ClassVar[int]
    PREVIOUS_FIELD_NUMBER: _ClassVar[int]
    TERMS_FIELD_NUMBER: _ClassVar[int]
    initiator: StoredCredential.Initiator
    reason: StoredCredential.Reason
    store: bool
    previous: NetworkReference
    terms: RecurringTerms
    def __init__(self, initiator: _Optional[_Union[StoredCredential.Initiator, str]] = ..., reason: _Optional[_Union[StoredCredential.Reason, str]] = ..., store: bool = ..., previous: _Optional[_Union[NetworkReference, _Mapping]] = ..., terms: _Optional[_Union[RecurringTerms, _Mapping]] = ...) -> None: ...

class NetworkReference(_message.Message):
    __slots__ = ("network_transaction_id", "network", "date", "amount", "link_id")
    NETWORK_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    NETWORK_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    LINK_ID_FIELD_NUMBER: _ClassVar[int]
    network_transaction_id: str
    network: str
    date: str
    amount: _money_pb2.Money
    link_id: str
    def __init__(self, network_transaction_id: _Optional[str] = ..., network: _Optional[str] = ..., date: _Optional[str] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., link_id: _Optional[str] = ...) -> None: ...

class RecurringTerms(_message.Message):
    __slots__ = ("interval", "interval_count", "amount", "amount_kind", "starts_on", "ends_on", "payments", "day", "description", "accepted_at")
    class Interval(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        INTERVAL_UNSPECIFIED: _ClassVar[RecurringTerms.Interval]
        INTERVAL_DAY: _ClassVar[RecurringTerms.Interval]
        INTERVAL_WEEK: _ClassVar[RecurringTerms.Interval]
        INTERVAL_MONTH: _ClassVar[RecurringTerms.Interval]
        INTERVAL_YEAR: _ClassVar[RecurringTerms.Interval]
        INTERVAL_AS_PRESENTED: _ClassVar[RecurringTerms.Interval]
    INTERVAL_UNSPECIFIED: RecurringTerms.Interval
    INTERVAL_DAY: RecurringTerms.Interval
    INTERVAL_WEEK: RecurringTerms.Interval
    INTERVAL_MONTH: RecurringTerms.Interval
    INTERVAL_YEAR: RecurringTerms.Interval
    INTERVAL_AS_PRESENTED: RecurringTerms.Interval
    class AmountKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        AMOUNT_KIND_UNSPECIFIED: _ClassVar[RecurringTerms.AmountKind]
        AMOUNT_KIND_FIXED: _ClassVar[RecurringTerms.AmountKind]
        AMOUNT_KIND_MAXIMUM: _ClassVar[RecurringTerms.AmountKind]
    AMOUNT_KIND_UNSPECIFIED: RecurringTerms.AmountKind
    AMOUNT_KIND_FIXED: RecurringTerms.AmountKind
    AMOUNT_KIND_MAXIMUM: RecurringTerms.AmountKind
    INTERVAL_FIELD_NUMBER: _ClassVar[int]
    INTERVAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_KIND_FIELD_NUMBER: _ClassVar[int]
    STARTS_ON_FIELD_NUMBER: _ClassVar[int]
    ENDS_ON_FIELD_NUMBER: _ClassVar[int]
    PAYMENTS_FIELD_NUMBER: _ClassVar[int]
    DAY_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_AT_FIELD_NUMBER: _ClassVar[int]
    interval: RecurringTerms.Interval
    interval_count: int
    amount: _money_pb2.Money
    amount_kind: RecurringTerms.AmountKind
    starts_on: str
    ends_on: str
    payments: int
    day: int
    description: str
    accepted_at: _timestamp_pb2.Timestamp
    def __init__(self, interval: _Optional[_Union[RecurringTerms.Interval, str]] = ..., interval_count: _Optional[int] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., amount_kind: _Optional[_Union[RecurringTerms.AmountKind, str]] = ..., starts_on: _Optional[str] = ..., ends_on: _Optional[str] = ..., payments: _Optional[int] = ..., day: _Optional[int] = ..., description: _Optional[str] = ..., accepted_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
