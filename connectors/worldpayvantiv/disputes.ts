/**
 * Chargebacks: looked up, listed, given in to, answered with a note and documents. An API of its own, at its own host:
 * https://developer.worldpay.com/assets/pdf/us-ecom-pdf/Worldpay_eComm_Chargeback_API_Reference_Guide_APIV2.2_V3.6.pdf
 * Addresses, headers and messages as Worldpay's own SDK has them: https://github.com/Vantiv/cnp-chargeback-sdk-java
 */
import type { DisputeRef, ListDisputesRequest, SubmitEvidenceRequest } from "#contract";
import {
  type Amount,
  alreadyDone,
  type Context,
  call,
  callIfFound,
  type DisputeOutcome,
  done,
  type Flows,
  faults,
  fromIso,
  type HttpRequest,
  path,
  Refused,
  required,
  type Script,
  type Step,
  toBase64,
  toCalendarDate,
  toUnits,
  type Violation,
  withHeaders,
  xml,
} from "#kit";
import {
  type Case,
  casesIn,
  documentIn,
  isAssumed,
  isDisputeOf,
  meaningOf,
  toDispute,
  usualActivity,
} from "./chargebacks.ts";
import type { Credentials } from "./settings.ts";

const media = "application/com.vantivcnp.services-v2+xml";
const common = {
  host: "chargebacks",
  authenticate: (request: HttpRequest, { credentials }: Context<Credentials>) => {
    const { chargebackUser, chargebackPassword, user, password } = credentials;
    const pair = `${chargebackUser ?? user}:${chargebackPassword ?? password}`;
    return withHeaders(request, { Authorization: `Basic ${toBase64(pair)}` });
  },
  statuses: meaningOf,
} as const;
const accepting = { ...common, headers: () => ({ Accept: media }) } as const;

interface Named {
  readonly dispute?: Pick<DisputeRef, "disputeId"> | undefined;
}
const caseOf = ({ dispute }: Named) => required(dispute?.disputeId, "dispute.disputeId");

/** One case by its number, with all that was done about it. */
const retrieve: Step<Named, Case | undefined, Credentials> = {
  ...accepting,
  name: "retrieveChargeback",
  method: "GET",
  path: (asked) => path`/${caseOf(asked)}`,
  read: (response) => casesIn(response)[0],
  example: { caseId: "1", cycle: "First Chargeback", currentQueue: "Merchant", activity: [] },
};

type Wanted = { readonly actionable: true } | { readonly date: string };
const search: Step<Wanted, readonly Case[], Credentials> = {
  ...accepting,
  name: "retrieveChargebacks",
  method: "GET",
  path: (wanted) => ("date" in wanted ? `/?date=${wanted.date}` : "/?actionable=true"),
  read: casesIn,
  example: [],
};
function* found(wanted: Wanted): Script<readonly Case[], Credentials> {
  return (yield* callIfFound(search, wanted)) ?? [];
}

/** `2018-01-01`, so many days earlier. */
const before = (day: string, days: number): string => {
  const seconds = fromIso(`${day}T00:00:00Z`)?.seconds ?? 0n;
  return toCalendarDate({ seconds: seconds - BigInt(days) * 86_400n, nanos: 0 });
};

/** Days that one call looks through, a request each. */
const MOST_DAYS = 31;
const RECENT_DAYS = 7;

/**
 * Worldpay lists what waits for the merchant, and what anything was done about on a day. A case is received by such a
 * deed ("Receive Network Transaction"), so those received on a day are among those of the day.
 */
function* listDisputes(asked: ListDisputesRequest, { now }: Context<Credentials>): Listing {
  const { payment, openedFrom, openedUntil, pageSize = 20, pageToken = "" } = asked;
  const [resumed = "", skipped = "0"] = pageToken.split("/");
  const today = now.toISOString().slice(0, 10);
  const isWanted = (one: Case) => payment === undefined || isDisputeOf(one, payment);
  if (!openedFrom) {
    const all = [...(yield* found({ actionable: true }))];
    for (let days = 0; days < RECENT_DAYS; days += 1)
      all.push(...(yield* found({ date: before(today, days) })));
    return pageOf(newestFirst(all.filter(isWanted)), "", Number(skipped), pageSize);
  }
  const first = toCalendarDate(openedFrom);
  const last = resumed || (openedUntil ? toCalendarDate(openedUntil) : today);
  const disputes: ReturnType<typeof toDispute>[] = [];
  for (let days = 0; days < MOST_DAYS; days += 1) {
    const day = before(last, days);
    if (day < first) return { disputes };
    const opened = (yield* found({ date: day })).filter(
      (one) => one.dateReceivedByVantivCnp === day && isWanted(one),
    );
    const skip = days === 0 ? Number(skipped) : 0;
    const page = pageOf(opened, day, skip, pageSize - disputes.length);
    disputes.push(...page.disputes);
    if (page.nextPageToken) return { disputes, nextPageToken: page.nextPageToken };
    if (disputes.length === pageSize) return { disputes, nextPageToken: before(day, 1) };
  }
  return { disputes, nextPageToken: before(last, MOST_DAYS) };
}
interface Page {
  readonly disputes: readonly ReturnType<typeof toDispute>[];
  readonly nextPageToken?: string;
}
type Listing = Script<Page, Credentials>;

function pageOf(all: readonly Case[], day: string, skip: number, most: number): Page {
  const disputes = all.slice(skip, skip + most).map(toDispute);
  const next = skip + disputes.length;
  return { disputes, ...(next < all.length && { nextPageToken: `${day}/${next}` }) };
}
/** Each once: what waits for the merchant may also be among those of a day. */
function newestFirst(cases: readonly Case[]): readonly Case[] {
  const each = new Map(cases.map((one) => [one.caseId, one]));
  const received = ({ dateReceivedByVantivCnp: day = "" }: Case) => day;
  return [...each.values()].sort((one, other) => (received(one) < received(other) ? 1 : -1));
}

interface Doing extends Named {
  readonly activity: string;
  readonly note?: string | undefined;
  readonly amount?: Amount | undefined;
}
/** A failed `chargebackUpdateRequest` changes nothing. */
const update: Step<Doing, true, Credentials> = {
  ...accepting,
  name: "updateChargeback",
  method: "PUT",
  path: (asked) => path`/${caseOf(asked)}`,
  body: ({ activity, note, amount }) =>
    xml(
      {
        chargebackUpdateRequest: {
          "@xmlns": "http://www.vantivcnp.com/chargebacks",
          activityType: activity,
          note: note || undefined,
          representedAmount: amount && toUnits(amount),
        },
      },
      media,
    ),
  read: () => true,
  example: true,
};

/** What is only noted stays with the merchant. */
const addNote: typeof update = { ...update, name: "addNote", harmless: true };

type File = SubmitEvidenceRequest["files"][number];
interface Attaching extends Named {
  readonly file: File;
}
const attaching = (
  name: string,
  method: "POST" | "PUT",
  verb: string,
): Step<Attaching, "attached" | "there", Credentials> => ({
  ...common,
  name,
  method,
  path: ({ file, ...asked }) => path`/${verb}/${caseOf(asked)}/${file.name}`,
  harmless: true,
  body: ({ file }) => ({ type: file.contentType, bytes: file.content }),
  read: documentIn,
  example: "attached",
});
const upload = attaching("uploadDocument", "POST", "upload");
const replace = attaching("replaceDocument", "PUT", "replace");

/** A document of this name that is there already is replaced: a repeat finds its own. */
function* attach({ dispute, files }: SubmitEvidenceRequest): Script<void, Credentials> {
  for (const file of files)
    if ((yield* call(upload, { dispute, file })) === "there")
      yield* call(replace, { dispute, file });
}

/** The names of what is asked of this API, whose refusals are of a shape of their own. */
export const disputeSteps: ReadonlySet<string> = new Set(
  [retrieve, search, update, addNote, upload, replace].map(({ name }) => name),
);

export const disputeFlows = {
  *getDispute(asked) {
    const one = yield* call(retrieve, asked);
    return { dispute: one && toDispute(one) };
  },
  listDisputes,
  *acceptDispute({ dispute }): Script<DisputeOutcome, Credentials> {
    try {
      yield* call(update, { dispute, activity: "MERCHANT_ACCEPTS_LIABILITY" });
      return { operation: done() };
    } catch (refusal) {
      if (refusal instanceof Refused && isAssumed(refusal.failure))
        return { operation: alreadyDone() };
      throw refusal;
    }
  },
  *submitEvidence(asked): Script<DisputeOutcome, Credentials> {
    yield* attach(asked);
    const { dispute, explanation: note, amount } = asked;
    if (!asked.finalSubmission) {
      if (note) yield* call(addNote, { dispute, activity: "ADD_NOTE", note });
      return { operation: done() };
    }
    const activity = asked.response ?? usualActivity(yield* call(retrieve, asked));
    yield* call(update, { dispute, activity, note, amount });
    return { operation: done() };
  },
} satisfies Flows<Credentials>;

const notCase = ({ dispute }: Named) =>
  [!/^\d{1,19}$/.test(dispute?.disputeId ?? ""), "dispute.disputeId", "must be digits"] as const;
export const checkCase = (asked: Named): readonly Violation[] => faults(notCase(asked));

export const checkList = ({ openedFrom, openedUntil, pageToken }: ListDisputesRequest) =>
  faults(
    [openedUntil && !openedFrom, "openedFrom", "is required with openedUntil"],
    [
      pageToken && !/^(\d{4}-\d\d-\d\d)?(\/\d{1,6})?$/.test(pageToken),
      "pageToken",
      "must be the next_page_token of the page before",
    ],
  );

/** What the SDK's certification uploads; larger ones were answered with 012. …/TestCertDocumentation.java */
export const evidenceLimits = {
  limits: {
    response: {
      among: ["MERCHANT_REPRESENT", "MERCHANT_RESPOND", "MERCHANT_REQUESTS_ARBITRATION"],
    },
    explanation: 4000,
    facts: "have no place: say them in the explanation or a document",
    "files.name": {
      pattern: /^[\w.-]{1,100}\.(tiff?|pdf|gif|jpe?g)$/i,
      says: "must be letters, digits, dots, hyphens and underscores, and end in .tif, .tiff, .pdf, .gif, .jpg or .jpeg",
    },
    "files.contentType": { among: ["image/tiff", "application/pdf", "image/gif", "image/jpeg"] },
    "files.content": 2 * 1024 * 1024,
  },
  source: "https://github.com/Vantiv/cnp-chargeback-sdk-java",
} as const;
export const checkEvidence = (asked: SubmitEvidenceRequest): readonly Violation[] =>
  faults(notCase(asked), [
    !asked.finalSubmission && asked.amount,
    "finalSubmission",
    "must be true with an amount: it cannot wait with the case",
  ]);
