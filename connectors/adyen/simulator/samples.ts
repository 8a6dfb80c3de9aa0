/** The documented test values of Adyen, as unified requests. */
import type { Samples } from "#simulate";
import { apiKey } from "./wire.ts";

export const samples: Samples = {
  credentials: {
    apiKey,
    merchantAccount: "SandboxECOM",
    webhookHmacKey: "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056",
  },
  purchase: {},
  methods: {},
  outcomes: [],
};
