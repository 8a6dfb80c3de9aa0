/** Tokens, instruments and customers. https://api-reference.checkout.com/#tag/Instruments */
import { answerWith, type Simulator, textAt } from "#simulate";
import { empty, invalid } from "./payments.ts";

export const vaultRoutes: Simulator["routes"] = {
  "POST /tokens": ({ body }, world) => {
    const token = world.nextId("tok_", 26);
    world.table<string>("tokens").set(token, textAt(body, "number") ?? "4242424242424242");
    return answerWith(
      { type: textAt(body, "type"), token, expires_on: world.now().toISOString() },
      201,
    );
  },
  "POST /instruments": ({ body }, world) => {
    const number = world.table<string>("tokens").get(textAt(body, "token") ?? "");
    if (number === undefined) return invalid("token_invalid");
    const id = world.nextId("src_", 26);
    world.table<string>("instruments").set(id, number);
    return answerWith(
      {
        id,
        type: "card",
        last4: number.slice(-4),
        bin: number.slice(0, 6),
        expiry_month: 12,
        expiry_year: 2030,
        scheme: "Visa",
      },
      201,
    );
  },
  "GET /instruments/:id": ({ params }, world) =>
    world.table("instruments").has(params["id"] ?? "")
      ? answerWith({ id: params["id"], type: "card" })
      : empty(404),
  "DELETE /instruments/:id": ({ params }, world) =>
    empty(world.table("instruments").delete(params["id"] ?? "") ? 204 : 404),
  "POST /customers": ({ body }, world) => {
    if (!textAt(body, "email")) return invalid("customer_email_invalid");
    const id = world.nextId("cus_", 26);
    world.table("customers").set(id, body);
    return answerWith({ id }, 201);
  },
  "DELETE /customers/:id": ({ params }, world) =>
    empty(world.table("customers").delete(params["id"] ?? "") ? 204 : 404),
};
