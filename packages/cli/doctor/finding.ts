/** What the doctor found. */
export interface Finding {
  /** `odd` works, and deserves a look. */
  readonly state: "fine" | "odd" | "wrong";
  readonly what: string;
  /** What to do. */
  readonly advice?: string;
}
