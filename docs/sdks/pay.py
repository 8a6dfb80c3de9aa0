"""Pay, handle a decline, resume after 3-D Secure, refund, read a webhook: the same program in six languages."""

import json
import os
import queue
import re
import threading
import urllib.parse
import urllib.request
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer

from connector_service import Client, decimal, money, v1

deliveries: queue.Queue = queue.Queue()


class Hook(BaseHTTPRequestHandler):
    """Webhooks come to a listener of ours, as the processor sends them."""

    def do_POST(self):
        deliveries.put((self.rfile.read(int(self.headers["content-length"])), self.headers.items()))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


def main():
    hook = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=hook.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{hook.server_port}/"
    target = json.dumps({"url": url, "secret": os.environ["WEBHOOK_SECRET"]}).encode()
    control = f"{os.environ['SANDBOX_URL']}/_sandbox/stripe/webhook"
    urllib.request.urlopen(urllib.request.Request(control, target, {"content-type": "application/json"}))

    with Client(os.environ["CONNECTOR_SERVICE_URL"], account="stripe") as client:

        def pay(reference, number):
            card = v1.Card(number=number, expiry_month=3, expiry_year=2030, cvc="737")
            purchase = v1.Purchase(amount=money("EUR", "10.00"), return_url="https://shop.example/return")
            return client.payments.authorize_payment(
                v1.AuthorizePaymentRequest(
                    reference=reference,
                    purchase=purchase,
                    payment_method=v1.PaymentMethod(card=card),
                    capture_mode=v1.CAPTURE_MODE_AUTOMATIC,
                )
            )

        # A payment.
        paid = pay("order-1-attempt-1", "4242424242424242").payment
        print("paid:", status(paid), shown(paid.amounts.captured))

        # A decline is an answer, with the reason and whose decision it was.
        failure = pay("order-2-attempt-1", "4000000000009995").operation.failure
        code = v1.FailureCode.Name(failure.code).removeprefix("FAILURE_CODE_")
        print("declined:", code, "by", v1.Actor.Name(failure.actor).removeprefix("ACTOR_"))

        # 3-D Secure: the customer goes to the page, comes back, and the payment is resumed with what came back.
        asked = pay("order-3-attempt-1", "4000002760003184")
        returned = browse(asked.next_action.redirect.url)
        resumed = client.payments.resume_payment(v1.ResumePaymentRequest(state=asked.state, url=returned))
        print("authenticated:", status(resumed.payment))

        # A part of the first payment goes back.
        refund = client.refunds.create_refund(
            v1.CreateRefundRequest(
                reference="order-1-refund-1", payment=paid.payment_ref, amount=money("EUR", "4.00")
            )
        ).refund
        print("refunded:", v1.RefundStatus.Name(refund.status).removeprefix("REFUND_STATUS_"), shown(refund.amount))

        # The webhook that tells of the first payment, verified from the bytes that came.
        while True:
            body, headers = deliveries.get(timeout=5)
            for event in client.webhooks.parse(body, headers, url).events:
                ours = event.payment_ref.payment_id == paid.payment_ref.payment_id
                if ours and event.payment.status == v1.PAYMENT_STATUS_CAPTURED:
                    verification = v1.Verification.Name(event.verification).removeprefix("VERIFICATION_")
                    print("webhook:", verification, "PAYMENT", status(event.payment))
                    return


def status(payment):
    return v1.PaymentStatus.Name(payment.status).removeprefix("PAYMENT_STATUS_")


def shown(amount):
    return f"{amount.currency} {decimal(amount)}"


def browse(page):
    """A customer's browser: opens the sandbox's page, presses its first button, and says where it is sent back to."""
    html = urllib.request.urlopen(page).read().decode()
    action = re.search(r'<form[^>]*action="([^"]*)"', html)
    to = urllib.parse.urlsplit(urllib.parse.urljoin(page, action[1].replace("&amp;", "&") if action else page))
    fields = {}
    for name, value in re.findall(r'<(?:input|button)[^>]*name="([^"]*)"[^>]*value="([^"]*)"', html):
        fields.setdefault(name, value)
    connection = HTTPConnection(to.netloc)
    form = {"content-type": "application/x-www-form-urlencoded"}
    connection.request("POST", f"{to.path}?{to.query}", urllib.parse.urlencode(fields), form)
    return connection.getresponse().getheader("location")


main()
