/** What most processors want of a card's date and number. */
import { type Card, CardNetwork } from "#contract";

type Expiry = Pick<Card, "expiryMonth" | "expiryYear">;

/** "03" */
export const twoDigitMonth = ({ expiryMonth }: Expiry): string =>
  String(expiryMonth).padStart(2, "0");
/** "31" */
export const twoDigitYear = ({ expiryYear }: Expiry): string => String(expiryYear).slice(-2);

/** ISO/IEC 7812 check digit. */
export function passesLuhn(number: string): boolean {
  let sum = 0;
  for (let index = 0; index < number.length; index += 1) {
    const digit = Number(number[number.length - 1 - index]);
    const weighted = index % 2 === 1 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return /^\d+$/.test(number) && sum % 10 === 0;
}

/** The contract's lower-case word for a network, such as `visa`, for `NetworkReferences.network`. */
export const networkWord = (network: CardNetwork): string | undefined => networkWords.get(network);
const networkWords: ReadonlyMap<number, string> = new Map(
  Object.entries(CardNetwork)
    .filter(([, value]) => value !== CardNetwork.UNSPECIFIED)
    .map(([word, value]) => [value, word.toLowerCase()]),
);
