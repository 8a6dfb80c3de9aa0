/* A resource taken apart into words, and which of two words wins. */
package io.github.connectorservice;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import io.github.connectorservice.payments.v1.Money;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Words of resources by their paths. */
final class Words {
  /** The path of what is told together and replaced together. */
  static final String STANDING = "standing";

  private static final String STATUS = "status";
  private static final String CAPTURABLE = "amounts/capturable";
  private static final Set<String> STANDING_FIELDS =
      Set.of(
          STATUS,
          "pending_reason",
          "processor_status",
          "failure",
          "certainty",
          "resolution",
          "already_done",
          "stage");
  private static final Set<String> MEMBERWISE =
      Set.of(
          "amounts",
          "payment_ref",
          "refund_ref",
          "dispute_ref",
          "payment",
          "related_ids",
          "metadata");
  private static final Set<String> DERIVED = Set.of("late", "operations");

  private Words() {}

  /**
   * One thing that was said.
   *
   * @param at the second, 0 where the telling has no time
   * @param alone a resource that has this word and nothing else
   * @param value what was said, as its field holds it
   */
  record Word(long at, Message alone, Object value) {}

  /** Puts a value where it belongs in an empty resource. */
  private interface Place {
    Message with(Message part);
  }

  static Map<String, Word> of(Message resource, long at) {
    Map<String, Word> words = new HashMap<>();
    collect(resource, "", at, part -> part, words);
    return words;
  }

  private static void collect(
      Message message, String prefix, long at, Place place, Map<String, Word> words) {
    Message.Builder standing = message.newBuilderForType();
    for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
      FieldDescriptor field = entry.getKey();
      Object value = entry.getValue();
      String path = prefix + field.getName();
      if (DERIVED.contains(field.getName())) {
        continue;
      }
      if (STANDING_FIELDS.contains(field.getName())) {
        standing.setField(field, value);
      } else if (!MEMBERWISE.contains(field.getName())) {
        words.put(path, new Word(at, place.with(alone(message, field, value)), value));
      } else if (field.isMapField()) {
        for (Object item : (List<?>) value) {
          String key = String.valueOf(mapKey((Message) item));
          words.put(
              path + "/" + key,
              new Word(at, place.with(alone(message, field, List.of(item))), item));
        }
      } else {
        collect(
            (Message) value,
            path + "/",
            at,
            part -> place.with(alone(message, field, part)),
            words);
      }
    }
    if (status(message) != 0) {
      Message alone = standing.build();
      words.put(prefix + STANDING, new Word(at, place.with(alone), alone));
    }
  }

  private static Object mapKey(Message entry) {
    return entry.getField(entry.getDescriptorForType().findFieldByName("key"));
  }

  private static Message alone(Message type, FieldDescriptor field, Object value) {
    return type.newBuilderForType().setField(field, value).build();
  }

  /** The number of its status; 0 where it has none. */
  static int status(Message resource) {
    FieldDescriptor field = resource.getDescriptorForType().findFieldByName(STATUS);
    return field != null && field.getJavaType() == JavaType.ENUM
        ? ((EnumValueDescriptor) resource.getField(field)).getNumber()
        : 0;
  }

  /** Later, or of the same second and further along; the rest only makes every order end alike. */
  static boolean isLater(int[][] transitions, String path, Word one, Word other) {
    if (one.at() != other.at()) {
      return one.at() > other.at();
    }
    int further = Long.compare(rank(transitions, path, one), rank(transitions, path, other));
    return (further == 0 ? compareBytes(one.alone(), other.alone()) : further) > 0;
  }

  /** Of a standing its row, of money how much has moved; all else is alike. */
  private static long rank(int[][] transitions, String path, Word word) {
    if (path.equals(STANDING)) {
      return row(transitions, status(word.alone()));
    }
    if (word.value() instanceof Money money) {
      return path.equals(CAPTURABLE) ? -money.getMinorUnits() : money.getMinorUnits();
    }
    return 0;
  }

  static int row(int[][] transitions, int status) {
    for (int row = 0; row < transitions.length; row += 1) {
      if (transitions[row][0] == status) {
        return row;
      }
    }
    return -1;
  }

  /**
   * The one with more bytes is greater; of as many bytes, the one whose first different byte is.
   */
  static int compareBytes(Message one, Message other) {
    byte[] bytes = bytes(one);
    byte[] others = bytes(other);
    return bytes.length == others.length
        ? Arrays.compareUnsigned(bytes, others)
        : Integer.compare(bytes.length, others.length);
  }

  /** The same for equal messages: maps in the order of their keys. */
  private static byte[] bytes(Message message) {
    byte[] bytes = new byte[message.getSerializedSize()];
    CodedOutputStream output = CodedOutputStream.newInstance(bytes);
    output.useDeterministicSerialization();
    try {
      message.writeTo(output);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes;
  }
}
