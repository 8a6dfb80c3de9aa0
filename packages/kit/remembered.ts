/** Work that is done once for each text of the code, and not once for each call. */

/**
 * A pure function of a text, each result of which is kept: for field names and paths, which are few. Where others come
 * by as well (a caller's own names) it begins anew beyond `most`, so that nobody can make it grow.
 */
export function remembered<Value>(make: (text: string) => Value, most = 1_000) {
  const known = new Map<string, Value>();
  return (text: string): Value => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const made = make(text);
    if (known.size >= most) known.clear();
    known.set(text, made);
    return made;
  };
}
