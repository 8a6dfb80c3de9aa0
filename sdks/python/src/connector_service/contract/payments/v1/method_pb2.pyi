from google.api import field_behavior_pb2 as _field_behavior_pb2
from connector_service.contract.payments.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CardNetwork(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CARD_NETWORK_UNSPECIFIED: _ClassVar[CardNetwork]
    CARD_NETWORK_VISA: _ClassVar[CardNetwork]
    CARD_NETWORK_MASTERCARD: _ClassVar[CardNetwork]
    CARD_NETWORK_AMEX: _ClassVar[CardNetwork]
    CARD_NETWORK_DISCOVER: _ClassVar[CardNetwork]
    CARD_NETWORK_DINERS: _ClassVar[CardNetwork]
    CARD_NETWORK_JCB: _ClassVar[CardNetwork]
    CARD_NETWORK_UNIONPAY: _ClassVar[CardNetwork]
    CARD_NETWORK_CARTES_BANCAIRES: _ClassVar[CardNetwork]
    CARD_NETWORK_MAESTRO: _ClassVar[CardNetwork]
    CARD_NETWORK_RUPAY: _ClassVar[CardNetwork]
    CARD_NETWORK_ELO: _ClassVar[CardNetwork]
    CARD_NETWORK_HIPERCARD: _ClassVar[CardNetwork]
    CARD_NETWORK_INTERAC: _ClassVar[CardNetwork]
    CARD_NETWORK_BANCONTACT: _ClassVar[CardNetwork]
    CARD_NETWORK_DANKORT: _ClassVar[CardNetwork]
    CARD_NETWORK_EFTPOS_AUSTRALIA: _ClassVar[CardNetwork]

class CardFunding(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CARD_FUNDING_UNSPECIFIED: _ClassVar[CardFunding]
    CARD_FUNDING_CREDIT: _ClassVar[CardFunding]
    CARD_FUNDING_DEBIT: _ClassVar[CardFunding]
    CARD_FUNDING_PREPAID: _ClassVar[CardFunding]
CARD_NETWORK_UNSPECIFIED: CardNetwork
CARD_NETWORK_VISA: CardNetwork
CARD_NETWORK_MASTERCARD: CardNetwork
CARD_NETWORK_AMEX: CardNetwork
CARD_NETWORK_DISCOVER: CardNetwork
CARD_NETWORK_DINERS: CardNetwork
CARD_NETWORK_JCB: CardNetwork
CARD_NETWORK_UNIONPAY: CardNetwork
CARD_NETWORK_CARTES_BANCAIRES: CardNetwork
CARD_NETWORK_MAESTRO: CardNetwork
CARD_NETWORK_RUPAY: CardNetwork
CARD_NETWORK_ELO: CardNetwork
CARD_NETWORK_HIPERCARD: CardNetwork
CARD_NETWORK_INTERAC: CardNetwork
CARD_NETWORK_BANCONTACT: CardNetwork
CARD_NETWORK_DANKORT: CardNetwork
CARD_NETWORK_EFTPOS_AUSTRALIA: CardNetwork
CARD_FUNDING_UNSPECIFIED: CardFunding
CARD_FUNDING_CREDIT: CardFunding
CARD_FUNDING_DEBIT: CardFunding
CARD_FUNDING_PREPAID: CardFunding

class PaymentMethod(_message.Message):
    __slots__ = ("card", "network_token", "apple_pay", "google_pay", "paypal", "upi", "sepa_debit", "ach_debit", "bacs_debit", "becs_debit", "pad_debit", "klarna", "pix", "boleto", "blik", "stored", "processor_token", "hosted_page", "alternative", "netbanking")
    CARD_FIELD_NUMBER: _ClassVar[int]
    NETWORK_TOKEN_FIELD_NUMBER: _ClassVar[int]
    APPLE_PAY_FIELD_NUMBER: _ClassVar[int]
    GOOGLE_PAY_FIELD_NUMBER: _ClassVar[int]
    PAYPAL_FIELD_NUMBER: _ClassVar[int]
    UPI_FIELD_NUMBER: _ClassVar[int]
    SEPA_DEBIT_FIELD_NUMBER: _ClassVar[int]
    ACH_DEBIT_FIELD_NUMBER: _ClassVar[int]
    BACS_DEBIT_FIELD_NUMBER: _ClassVar[int]
    BECS_DEBIT_FIELD_NUMBER: _ClassVar[int]
    PAD_DEBIT_FIELD_NUMBER: _ClassVar[int]
    KLARNA_FIELD_NUMBER: _ClassVar[int]
    PIX_FIELD_NUMBER: _ClassVar[int]
    BOLETO_FIELD_NUMBER: _ClassVar[int]
    BLIK_FIELD_NUMBER: _ClassVar[int]
    STORED_FIELD_NUMBER: _ClassVar[int]
    PROCESSOR_TOKEN_FIELD_NUMBER: _ClassVar[int]
    HOSTED_PAGE_FIELD_NUMBER: _ClassVar[int]
    ALTERNATIVE_FIELD_NUMBER: _ClassVar[int]
    NETBANKING_FIELD_NUMBER: _ClassVar[int]
    card: Card
    network_token: NetworkToken
    apple_pay: ApplePay
    google_pay: GooglePay
    paypal: Paypal
    upi: Upi
    sepa_debit: SepaDebit
    ach_debit: AchDebit
    bacs_debit: BacsDebit
    becs_debit: BecsDebit
    pad_debit: PadDebit
    klarna: Klarna
    pix: Pix
    boleto: Boleto
    blik: Blik
    stored: StoredMethod
    processor_token: ProcessorToken
    hosted_page: HostedPage
    alternative: AlternativeMethod
    netbanking: Netbanking
    def __init__(self, card: _Optional[_Union[Card, _Mapping]] = ..., network_token: _Optional[_Union[NetworkToken, _Mapping]] = ..., apple_pay: _Optional[_Union[ApplePay, _Mapping]] = ..., google_pay: _Optional[_Union[GooglePay, _Mapping]] = ..., paypal: _Optional[_Union[Paypal, _Mapping]] = ..., upi: _Optional[_Union[Upi, _Mapping]] = ..., sepa_debit: _Optional[_Union[SepaDebit, _Mapping]] = ..., ach_debit: _Optional[_Union[AchDebit, _Mapping]] = ..., bacs_debit: _Optional[_Union[BacsDebit, _Mapping]] = ..., becs_debit: _Optional[_Union[BecsDebit, _Mapping]] = ..., pad_debit: _Optional[_Union[PadDebit, _Mapping]] = ..., klarna: _Optional[_Union[Klarna, _Mapping]] = ..., pix: _Optional[_Union[Pix, _Mapping]] = ..., boleto: _Optional[_Union[Boleto, _Mapping]] = ..., blik: _Optional[_Union[Blik, _Mapping]] = ..., stored: _Optional[_Union[StoredMethod, _Mapping]] = ..., processor_token: _Optional[_Union[ProcessorToken, _Mapping]] = ..., hosted_page: _Optional[_Union[HostedPage, _Mapping]] = ..., alternative: _Optional[_Union[AlternativeMethod, _Mapping]] = ..., netbanking: _Optional[_Union[Netbanking, _Mapping]] = ...) -> None: ...

class Card(_message.Message):
    __slots__ = ("number", "expiry_month", "expiry_year", "cvc", "holder_name", "preferred_network")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    EXPIRY_MONTH_FIELD_NUMBER: _ClassVar[int]
    EXPIRY_YEAR_FIELD_NUMBER: _ClassVar[int]
    CVC_FIELD_NUMBER: _ClassVar[int]
    HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    PREFERRED_NETWORK_FIELD_NUMBER: _ClassVar[int]
    number: str
    expiry_month: int
    expiry_year: int
    cvc: str
    holder_name: str
    preferred_network: CardNetwork
    def __init__(self, number: _Optional[str] = ..., expiry_month: _Optional[int] = ..., expiry_year: _Optional[int] = ..., cvc: _Optional[str] = ..., holder_name: _Optional[str] = ..., preferred_network: _Optional[_Union[CardNetwork, str]] = ...) -> None: ...

class NetworkToken(_message.Message):
    __slots__ = ("number", "expiry_month", "expiry_year", "cryptogram", "eci", "requestor_id", "holder_name")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    EXPIRY_MONTH_FIELD_NUMBER: _ClassVar[int]
    EXPIRY_YEAR_FIELD_NUMBER: _ClassVar[int]
    CRYPTOGRAM_FIELD_NUMBER: _ClassVar[int]
    ECI_FIELD_NUMBER: _ClassVar[int]
    REQUESTOR_ID_FIELD_NUMBER: _ClassVar[int]
    HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    number: str
    expiry_month: int
    expiry_year: int
    cryptogram: str
    eci: str
    requestor_id: str
    holder_name: str
    def __init__(self, number: _Optional[str] = ..., expiry_month: _Optional[int] = ..., expiry_year: _Optional[int] = ..., cryptogram: _Optional[str] = ..., eci: _Optional[str] = ..., requestor_id: _Optional[str] = ..., holder_name: _Optional[str] = ...) -> None: ...

class DecryptedWalletCard(_message.Message):
    __slots__ = ("number", "expiry_month", "expiry_year", "cryptogram", "eci")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    EXPIRY_MONTH_FIELD_NUMBER: _ClassVar[int]
    EXPIRY_YEAR_FIELD_NUMBER: _ClassVar[int]
    CRYPTOGRAM_FIELD_NUMBER: _ClassVar[int]
    ECI_FIELD_NUMBER: _ClassVar[int]
    number: str
    expiry_month: int
    expiry_year: int
    cryptogram: str
    eci: str
    def __init__(self, number: _Optional[str] = ..., expiry_month: _Optional[int] = ..., expiry_year: _Optional[int] = ..., cryptogram: _Optional[str] = ..., eci: _Optional[str] = ...) -> None: ...

class ApplePay(_message.Message):
    __slots__ = ("encrypted", "decrypted", "display_name", "network", "transaction_id")
    ENCRYPTED_FIELD_NUMBER: _ClassVar[int]
    DECRYPTED_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    NETWORK_FIELD_NUMBER: _ClassVar[int]
    TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    encrypted: str
    decrypted: DecryptedWalletCard
    display_name: str
    network: str
    transaction_id: str
    def __init__(self, encrypted: _Optional[str] = ..., decrypted: _Optional[_Union[DecryptedWalletCard, _Mapping]] = ..., display_name: _Optional[str] = ..., network: _Optional[str] = ..., transaction_id: _Optional[str] = ...) -> None: ...

class GooglePay(_message.Message):
    __slots__ = ("encrypted", "decrypted")
    ENCRYPTED_FIELD_NUMBER: _ClassVar[int]
    DECRYPTED_FIELD_NUMBER: _ClassVar[int]
    encrypted: str
    decrypted: DecryptedWalletCard
    def __init__(self, encrypted: _Optional[str] = ..., decrypted: _Optional[_Union[DecryptedWalletCard, _Mapping]] = ...) -> None: ...

class Paypal(_message.Message):
    __slots__ = ("order_id", "email")
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    order_id: str
    email: str
    def __init__(self, order_id: _Optional[str] = ..., email: _Optional[str] = ...) -> None: ...

class Upi(_message.Message):
    __slots__ = ("collect", "intent", "qr")
    COLLECT_FIELD_NUMBER: _ClassVar[int]
    INTENT_FIELD_NUMBER: _ClassVar[int]
    QR_FIELD_NUMBER: _ClassVar[int]
    collect: UpiCollect
    intent: UpiIntent
    qr: UpiQr
    def __init__(self, collect: _Optional[_Union[UpiCollect, _Mapping]] = ..., intent: _Optional[_Union[UpiIntent, _Mapping]] = ..., qr: _Optional[_Union[UpiQr, _Mapping]] = ...) -> None: ...

class UpiCollect(_message.Message):
    __slots__ = ("virtual_payment_address",)
    VIRTUAL_PAYMENT_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    virtual_payment_address: str
    def __init__(self, virtual_payment_address: _Optional[str] = ...) -> None: ...

class UpiIntent(_message.Message):
    __slots__ = ("application_id",)
    APPLICATION_ID_FIELD_NUMBER: _ClassVar[int]
    application_id: str
    def __init__(self, application_id: _Optional[str] = ...) -> None: ...

class UpiQr(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class DebitMandate(_message.Message):
    __slots__ = ("reference", "scheme", "signed_on", "acceptance", "creditor_id", "sequence")
    class Sequence(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        SEQUENCE_UNSPECIFIED: _ClassVar[DebitMandate.Sequence]
        SEQUENCE_ONE_OFF: _ClassVar[DebitMandate.Sequence]
        SEQUENCE_FIRST: _ClassVar[DebitMandate.Sequence]
        SEQUENCE_RECURRING: _ClassVar[DebitMandate.Sequence]
        SEQUENCE_FINAL: _ClassVar[DebitMandate.Sequence]
    SEQUENCE_UNSPECIFIED: DebitMandate.Sequence
    SEQUENCE_ONE_OFF: DebitMandate.Sequence
    SEQUENCE_FIRST: DebitMandate.Sequence
    SEQUENCE_RECURRING: DebitMandate.Sequence
    SEQUENCE_FINAL: DebitMandate.Sequence
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    SCHEME_FIELD_NUMBER: _ClassVar[int]
    SIGNED_ON_FIELD_NUMBER: _ClassVar[int]
    ACCEPTANCE_FIELD_NUMBER: _ClassVar[int]
    CREDITOR_ID_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    reference: str
    scheme: str
    signed_on: str
    acceptance: Acceptance
    creditor_id: str
    sequence: DebitMandate.Sequence
    def __init__(self, reference: _Optional[str] = ..., scheme: _Optional[str] = ..., signed_on: _Optional[str] = ..., acceptance: _Optional[_Union[Acceptance, _Mapping]] = ..., creditor_id: _Optional[str] = ..., sequence: _Optional[_Union[DebitMandate.Sequence, str]] = ...) -> None: ...

class Acceptance(_message.Message):
    __slots__ = ("accepted_at", "ip_address", "user_agent", "offline")
    ACCEPTED_AT_FIELD_NUMBER: _ClassVar[int]
    IP_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    USER_AGENT_FIELD_NUMBER: _ClassVar[int]
    OFFLINE_FIELD_NUMBER: _ClassVar[int]
    accepted_at: int
    ip_address: str
    user_agent: str
    offline: bool
    def __init__(self, accepted_at: _Optional[int] = ..., ip_address: _Optional[str] = ..., user_agent: _Optional[str] = ..., offline: bool = ...) -> None: ...

class SepaDebit(_message.Message):
    __slots__ = ("iban", "holder_name", "mandate")
    IBAN_FIELD_NUMBER: _ClassVar[int]
    HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    MANDATE_FIELD_NUMBER: _ClassVar[int]
    iban: str
    holder_name: str
    mandate: DebitMandate
    def __init__(self, iban: _Optional[str] = ..., holder_name: _Optional[str] = ..., mandate: _Optional[_Union[DebitMandate, _Mapping]] = ...) -> None: ...

class AchDebit(_message.Message):
    __slots__ = ("routing_number", "account_number", "holder_name", "holder", "account", "mandate")
    class Holder(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        HOLDER_UNSPECIFIED: _ClassVar[AchDebit.Holder]
        HOLDER_INDIVIDUAL: _ClassVar[AchDebit.Holder]
        HOLDER_COMPANY: _ClassVar[AchDebit.Holder]
    HOLDER_UNSPECIFIED: AchDebit.Holder
    HOLDER_INDIVIDUAL: AchDebit.Holder
    HOLDER_COMPANY: AchDebit.Holder
    class Account(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        ACCOUNT_UNSPECIFIED: _ClassVar[AchDebit.Account]
        ACCOUNT_CHECKING: _ClassVar[AchDebit.Account]
        ACCOUNT_SAVINGS: _ClassVar[AchDebit.Account]
    ACCOUNT_UNSPECIFIED: AchDebit.Account
    ACCOUNT_CHECKING: AchDebit.Account
    ACCOUNT_SAVINGS: AchDebit.Account
    ROUTING_NUMBER_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    MANDATE_FIELD_NUMBER: _ClassVar[int]
    routing_number: str
    account_number: str
    holder_name: str
    holder: AchDebit.Holder
    account: AchDebit.Account
    mandate: DebitMandate
    def __init__(self, routing_number: _Optional[str] = ..., account_number: _Optional[str] = ..., holder_name: _Optional[str] = ..., holder: _Optional[_Union[AchDebit.Holder, str]] = ..., account: _Optional[_Union[AchDebit.Account, str]] = ..., mandate: _Optional[_Union[DebitMandate, _Mapping]] = ...) -> None: ...

class BacsDebit(_message.Message):
    __slots__ = ("sort_code", "account_number", "holder_name", "mandate")
    SORT_CODE_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    MANDATE_FIELD_NUMBER: _ClassVar[int]
    sort_code: str
    account_number: str
    holder_name: str
    mandate: DebitMandate
    def __init__(self, sort_code: _Optional[str] = ..., account_number: _Optional[str] = ..., holder_name: _Optional[str] = ..., mandate: _Optional[_Union[DebitMandate, _Mapping]] = ...) -> None: ...

class BecsDebit(_message.Message):
    __slots__ = ("bsb", "account_number", "holder_name", "mandate")
    BSB_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    MANDATE_FIELD_NUMBER: _ClassVar[int]
    bsb: str
    account_number: str
    holder_name: str
    mandate: DebitMandate
    def __init__(self, bsb: _Optional[str] = ..., account_number: _Optional[str] = ..., holder_name: _Optional[str] = ..., mandate: _Optional[_Union[DebitMandate, _Mapping]] = ...) -> None: ...

class PadDebit(_message.Message):
    __slots__ = ("institution_number", "transit_number", "account_number", "holder_name", "mandate")
    INSTITUTION_NUMBER_FIELD_NUMBER: _ClassVar[int]
    TRANSIT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    MANDATE_FIELD_NUMBER: _ClassVar[int]
    institution_number: str
    transit_number: str
    account_number: str
    holder_name: str
    mandate: DebitMandate
    def __init__(self, institution_number: _Optional[str] = ..., transit_number: _Optional[str] = ..., account_number: _Optional[str] = ..., holder_name: _Optional[str] = ..., mandate: _Optional[_Union[DebitMandate, _Mapping]] = ...) -> None: ...

class Klarna(_message.Message):
    __slots__ = ("category", "authorization_token")
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    AUTHORIZATION_TOKEN_FIELD_NUMBER: _ClassVar[int]
    category: str
    authorization_token: str
    def __init__(self, category: _Optional[str] = ..., authorization_token: _Optional[str] = ...) -> None: ...

class Pix(_message.Message):
    __slots__ = ("expires_in",)
    EXPIRES_IN_FIELD_NUMBER: _ClassVar[int]
    expires_in: int
    def __init__(self, expires_in: _Optional[int] = ...) -> None: ...

class Boleto(_message.Message):
    __slots__ = ("due_on",)
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    due_on: str
    def __init__(self, due_on: _Optional[str] = ...) -> None: ...

class Blik(_message.Message):
    __slots__ = ("code",)
    CODE_FIELD_NUMBER: _ClassVar[int]
    code: str
    def __init__(self, code: _Optional[str] = ...) -> None: ...

class Netbanking(_message.Message):
    __slots__ = ("bank",)
    BANK_FIELD_NUMBER: _ClassVar[int]
    bank: str
    def __init__(self, bank: _Optional[str] = ...) -> None: ...

class StoredMethod(_message.Message):
    __slots__ = ("stored_method_id", "mandate_id", "cvc")
    STORED_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    MANDATE_ID_FIELD_NUMBER: _ClassVar[int]
    CVC_FIELD_NUMBER: _ClassVar[int]
    stored_method_id: str
    mandate_id: str
    cvc: str
    def __init__(self, stored_method_id: _Optional[str] = ..., mandate_id: _Optional[str] = ..., cvc: _Optional[str] = ...) -> None: ...

class ProcessorToken(_message.Message):
    __slots__ = ("token",)
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    token: str
    def __init__(self, token: _Optional[str] = ...) -> None: ...

class HostedPage(_message.Message):
    __slots__ = ("allowed_methods",)
    ALLOWED_METHODS_FIELD_NUMBER: _ClassVar[int]
    allowed_methods: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, allowed_methods: _Optional[_Iterable[str]] = ...) -> None: ...

class AlternativeMethod(_message.Message):
    __slots__ = ("kind", "phone", "bank", "country", "flow", "provider")
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        KIND_UNSPECIFIED: _ClassVar[AlternativeMethod.Kind]
        KIND_IDEAL: _ClassVar[AlternativeMethod.Kind]
        KIND_BANCONTACT: _ClassVar[AlternativeMethod.Kind]
        KIND_EPS: _ClassVar[AlternativeMethod.Kind]
        KIND_P24: _ClassVar[AlternativeMethod.Kind]
        KIND_FPX: _ClassVar[AlternativeMethod.Kind]
        KIND_ALIPAY: _ClassVar[AlternativeMethod.Kind]
        KIND_WECHAT_PAY: _ClassVar[AlternativeMethod.Kind]
        KIND_GRABPAY: _ClassVar[AlternativeMethod.Kind]
        KIND_PAYNOW: _ClassVar[AlternativeMethod.Kind]
        KIND_PROMPTPAY: _ClassVar[AlternativeMethod.Kind]
        KIND_OXXO: _ClassVar[AlternativeMethod.Kind]
        KIND_KONBINI: _ClassVar[AlternativeMethod.Kind]
        KIND_MULTIBANCO: _ClassVar[AlternativeMethod.Kind]
        KIND_MB_WAY: _ClassVar[AlternativeMethod.Kind]
        KIND_TWINT: _ClassVar[AlternativeMethod.Kind]
        KIND_SWISH: _ClassVar[AlternativeMethod.Kind]
        KIND_MOBILEPAY: _ClassVar[AlternativeMethod.Kind]
        KIND_VIPPS: _ClassVar[AlternativeMethod.Kind]
        KIND_TRUSTLY: _ClassVar[AlternativeMethod.Kind]
        KIND_AFFIRM: _ClassVar[AlternativeMethod.Kind]
        KIND_AFTERPAY: _ClassVar[AlternativeMethod.Kind]
        KIND_ZIP: _ClassVar[AlternativeMethod.Kind]
        KIND_CASH_APP: _ClassVar[AlternativeMethod.Kind]
        KIND_AMAZON_PAY: _ClassVar[AlternativeMethod.Kind]
        KIND_REVOLUT_PAY: _ClassVar[AlternativeMethod.Kind]
        KIND_SAMSUNG_PAY: _ClassVar[AlternativeMethod.Kind]
        KIND_BILLIE: _ClassVar[AlternativeMethod.Kind]
        KIND_ALMA: _ClassVar[AlternativeMethod.Kind]
        KIND_SATISPAY: _ClassVar[AlternativeMethod.Kind]
        KIND_GCASH: _ClassVar[AlternativeMethod.Kind]
        KIND_DANA: _ClassVar[AlternativeMethod.Kind]
        KIND_GOPAY: _ClassVar[AlternativeMethod.Kind]
        KIND_MOMO: _ClassVar[AlternativeMethod.Kind]
        KIND_KAKAO_PAY: _ClassVar[AlternativeMethod.Kind]
        KIND_NAVER_PAY: _ClassVar[AlternativeMethod.Kind]
        KIND_PAYCO: _ClassVar[AlternativeMethod.Kind]
        KIND_PAYPAY: _ClassVar[AlternativeMethod.Kind]
        KIND_TOUCH_N_GO: _ClassVar[AlternativeMethod.Kind]
        KIND_BOOST: _ClassVar[AlternativeMethod.Kind]
        KIND_PAYSAFECARD: _ClassVar[AlternativeMethod.Kind]
        KIND_PAY_BY_BANK: _ClassVar[AlternativeMethod.Kind]
        KIND_ATOME: _ClassVar[AlternativeMethod.Kind]
        KIND_SCALAPAY: _ClassVar[AlternativeMethod.Kind]
        KIND_RIVERTY: _ClassVar[AlternativeMethod.Kind]
        KIND_RATEPAY: _ClassVar[AlternativeMethod.Kind]
        KIND_WALLEY: _ClassVar[AlternativeMethod.Kind]
        KIND_BIZUM: _ClassVar[AlternativeMethod.Kind]
        KIND_WERO: _ClassVar[AlternativeMethod.Kind]
        KIND_KNET: _ClassVar[AlternativeMethod.Kind]
        KIND_BENEFIT: _ClassVar[AlternativeMethod.Kind]
        KIND_DOKU: _ClassVar[AlternativeMethod.Kind]
        KIND_ONLINE_BANKING_POLAND: _ClassVar[AlternativeMethod.Kind]
        KIND_ONLINE_BANKING_CZECHIA: _ClassVar[AlternativeMethod.Kind]
        KIND_ONLINE_BANKING_SLOVAKIA: _ClassVar[AlternativeMethod.Kind]
        KIND_ONLINE_BANKING_FINLAND: _ClassVar[AlternativeMethod.Kind]
        KIND_ONLINE_BANKING_THAILAND: _ClassVar[AlternativeMethod.Kind]
        KIND_BANK_TRANSFER: _ClassVar[AlternativeMethod.Kind]
        KIND_MERCADO_PAGO: _ClassVar[AlternativeMethod.Kind]
        KIND_PHONEPE: _ClassVar[AlternativeMethod.Kind]
        KIND_MOBIKWIK: _ClassVar[AlternativeMethod.Kind]
        KIND_FREECHARGE: _ClassVar[AlternativeMethod.Kind]
        KIND_AIRTEL_MONEY: _ClassVar[AlternativeMethod.Kind]
        KIND_JIO_MONEY: _ClassVar[AlternativeMethod.Kind]
        KIND_OLA_MONEY: _ClassVar[AlternativeMethod.Kind]
        KIND_PAYZAPP: _ClassVar[AlternativeMethod.Kind]
        KIND_PAYTM: _ClassVar[AlternativeMethod.Kind]
        KIND_BAJAJ_PAY: _ClassVar[AlternativeMethod.Kind]
        KIND_CASH_VOUCHER: _ClassVar[AlternativeMethod.Kind]
        KIND_CARDLESS_EMI: _ClassVar[AlternativeMethod.Kind]
        KIND_PAY_LATER_INDIA: _ClassVar[AlternativeMethod.Kind]
    KIND_UNSPECIFIED: AlternativeMethod.Kind
    KIND_IDEAL: AlternativeMethod.Kind
    KIND_BANCONTACT: AlternativeMethod.Kind
    KIND_EPS: AlternativeMethod.Kind
    KIND_P24: AlternativeMethod.Kind
    KIND_FPX: AlternativeMethod.Kind
    KIND_ALIPAY: AlternativeMethod.Kind
    KIND_WECHAT_PAY: AlternativeMethod.Kind
    KIND_GRABPAY: AlternativeMethod.Kind
    KIND_PAYNOW: AlternativeMethod.Kind
    KIND_PROMPTPAY: AlternativeMethod.Kind
    KIND_OXXO: AlternativeMethod.Kind
    KIND_KONBINI: AlternativeMethod.Kind
    KIND_MULTIBANCO: AlternativeMethod.Kind
    KIND_MB_WAY: AlternativeMethod.Kind
    KIND_TWINT: AlternativeMethod.Kind
    KIND_SWISH: AlternativeMethod.Kind
    KIND_MOBILEPAY: AlternativeMethod.Kind
    KIND_VIPPS: AlternativeMethod.Kind
    KIND_TRUSTLY: AlternativeMethod.Kind
    KIND_AFFIRM: AlternativeMethod.Kind
    KIND_AFTERPAY: AlternativeMethod.Kind
    KIND_ZIP: AlternativeMethod.Kind
    KIND_CASH_APP: AlternativeMethod.Kind
    KIND_AMAZON_PAY: AlternativeMethod.Kind
    KIND_REVOLUT_PAY: AlternativeMethod.Kind
    KIND_SAMSUNG_PAY: AlternativeMethod.Kind
    KIND_BILLIE: AlternativeMethod.Kind
    KIND_ALMA: AlternativeMethod.Kind
    KIND_SATISPAY: AlternativeMethod.Kind
    KIND_GCASH: AlternativeMethod.Kind
    KIND_DANA: AlternativeMethod.Kind
    KIND_GOPAY: AlternativeMethod.Kind
    KIND_MOMO: AlternativeMethod.Kind
    KIND_KAKAO_PAY: AlternativeMethod.Kind
    KIND_NAVER_PAY: AlternativeMethod.Kind
    KIND_PAYCO: AlternativeMethod.Kind
    KIND_PAYPAY: AlternativeMethod.Kind
    KIND_TOUCH_N_GO: AlternativeMethod.Kind
    KIND_BOOST: AlternativeMethod.Kind
    KIND_PAYSAFECARD: AlternativeMethod.Kind
    KIND_PAY_BY_BANK: AlternativeMethod.Kind
    KIND_ATOME: AlternativeMethod.Kind
    KIND_SCALAPAY: AlternativeMethod.Kind
    KIND_RIVERTY: AlternativeMethod.Kind
    KIND_RATEPAY: AlternativeMethod.Kind
    KIND_WALLEY: AlternativeMethod.Kind
    KIND_BIZUM: AlternativeMethod.Kind
    KIND_WERO: AlternativeMethod.Kind
    KIND_KNET: AlternativeMethod.Kind
    KIND_BENEFIT: AlternativeMethod.Kind
    KIND_DOKU: AlternativeMethod.Kind
    KIND_ONLINE_BANKING_POLAND: AlternativeMethod.Kind
    KIND_ONLINE_BANKING_CZECHIA: AlternativeMethod.Kind
    KIND_ONLINE_BANKING_SLOVAKIA: AlternativeMethod.Kind
    KIND_ONLINE_BANKING_FINLAND: AlternativeMethod.Kind
    KIND_ONLINE_BANKING_THAILAND: AlternativeMethod.Kind
    KIND_BANK_TRANSFER: AlternativeMethod.Kind
    KIND_MERCADO_PAGO: AlternativeMethod.Kind
    KIND_PHONEPE: AlternativeMethod.Kind
    KIND_MOBIKWIK: AlternativeMethod.Kind
    KIND_FREECHARGE: AlternativeMethod.Kind
    KIND_AIRTEL_MONEY: AlternativeMethod.Kind
    KIND_JIO_MONEY: AlternativeMethod.Kind
    KIND_OLA_MONEY: AlternativeMethod.Kind
    KIND_PAYZAPP: AlternativeMethod.Kind
    KIND_PAYTM: AlternativeMethod.Kind
    KIND_BAJAJ_PAY: AlternativeMethod.Kind
    KIND_CASH_VOUCHER: AlternativeMethod.Kind
    KIND_CARDLESS_EMI: AlternativeMethod.Kind
    KIND_PAY_LATER_INDIA: AlternativeMethod.Kind
    class Flow(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        FLOW_UNSPECIFIED: _ClassVar[AlternativeMethod.Flow]
        FLOW_REDIRECT: _ClassVar[AlternativeMethod.Flow]
        FLOW_QR: _ClassVar[AlternativeMethod.Flow]
        FLOW_APP: _ClassVar[AlternativeMethod.Flow]
    FLOW_UNSPECIFIED: AlternativeMethod.Flow
    FLOW_REDIRECT: AlternativeMethod.Flow
    FLOW_QR: AlternativeMethod.Flow
    FLOW_APP: AlternativeMethod.Flow
    KIND_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    BANK_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    FLOW_FIELD_NUMBER: _ClassVar[int]
    PROVIDER_FIELD_NUMBER: _ClassVar[int]
    kind: AlternativeMethod.Kind
    phone: str
    bank: str
    country: str
    flow: AlternativeMethod.Flow
    provider: str
    def __init__(self, kind: _Optional[_Union[AlternativeMethod.Kind, str]] = ..., phone: _Optional[str] = ..., bank: _Optional[str] = ..., country: _Optional[str] = ..., flow: _Optional[_Union[AlternativeMethod.Flow, str]] = ..., provider: _Optional[str] = ...) -> None: ...

class PaymentMethodDetails(_message.Message):
    __slots__ = ("method", "network", "bin", "last_four", "expiry_month", "expiry_year", "funding", "issuer_country", "issuer_name", "fingerprint", "wallet", "stored", "bank", "account_reference")
    METHOD_FIELD_NUMBER: _ClassVar[int]
    NETWORK_FIELD_NUMBER: _ClassVar[int]
    BIN_FIELD_NUMBER: _ClassVar[int]
    LAST_FOUR_FIELD_NUMBER: _ClassVar[int]
    EXPIRY_MONTH_FIELD_NUMBER: _ClassVar[int]
    EXPIRY_YEAR_FIELD_NUMBER: _ClassVar[int]
    FUNDING_FIELD_NUMBER: _ClassVar[int]
    ISSUER_COUNTRY_FIELD_NUMBER: _ClassVar[int]
    ISSUER_NAME_FIELD_NUMBER: _ClassVar[int]
    FINGERPRINT_FIELD_NUMBER: _ClassVar[int]
    WALLET_FIELD_NUMBER: _ClassVar[int]
    STORED_FIELD_NUMBER: _ClassVar[int]
    BANK_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    method: str
    network: CardNetwork
    bin: str
    last_four: str
    expiry_month: int
    expiry_year: int
    funding: CardFunding
    issuer_country: str
    issuer_name: str
    fingerprint: str
    wallet: str
    stored: StoredMethod
    bank: str
    account_reference: str
    def __init__(self, method: _Optional[str] = ..., network: _Optional[_Union[CardNetwork, str]] = ..., bin: _Optional[str] = ..., last_four: _Optional[str] = ..., expiry_month: _Optional[int] = ..., expiry_year: _Optional[int] = ..., funding: _Optional[_Union[CardFunding, str]] = ..., issuer_country: _Optional[str] = ..., issuer_name: _Optional[str] = ..., fingerprint: _Optional[str] = ..., wallet: _Optional[str] = ..., stored: _Optional[_Union[StoredMethod, _Mapping]] = ..., bank: _Optional[str] = ..., account_reference: _Optional[str] = ...) -> None: ...
