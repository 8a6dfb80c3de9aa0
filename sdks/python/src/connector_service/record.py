"""What a merchant keeps of a payment, told in any order and any number of times: conformance/README.md has the rules."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from google.protobuf.message import Message

from connector_service import v1
from connector_service._tables import (
    DISPUTE_TRANSITIONS,
    OPERATION_TRANSITIONS,
    PAYMENT_TRANSITIONS,
    REFUND_TRANSITIONS,
    Transitions,
)


def apply_event(previous: v1.PaymentRecord | None, event: v1.Event) -> v1.PaymentRecord:
    """Give the record after an event; ``previous`` is left as it is. What is not to be applied changes nothing."""
    if event.action != v1.EVENT_ACTION_APPLY:
        return _with_tellings(previous, [])
    at = event.occurred_at.seconds
    said: list[v1.Telling] = []
    if event.HasField("payment_ref"):
        said += _tellings(at, payment=v1.Payment(payment_ref=event.payment_ref))
    parts = ("payment", "operation", "refund", "dispute")
    said += _tellings(at, **{name: getattr(event, name) for name in parts if event.HasField(name)})
    return _with_tellings(previous, said)


def apply_answer(previous: v1.PaymentRecord | None, answer: Message, asked_at: datetime) -> v1.PaymentRecord:
    """Give the record after an rpc's answer. A look-up tells what was so at ``asked_at``, when it was asked for.

    ValueError where that has no time zone: taken as this machine's, a time in UTC would be hours off.
    """
    if asked_at.tzinfo is None:
        raise ValueError("asked_at has no time zone: datetime.now(timezone.utc)")

    def given(name: str) -> bool:
        return name in answer.DESCRIPTOR.fields_by_name and answer.HasField(name)

    at = math.floor(asked_at.timestamp()) if given("lookup") else None
    parts = ("payment", "operation", "refund", "dispute")
    said = _tellings(at, **{name: getattr(answer, name) for name in parts if given(name)})
    return _with_tellings(previous, said)


def _tellings(
    at: int | None,
    payment: v1.Payment | None = None,
    operation: v1.Operation | None = None,
    refund: v1.Refund | None = None,
    dispute: v1.Dispute | None = None,
) -> list[v1.Telling]:
    said: list[v1.Telling] = []
    operations = [] if operation is None else [operation]
    if payment is not None:
        alone = v1.Payment()
        alone.CopyFrom(payment)
        operations += list(payment.operations)
        del alone.operations[:]
        said.append(v1.Telling(at=at, payment=alone))
    said += [v1.Telling(at=at, operation=one) for one in operations]
    if refund is not None:
        said.append(v1.Telling(at=at, refund=refund))
    if dispute is not None:
        said.append(v1.Telling(at=at, dispute=dispute))
    return said


def _with_tellings(previous: v1.PaymentRecord | None, more: Iterable[v1.Telling]) -> v1.PaymentRecord:
    each = [*(previous.tellings if previous is not None else []), *more]
    once = list({_bytes(one): one for one in each}.values())
    record = v1.PaymentRecord(tellings=once)
    for one in _joined(PAYMENT_TRANSITIONS, once, "payment", lambda _: ["payment"]):
        record.payment.CopyFrom(one)
    record.operations.extend(_joined(OPERATION_TRANSITIONS, once, "operation", _operation_names))
    record.refunds.extend(_joined(REFUND_TRANSITIONS, once, "refund", _refund_names))
    record.disputes.extend(_joined(DISPUTE_TRANSITIONS, once, "dispute", _dispute_names))
    return record


def _operation_names(one: v1.Operation) -> list[str]:
    names = [f"id {one.operation_id}"] if one.operation_id else []
    names += [f"kind {int(one.kind)} {one.reference}"] if one.reference else []
    return names or [f"kind {int(one.kind)}"]


def _refund_names(one: v1.Refund) -> list[str]:
    handle = one.refund_ref
    names = [f"id {handle.refund_id}"] if handle.refund_id else []
    return names + ([f"reference {handle.reference}"] if handle.reference else [])


def _dispute_names(one: v1.Dispute) -> list[str]:
    return [f"id {one.dispute_ref.dispute_id}"] if one.dispute_ref.dispute_id else []


@dataclass(frozen=True)
class _Word:
    """What was said at a place: the fields of the standing, or one value; of a map, under a key."""

    at: int
    path: tuple[str, ...]
    values: dict[str, Any]
    key: str | None = None


@dataclass
class _Known:
    """What is known of one resource: words with a time, and without; when each status was first told."""

    kind: type[Message]
    rows: Transitions
    names: list[str]
    told: dict[str, _Word]
    answered: dict[str, _Word]
    first: dict[int, int]


_STANDING = "standing"
_STANDING_FIELDS = {
    "status", "pending_reason", "processor_status", "failure", "certainty", "resolution", "already_done", "stage",
}  # fmt: skip
_MEMBERWISE = {"amounts", "payment_ref", "refund_ref", "dispute_ref", "payment", "related_ids", "metadata"}
_DERIVED = {"late", "operations"}


def _joined(rows: Transitions, tellings: list[v1.Telling], name: str, names_of: Any) -> list[Any]:
    """Those that share a name, directly or by others, put together, in the order of their names."""
    each: list[_Known] = []
    for telling in tellings:
        if telling.WhichOneof("told") != name:
            continue
        new = _heard(rows, telling, getattr(telling, name), names_of)
        others: list[_Known] = []
        for one in each:
            if set(one.names) & set(new.names):
                new = _join(one, new)
            else:
                others.append(one)
        each = [*others, new]
    each.sort(key=lambda one: _order(",".join(one.names)))
    return [_built(one) for one in each]


def _order(text: str) -> bytes:
    return text.encode("utf-16-be", "surrogatepass")


def _heard(rows: Transitions, telling: v1.Telling, resource: Any, names_of: Any) -> _Known:
    words: dict[str, _Word] = {}
    at = telling.at if telling.HasField("at") else 0
    _collect(words, resource, (), at)
    timed = telling.HasField("at")
    first = {int(resource.status): at} if resource.status else {}
    names = sorted(names_of(resource), key=_order)
    return _Known(type(resource), rows, names, words if timed else {}, {} if timed else words, first)


def _collect(words: dict[str, _Word], message: Any, path: tuple[str, ...], at: int) -> None:
    stands: dict[str, Any] = {}
    for field, value in message.ListFields():
        name = field.name
        here = "/".join((*path, name))
        if name in _DERIVED:
            continue
        if name in _STANDING_FIELDS:
            stands[name] = value
        elif name not in _MEMBERWISE:
            words[here] = _Word(at, path, {name: value})
        elif field.message_type.GetOptions().map_entry:
            for key, item in value.items():
                words[f"{here}/{key}"] = _Word(at, path, {name: item}, key)
        else:
            _collect(words, value, (*path, name), at)
    if "status" in stands:
        words["/".join((*path, _STANDING))] = _Word(at, path, stands)


def _join(one: _Known, other: _Known) -> _Known:
    first = dict(one.first)
    for status, at in other.first.items():
        first[status] = min(at, first.get(status, at))
    names = sorted({*one.names, *other.names}, key=_order)
    both = _Known(one.kind, one.rows, names, {}, {}, first)
    both.told = _join_words(both, one.told, other.told)
    both.answered = _join_words(both, one.answered, other.answered)
    return both


def _join_words(known: _Known, ones: dict[str, _Word], others: dict[str, _Word]) -> dict[str, _Word]:
    all_words = dict(ones)
    for place, other in others.items():
        one = all_words.get(place)
        if one is None or _weight(known, place, other) > _weight(known, place, one):
            all_words[place] = other
    return all_words


def _weight(known: _Known, place: str, word: _Word) -> tuple[int, int, int, bytes]:
    """Later, or of the same second and further along; the rest only makes every order end alike."""
    alone = known.kind()
    _place(alone, word)
    text = _bytes(alone)
    return word.at, _rank(known, place, word), len(text), text


def _bytes(message: Message) -> bytes:
    return message.SerializeToString(deterministic=True)


def _rank(known: _Known, place: str, word: _Word) -> int:
    if place == _STANDING:
        return _row(known, int(word.values["status"]))
    value = next(iter(word.values.values()))
    if not isinstance(value, v1.Money):
        return 0
    return -value.minor_units if place == "amounts/capturable" else value.minor_units


def _row(known: _Known, status: int) -> int:
    return next((index for index, (row, _) in enumerate(known.rows) if row == status), -1)


def _status(words: dict[str, _Word]) -> int:
    return int(words[_STANDING].values["status"]) if _STANDING in words else 0


def _place(message: Any, word: _Word) -> None:
    for name in word.path:
        message = getattr(message, name)
    for name, value in word.values.items():
        if word.key is not None:
            getattr(message, name)[word.key] = value
        elif isinstance(value, Message):
            getattr(message, name).CopyFrom(value)
        elif hasattr(value, "extend"):
            getattr(message, name).extend(value)
        elif hasattr(value, "items"):
            getattr(message, name).update(value)
        else:
            setattr(message, name, value)


def _built(known: _Known) -> Any:
    """What is told has a time and wins, unless what was answered is what usually follows."""
    row = _row(known, _status(known.told))
    follows = row >= 0 and _status(known.answered) in known.rows[row][1]
    words = {**known.told, **known.answered} if follows else {**known.answered, **known.told}
    message: Any = known.kind()
    for word in words.values():
        _place(message, word)
    if _STANDING in words and _is_late(known, words[_STANDING]):
        message.late = True
    return message


def _is_late(known: _Known, stands: _Word) -> bool:
    """Whether something that looked final had been said before."""
    status = int(stands.values["status"])
    row = _row(known, status)
    for index, (other, usual) in enumerate(known.rows):
        since = known.first.get(other)
        if since is None or other == status or usual:
            continue
        if since < stands.at or (since == stands.at and index < row):
            return True
    return False
