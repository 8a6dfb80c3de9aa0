/**
 * Bank of America Merchant Services: the REST platform of Cybersource at hosts of its own, which Cybersource's SDKs name
 * beside its own and speak to in the same way. Its hosts:
 * https://github.com/CyberSource/cybersource-rest-client-ruby/blob/master/lib/AuthenticationSDK/util/Constants.rb
 * Which of the platform's services an account of the bank has (token vault, wallets, search) no public page says; of
 * payer authentication there is a guide under the bank's name:
 * https://developer.merchant.services.bankofamerica.com/docs/vas/en-us/payer-authentication/developer/all/rest/payer-auth/pa2-ccdc-stepup-frame-intro/pa2-ccdc-stepup-frame-receiving-stepup-results.md
 */
import { cybersource } from "../platforms/cybersource.ts";

export default cybersource({
  id: "bankofamerica",
  name: "Bank of America Merchant Services",
  docs: "https://github.com/CyberSource/cybersource-rest-client-ruby/blob/master/lib/AuthenticationSDK/util/Constants.rb",
  api: {
    live: "https://api.merchant-services.bankofamerica.com",
    test: "https://apitest.merchant-services.bankofamerica.com",
  },
});
