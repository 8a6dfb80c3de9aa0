"""Messages that print themselves without their secrets: the contract marks them debug_redact."""

from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

HIDDEN = "***"


def masked(message: Message) -> str:
    """A message in one line; what is secret is ``***`` whatever it holds."""
    fields = ", ".join(f"{field.name}={_shown(field, value)}" for field, value in message.ListFields())
    return f"{message.DESCRIPTOR.name}({fields})"


def _shown(field: FieldDescriptor, value: Any) -> str:
    if field.GetOptions().debug_redact:
        return HIDDEN
    kind = field.message_type
    if kind is not None and kind.GetOptions().map_entry:
        return "{" + ", ".join(f"{key!r}: {_single(kind.fields_by_name['value'], value[key])}" for key in value) + "}"
    # Texts and bytes, too, can be gone through.
    if hasattr(value, "append") or hasattr(value, "add"):
        return "[" + ", ".join(_single(field, one) for one in value) + "]"
    return _single(field, value)


def _single(field: FieldDescriptor, value: Any) -> str:
    if isinstance(value, Message):
        return masked(value)
    if field.enum_type is not None:
        known = field.enum_type.values_by_number.get(value)
        return known.name if known else str(value)
    return f"{len(value)} bytes" if isinstance(value, bytes) else repr(value)


def without_secrets(message: Message) -> Message:
    """A copy without what is secret."""
    copied = type(message)()
    copied.CopyFrom(message)
    _clear_secrets(copied)
    return copied


def _clear_secrets(message: Message) -> None:
    for field, value in message.ListFields():
        if field.GetOptions().debug_redact:
            message.ClearField(field.name)
            continue
        inside: Any = value
        if field.message_type is not None and field.message_type.GetOptions().map_entry:
            inside = [value[key] for key in value]
        for one in [value] if isinstance(value, Message) else inside if field.message_type is not None else []:
            if isinstance(one, Message):
                _clear_secrets(one)


def mask_all(descriptors: list[Any]) -> None:
    """Make the classes of these messages, and of those inside them, print themselves masked."""
    for descriptor in descriptors:
        mask_all(list(descriptor.nested_types))
        if not descriptor.GetOptions().map_entry:
            kind: Any = descriptor._concrete_class
            kind.__repr__ = kind.__str__ = masked
