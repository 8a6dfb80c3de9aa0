/** Who pays, as Stripe writes people, companies and their agreement. */
import { type Contact, type DebitMandate, IdentityDocument_Kind } from "#contract";
import {
  type Fields,
  fullName,
  InvalidRequest,
  type MethodUse,
  remembered,
  required,
  streetLine,
} from "#kit";

export type Need = "name" | "email" | "phone" | "address";
/** `a[b]` at a place: `place[a][b]`. */
export function within(place: string, fields: Fields): Fields {
  const nested = nestedIn(place);
  const placed: Record<string, Fields[string]> = {};
  for (const name in fields) {
    const value = fields[name];
    if (value !== undefined) placed[nested(name)] = value;
  }
  return placed;
}
const nestedIn = remembered((place) =>
  remembered((name) => {
    const end = name.indexOf("[");
    return end === -1 ? `${place}[${name}]` : `${place}[${name.slice(0, end)}]${name.slice(end)}`;
  }),
);

/** A person or company as Stripe writes it everywhere. */
export const contact = (who: Contact | undefined): Fields => ({
  name: fullName(who) ?? who?.company,
  email: who?.email,
  phone: who?.phone,
  "address[line1]": streetLine(who?.address),
  "address[line2]": who?.address?.line2,
  "address[city]": who?.address?.city,
  "address[state]": who?.address?.region,
  "address[postal_code]": who?.address?.postalCode,
  "address[country]": who?.address?.country,
});

/** The name or phone number of the method itself wins over the customer's. */
export function billing(request: MethodUse, needs: readonly Need[] = [], own: Fields = {}): Fields {
  const customer = request.purchase?.customer ?? request.customer;
  const given = contact(customer?.billing ?? customer?.contact);
  const details = {
    ...given,
    name: own["name"] || given["name"],
    phone: own["phone"] || given["phone"],
  };
  const field = `${request.purchase ? "purchase." : ""}customer.billing`;
  const missing = needs.filter(
    (need) => !new Map(Object.entries(details)).get(need === "address" ? "address[line1]" : need),
  );
  if (missing.length > 0)
    throw new InvalidRequest({ field, problem: `must have ${missing.join(", ")}` });
  return within("billing_details", details);
}

/** That the customer agreed to be debited. https://docs.stripe.com/api/payment_intents/create#create_payment_intent-mandate_data */
export function acceptance({ purchase }: MethodUse, mandate?: DebitMandate): Fields {
  const device = purchase?.device;
  const browser = device?.environment.case === "browser" ? device.environment.value : undefined;
  const said = mandate?.acceptance;
  const ipAddress = said?.ipAddress ?? device?.ipAddress;
  const userAgent = said?.userAgent ?? browser?.userAgent;
  return within("mandate_data[customer_acceptance]", {
    type: said?.offline ? "offline" : "online",
    accepted_at: said?.acceptedAt,
    ...(!said?.offline && {
      "online[ip_address]": required(ipAddress, "purchase.device.ipAddress"),
      "online[user_agent]": required(userAgent, "purchase.device.browser.userAgent"),
    }),
  });
}

const taxKinds: readonly IdentityDocument_Kind[] = [
  IdentityDocument_Kind.PERSONAL_TAX_ID,
  IdentityDocument_Kind.COMPANY_TAX_ID,
];
export const taxId = ({ purchase }: MethodUse): string | undefined =>
  purchase?.customer?.documents.find(({ kind }) => taxKinds.includes(kind))?.number;
