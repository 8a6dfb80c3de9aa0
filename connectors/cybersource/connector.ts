/** Cybersource: its own REST platform under its own name. https://developer.cybersource.com/hello-world/testing-guide.html */
import { cybersource } from "../platforms/cybersource.ts";

export default cybersource({
  id: "cybersource",
  name: "Cybersource",
  docs: "https://developer.cybersource.com/api-reference-assets/index.html",
  api: { live: "https://api.cybersource.com", test: "https://apitest.cybersource.com" },
});
