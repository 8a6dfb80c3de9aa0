/* How the contract's messages print: every field that the contract marks `debug_redact` as "***". */
package io.github.connectorservice.payments.v1;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.UnknownFieldSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What {@code TextFormat} sees of a message. {@code toString} of messages is final and asks {@code
 * TextFormat}, which asks the message for its fields: to that caller alone, every marked field is a
 * text of three stars.
 */
final class MaskedFields {
  private static final String MASK = "***";
  private static final String PRINTER = "com.google.protobuf.TextFormat";

  /** Of {@link #of} or {@link #unknown}, and of the message's own method that called it. */
  private static final int OWN_FRAMES = 2;

  private static final Map<Descriptor, Map<FieldDescriptor, FieldDescriptor>> MASKS =
      new ConcurrentHashMap<>();

  private MaskedFields() {}

  static Map<FieldDescriptor, Object> of(
      MessageOrBuilder message, Map<FieldDescriptor, Object> fields) {
    Map<FieldDescriptor, FieldDescriptor> masks =
        MASKS.computeIfAbsent(message.getDescriptorForType(), MaskedFields::masksOf);
    if (masks.isEmpty() || !isPrinting()) {
      return fields;
    }
    Map<FieldDescriptor, Object> masked = new LinkedHashMap<>();
    fields.forEach(
        (field, value) -> {
          FieldDescriptor mask = masks.get(field);
          masked.put(mask == null ? field : mask, mask == null ? value : MASK);
        });
    return masked;
  }

  /** Whether a field that is not known here is a secret cannot be known either. */
  static UnknownFieldSet unknown(UnknownFieldSet fields) {
    return fields.asMap().isEmpty() || !isPrinting()
        ? fields
        : UnknownFieldSet.getDefaultInstance();
  }

  private static boolean isPrinting() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .skip(OWN_FRAMES + 1L)
                    .findFirst()
                    .filter(frame -> frame.getClassName().startsWith(PRINTER))
                    .isPresent());
  }

  /** For each marked field, whatever its type, one of the same name that is a text. */
  private static Map<FieldDescriptor, FieldDescriptor> masksOf(Descriptor message) {
    DescriptorProto.Builder texts = DescriptorProto.newBuilder().setName(message.getName());
    for (FieldDescriptor field : message.getFields()) {
      if (field.getOptions().getDebugRedact()) {
        texts.addField(
            FieldDescriptorProto.newBuilder()
                .setName(field.getName())
                .setNumber(field.getNumber())
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                .setType(FieldDescriptorProto.Type.TYPE_STRING));
      }
    }
    Map<FieldDescriptor, FieldDescriptor> masks = new LinkedHashMap<>();
    for (FieldDescriptor text : textsOf(texts.build()).getFields()) {
      masks.put(message.findFieldByNumber(text.getNumber()), text);
    }
    return masks;
  }

  private static Descriptor textsOf(DescriptorProto message) {
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("masked/" + message.getName())
            .setSyntax("proto3")
            .addMessageType(message)
            .build();
    try {
      return FileDescriptor.buildFrom(file, new FileDescriptor[0]).getMessageTypes().get(0);
    } catch (DescriptorValidationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
