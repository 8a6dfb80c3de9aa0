/** The documented test values of Adyen, as unified requests. */
import type { Samples } from "#simulate";
import { apiKey } from "./wire.ts";

export const samples: Samples = {
  credentials: {
    apiKey,
    merchantAccount: "SandboxECOM",
  },
  purchase: {},
  methods: {},
  outcomes: [],
};
