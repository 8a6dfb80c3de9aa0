/* Reads a resource out of all that was told of it. */
package io.github.connectorservice;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.github.connectorservice.PaymentRecords.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;

/** Groups tellings by resource, and reads each resource out of its group. */
final class Resources {
  private Resources() {}

  /**
   * A resource as it was told.
   *
   * @param at the second; empty where the telling has no time
   */
  record Heard(OptionalLong at, Message resource) {}

  private record Group(TreeSet<String> names, List<Heard> heard) {}

  /**
   * Tellings of the same resource together, in the order of their sorted names joined by commas.
   */
  static List<List<Heard>> groups(Kind kind, List<Heard> all) {
    List<Group> groups = new ArrayList<>();
    for (Heard heard : all) {
      Group joined = new Group(new TreeSet<>(kind.names(heard.resource())), new ArrayList<>());
      joined.heard().add(heard);
      groups.removeIf(
          group -> {
            boolean isSame = group.names().stream().anyMatch(joined.names()::contains);
            if (isSame) {
              joined.names().addAll(group.names());
              joined.heard().addAll(group.heard());
            }
            return isSame;
          });
      groups.add(joined);
    }
    return groups.stream()
        .sorted(Comparator.comparing(group -> String.join(",", group.names())))
        .map(Group::heard)
        .toList();
  }

  /** What stands of all that was told of one resource. */
  static Message read(Kind kind, List<Heard> group) {
    Map<String, Words.Word> told = new HashMap<>();
    Map<String, Words.Word> answered = new HashMap<>();
    Map<Integer, Long> first = new HashMap<>();
    for (Heard heard : group) {
      long at = heard.at().orElse(0);
      Map<String, Words.Word> words = heard.at().isPresent() ? told : answered;
      Words.of(heard.resource(), at)
          .forEach(
              (path, word) ->
                  words.merge(
                      path,
                      word,
                      (one, other) ->
                          Words.isLater(kind.transitions, path, other, one) ? other : one));
      int status = Words.status(heard.resource());
      if (status != 0) {
        first.merge(status, at, Math::min);
      }
    }
    return assembled(kind, group.get(0).resource(), told, answered, first);
  }

  /** Words with a time win, unless what was answered is what usually follows. */
  private static Message assembled(
      Kind kind,
      Message type,
      Map<String, Words.Word> told,
      Map<String, Words.Word> answered,
      Map<Integer, Long> first) {
    boolean isAnswerNext = usuallyFollows(kind.transitions, standing(told), standing(answered));
    Map<String, Words.Word> words = new HashMap<>(isAnswerNext ? told : answered);
    words.putAll(isAnswerNext ? answered : told);
    Message.Builder built = type.newBuilderForType();
    words.values().forEach(word -> built.mergeFrom(word.alone()));
    FieldDescriptor late = built.getDescriptorForType().findFieldByName("late");
    if (late != null && isLate(kind.transitions, words.get(Words.STANDING), first)) {
      built.setField(late, true);
    }
    return built.build();
  }

  private static int standing(Map<String, Words.Word> words) {
    Words.Word standing = words.get(Words.STANDING);
    return standing == null ? 0 : Words.status(standing.alone());
  }

  private static boolean usuallyFollows(int[][] transitions, int status, int next) {
    for (int[] row : transitions) {
      if (row[0] == status) {
        for (int index = 1; index < row.length; index += 1) {
          if (row[index] == next) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Whether something that looked final had been said before. */
  private static boolean isLate(
      int[][] transitions, Words.Word standing, Map<Integer, Long> first) {
    if (standing == null) {
      return false;
    }
    int status = Words.status(standing.alone());
    int stands = Words.row(transitions, status);
    for (int row = 0; row < transitions.length; row += 1) {
      int other = transitions[row][0];
      Long since = first.get(other);
      boolean looksFinal = transitions[row].length == 1;
      if (since != null && other != status && looksFinal) {
        boolean isBefore = since < standing.at() || (since == standing.at() && row < stands);
        if (isBefore) {
          return true;
        }
      }
    }
    return false;
  }
}
