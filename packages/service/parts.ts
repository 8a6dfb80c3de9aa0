/**
 * How many parts a body has, counted before it is read: five megabytes of empty lists are small for the network, and
 * would hold up everybody else while they are made into millions of objects.
 */
import type { DescField, DescMessage } from "@bufbuild/protobuf";
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";

/** Members, items, lists and objects: an order of a thousand lines has a fifth of it. */
export const MOST_PARTS = 100_000;

/** Of JSON, by its signs; those inside text count as well, of which no field holds so many. */
export function hasTooManyParts(json: Buffer): boolean {
  if (json.length <= MOST_PARTS) return false;
  let parts = 0;
  // By index: an iterator takes ten times as long, and a file of evidence has millions of bytes.
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at];
    if (byte === COMMA || byte === BRACKET || byte === BRACE) parts += 1;
    if (parts > MOST_PARTS) return true;
  }
  return false;
}
const [COMMA, BRACKET, BRACE] = [0x2c, 0x5b, 0x7b];

/** Of protobuf: each field that stands there counts, and each byte of a packed list. Throws where it cannot be read. */
export function hasTooManyFields(desc: DescMessage, bytes: Uint8Array): boolean {
  if (bytes.length <= MOST_PARTS) return false;
  const reader = new BinaryReader(bytes);
  let parts = 0;
  const count = (places: Places, end: number, depth: number): void => {
    while (reader.pos < end && parts <= MOST_PARTS) {
      const [number, type] = reader.tag();
      parts += 1;
      if (type !== WireType.LengthDelimited) {
        reader.skip(type, number);
        continue;
      }
      const length = reader.uint32();
      const place = places.get(number);
      // What is deeper is refused by whoever reads it.
      if (place?.inside && depth < 100) count(place.inside(), reader.pos + length, depth + 1);
      else {
        if (place?.isPacked) parts += length;
        reader.pos += length;
      }
    }
  };
  count(placesOf(desc), bytes.length, 0);
  return parts > MOST_PARTS;
}

/** What may stand under a field's number. */
interface Place {
  readonly isPacked: boolean;
  readonly inside: (() => Places) | undefined;
}
type Places = ReadonlyMap<number, Place>;

const known = new WeakMap<DescMessage, Places>();
function placesOf(message: DescMessage): Places {
  const before = known.get(message);
  if (before) return before;
  const made = new Map(message.fields.map((field) => [field.number, placeOf(field)]));
  known.set(message, made);
  return made;
}
function placeOf(field: DescField): Place {
  const { message } = field;
  const isPacked = field.fieldKind === "list" && field.packed;
  const inside = message && (() => placesOf(message));
  if (field.fieldKind !== "map") return { isPacked, inside };
  // An entry is a message of two: https://protobuf.dev/programming-guides/encoding/#maps
  const entry: Places = new Map([[2, { isPacked, inside }]]);
  return { isPacked, inside: () => entry };
}
