/** Canaries: values of a secret's own form that nobody else has, and every spelling in which one could be written. */
import { hash } from "node:crypto";
import { hidden } from "../runtime/redact.ts";

/** Shorter values are in everything; they are kept out by building from masked input, and tested on that structure. */
export const SHORTEST = 6;

/**
 * A value of the same form: the kind of each sign stays, as do what a prefix or an envelope says, a card's first six and
 * last four digits, and its check digit's rule. Undefined where it would be too short to be told from chance.
 */
export function canaryOf(value: string, salt: string): string | undefined {
  if (value.length < SHORTEST || isArmoured(value)) return undefined;
  const canary = isCard(value) ? otherCard(value, salt) : otherText(value, salt);
  return canary === value || hidden(canary) === canary ? undefined : canary;
}
/** The same for a credential: of the pattern that its declaration asks for. */
export function otherSecret(
  { pattern }: { readonly pattern?: RegExp },
  value: string,
  salt: string,
): string | undefined {
  const canary = canaryOf(value, salt);
  if (!canary || !pattern) return canary;
  return new RegExp(`^(?:${pattern.source})$`, pattern.flags).test(canary) ? canary : undefined;
}

/** A key in PEM, or what is encrypted, is used as it is: no other is one. */
const isArmoured = (value: string): boolean => value.includes("-----BEGIN");

const MOST_CHANGED = 16;
function otherText(value: string, salt: string): string {
  const at = value.indexOf("@");
  // Of an address the part before its domain; else the end, since the beginning says what it is.
  const [from, to] = at > 3 ? [0, at] : [Math.max(2, value.length - MOST_CHANGED), value.length];
  const draws = hash("sha512", `${salt} ${value}`, "buffer");
  return [...value]
    .map((sign, place) => {
      if (place < from || place >= to) return sign;
      const draw = draws[place % draws.length] ?? 0;
      if (/[1-8]/.test(sign)) return String(2 + (draw % 6));
      if (/[a-f]/.test(sign)) return "abcdef"[draw % 6];
      if (/[A-F]/.test(sign)) return "ABCDEF"[draw % 6];
      if (/[g-z]/.test(sign)) return "ghjkmnpqrstuvwxyz"[draw % 17];
      if (/[G-Z]/.test(sign)) return "GHJKMNPQRSTUVWXYZ"[draw % 17];
      return sign;
    })
    .join("");
}

const isCard = (value: string): boolean => /^\d{13,19}$/.test(value);
function otherCard(number: string, salt: string): string {
  const draws = hash("sha512", `${salt} ${number}`, "buffer");
  const digits = [...number].map((digit, place) =>
    place < 6 || place >= number.length - 4 ? Number(digit) : (draws[place] ?? 0) % 10,
  );
  const [first, last] = [6, number.length - 5];
  digits[first] = 1 + ((digits[first] ?? 0) % 9);
  const wanted = luhn([...number].map(Number));
  for (let digit = 0; digit < 10; digit += 1) {
    digits[last] = digit;
    if (luhn(digits) === wanted) break;
  }
  return digits.join("");
}
/** https://www.iso.org/standard/70484.html, annex B: 0 where the check digit is right. */
const luhn = (digits: readonly number[]): number =>
  digits.toReversed().reduce((sum, digit, place) => {
    const twice = digit * 2;
    return (sum + (place % 2 === 0 ? digit : twice > 9 ? twice - 9 : twice)) % 10;
  }, 0);

/** Raw, in three alignments of base64 and in base64url, hex, URL-encoded twice over, spaced, and as JSON escapes it. */
export function spellingsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  const base64 = [0, 1, 2].flatMap((shift) => {
    const padded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    // The signs at either end also carry bits of what is beside the value.
    const inner = padded.slice(
      shift === 0 ? 0 : shift + 1,
      bytes.length % 3 === 0 ? undefined : -1,
    );
    return [inner, inner.replaceAll("+", "-").replaceAll("/", "_")];
  });
  const url = encodeURIComponent(value);
  const escaped = JSON.stringify(value).slice(1, -1);
  const spellings = [
    value,
    ...base64.filter(({ length }) => length >= SHORTEST),
    bytes.toString("hex"),
    bytes.toString("hex").toUpperCase(),
    url,
    encodeURIComponent(url),
    new URLSearchParams({ a: value }).toString().slice(2),
    escaped,
    escaped.replace(/[^ -~]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`),
    value.replaceAll("<", "&lt;").replaceAll("&", "&amp;"),
    ...[" ", "-"].map((mark) => value.replace(/(.{4})(?=.)/g, `$1${mark}`)),
    ...(/^\d+$/.test(value) ? [[...value].join(" ")] : []),
  ];
  return [...new Set(spellings)];
}
