/** Timers that can all be called off at once. */

export interface Timers {
  /** Returns what calls it off. */
  after(milliseconds: number, act: () => void): () => void;
  /** Calls all of them off; nothing is set from then on. */
  close(): void;
}

export function createTimers(): Timers {
  const running = new Set<NodeJS.Timeout>();
  let closed = false;
  return {
    after(milliseconds, act) {
      if (closed) return () => {};
      const timer = setTimeout(() => {
        running.delete(timer);
        act();
      }, milliseconds);
      running.add(timer);
      return () => {
        running.delete(timer);
        clearTimeout(timer);
      };
    },
    close() {
      closed = true;
      for (const timer of running) clearTimeout(timer);
    },
  };
}
