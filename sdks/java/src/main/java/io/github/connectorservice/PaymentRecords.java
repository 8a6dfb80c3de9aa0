/* Folds what is told of a payment into one record, in any order and any number of times. */
package io.github.connectorservice;

import com.google.protobuf.Message;
import io.github.connectorservice.payments.v1.Dispute;
import io.github.connectorservice.payments.v1.Event;
import io.github.connectorservice.payments.v1.EventAction;
import io.github.connectorservice.payments.v1.Lookup;
import io.github.connectorservice.payments.v1.Operation;
import io.github.connectorservice.payments.v1.Payment;
import io.github.connectorservice.payments.v1.PaymentRecord;
import io.github.connectorservice.payments.v1.Refund;
import io.github.connectorservice.payments.v1.Telling;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Folds what processors tell of a payment into one {@link PaymentRecord}. The record is a set of
 * tellings, and all else in it is read out of them: the same tellings give the same record in any
 * order and however often they come. Store the record as its bytes.
 */
public final class PaymentRecords {
  private PaymentRecords() {}

  /**
   * The record after an event of this payment.
   *
   * @param previous the record until now; {@code PaymentRecord.getDefaultInstance()} at the
   *     beginning
   * @param event changes nothing where its action is not APPLY
   * @return the record
   */
  public static PaymentRecord applyEvent(PaymentRecord previous, Event event) {
    if (event.getAction() != EventAction.EVENT_ACTION_APPLY) {
      return previous;
    }
    OptionalLong at = OptionalLong.of(event.getOccurredAt().getSeconds());
    Tellings told = new Tellings(at);
    if (event.hasPaymentRef()) {
      told.add(Payment.newBuilder().setPaymentRef(event.getPaymentRef()).build());
    }
    if (event.hasOperation()) {
      told.add(event.getOperation());
    }
    switch (event.getResourceCase()) {
      case PAYMENT -> told.add(event.getPayment());
      case REFUND -> told.add(event.getRefund());
      case DISPUTE -> told.add(event.getDispute());
      default -> {
        // Of no payment.
      }
    }
    return joined(previous, told.all);
  }

  /**
   * The record after an rpc's answer. A look-up tells what was so when it was asked. Any other
   * answer may be one that was given before, to the same key: it counts until something with a time
   * is told, and where it is what usually follows that.
   *
   * @param previous the record until now; {@code PaymentRecord.getDefaultInstance()} at the
   *     beginning
   * @param answer of any rpc
   * @param askedAt when the call was made
   * @return the record
   */
  public static PaymentRecord applyAnswer(PaymentRecord previous, Message answer, Instant askedAt) {
    boolean isLookup = Told.part(answer, "lookup", Lookup.class).isPresent();
    Tellings told =
        new Tellings(isLookup ? OptionalLong.of(askedAt.getEpochSecond()) : OptionalLong.empty());
    Told.part(answer, "operation", Operation.class).ifPresent(told::add);
    Told.part(answer, "payment", Payment.class).ifPresent(told::add);
    Told.part(answer, "refund", Refund.class).ifPresent(told::add);
    Told.part(answer, "dispute", Dispute.class).ifPresent(told::add);
    return joined(previous, told.all);
  }

  /** Tellings of one moment. */
  private static final class Tellings {
    private final OptionalLong at;
    private final List<Telling> all = new ArrayList<>();

    Tellings(OptionalLong at) {
      this.at = at;
    }

    private Telling.Builder telling() {
      Telling.Builder telling = Telling.newBuilder();
      at.ifPresent(telling::setAt);
      return telling;
    }

    void add(Operation operation) {
      all.add(telling().setOperation(operation).build());
    }

    void add(Payment payment) {
      all.add(telling().setPayment(payment).build());
      payment.getOperationsList().forEach(this::add);
    }

    void add(Refund refund) {
      all.add(telling().setRefund(refund).build());
    }

    void add(Dispute dispute) {
      all.add(telling().setDispute(dispute).build());
    }
  }

  private static PaymentRecord joined(PaymentRecord previous, List<Telling> told) {
    Set<Telling> tellings = new LinkedHashSet<>(previous.getTellingsList());
    tellings.addAll(told);
    List<Telling> sorted =
        tellings.stream().sorted((one, other) -> Words.compareBytes(one, other)).toList();
    PaymentRecord.Builder record =
        PaymentRecord.newBuilder()
            .addAllTellings(sorted)
            .addAllOperations(resources(sorted, Kind.OPERATION, Operation.class))
            .addAllRefunds(resources(sorted, Kind.REFUND, Refund.class))
            .addAllDisputes(resources(sorted, Kind.DISPUTE, Dispute.class));
    List<Resources.Heard> ofPayment = heard(sorted, Kind.PAYMENT);
    if (!ofPayment.isEmpty()) {
      record.setPayment((Payment) Resources.read(Kind.PAYMENT, ofPayment));
    }
    return record.build();
  }

  private static <Resource extends Message> List<Resource> resources(
      List<Telling> tellings, Kind kind, Class<Resource> type) {
    return Resources.groups(kind, heard(tellings, kind)).stream()
        .map(group -> type.cast(Resources.read(kind, group)))
        .toList();
  }

  private static List<Resources.Heard> heard(List<Telling> tellings, Kind kind) {
    return tellings.stream()
        .flatMap(
            telling ->
                kind.told(telling).stream()
                    .map(
                        resource ->
                            new Resources.Heard(
                                telling.hasAt()
                                    ? OptionalLong.of(telling.getAt())
                                    : OptionalLong.empty(),
                                resource)))
        .toList();
  }

  /** What can be told of. */
  enum Kind {
    PAYMENT(Transitions.PAYMENTS),
    OPERATION(Transitions.OPERATIONS),
    REFUND(Transitions.REFUNDS),
    DISPUTE(Transitions.DISPUTES);

    /** Rows of a status and those that usually follow it. */
    final int[][] transitions;

    Kind(int[][] transitions) {
      this.transitions = transitions;
    }

    private Optional<Message> told(Telling telling) {
      Message resource =
          switch (telling.getToldCase()) {
            case PAYMENT -> telling.getPayment();
            case OPERATION -> telling.getOperation();
            case REFUND -> telling.getRefund();
            case DISPUTE -> telling.getDispute();
            case TOLD_NOT_SET -> null;
          };
      boolean isMine =
          switch (this) {
            case PAYMENT -> telling.hasPayment();
            case OPERATION -> telling.hasOperation();
            case REFUND -> telling.hasRefund();
            case DISPUTE -> telling.hasDispute();
          };
      return isMine ? Optional.ofNullable(resource) : Optional.empty();
    }

    /** Two resources that share a name are the same. */
    List<String> names(Message resource) {
      return switch (this) {
        case PAYMENT -> List.of();
        case OPERATION -> operationNames((Operation) resource);
        case REFUND -> {
          Refund refund = (Refund) resource;
          yield Stream.of(
                  named("id ", refund.getRefundRef().getRefundId()),
                  named("reference ", refund.getRefundRef().getReference()))
              .filter(Objects::nonNull)
              .toList();
        }
        case DISPUTE ->
            Stream.of(named("id ", ((Dispute) resource).getDisputeRef().getDisputeId()))
                .filter(Objects::nonNull)
                .toList();
      };
    }

    private static List<String> operationNames(Operation operation) {
      String kind = "kind " + operation.getKindValue();
      List<String> names =
          Stream.of(
                  named("id ", operation.getOperationId()),
                  named(kind + " ", operation.getReference()))
              .filter(Objects::nonNull)
              .toList();
      return names.isEmpty() ? List.of(kind) : names;
    }

    private static String named(String prefix, String value) {
      return value.isEmpty() ? null : prefix + value;
    }
  }
}
