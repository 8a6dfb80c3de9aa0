/** How Mercado Pago's miniature says no. */
import { answerWith } from "#simulate";

/** https://github.com/mercadopago/openapi/blob/main/spec3.json (Error) */
export function refuse(status: number, description: string, code?: number, error = "bad_request") {
  const cause = code === undefined ? [] : [{ code, description, data: null }];
  return answerWith({ message: description, error, status, cause }, status);
}
