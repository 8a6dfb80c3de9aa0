/** Stripe's documented test values, and the unified requests that use them. */
import type { Samples } from "#simulate";

export const samples: Samples = {
  credentials: {},
  purchase: {},
  methods: {},
  outcomes: [],
};
