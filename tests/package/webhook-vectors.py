"""Prints the webhooks that webhook.test.mjs verifies, signed by another hand than ours: Python's hmac over OpenSSL's SHA-256.

    python3 tests/package/webhook-vectors.py > tests/package/webhook-vectors.json
"""

import hashlib
import hmac
import json

TIME = 1736937000  # 2025-01-15T10:30:00Z
CREATED = '{"lead":{"id":"lead_abc123","uniqueCode":"KNK-001","firstName":"Budi","status":"new"},"source":"ads"}'
UPDATED = (
    '{"lead":{"id":"lead_abc123","status":"won"},"leadId":"lead_abc123","previousStatus":"hot","newStatus":"won",'
    '"changes":{"status":{"from":"hot","to":"won"}},"source":"dashboard"}'
)


def sign(secret, time, body):
    return hmac.new(secret.encode(), f"{time}.".encode() + body.encode(), hashlib.sha256).hexdigest()


def vector(name, event, body, secret="whsec_8f2b7c", time=TIME):
    return {"name": name, "event": event, "body": body, "secret": secret, "time": time, "mac": sign(secret, time, body)}


VECTORS = [
    vector("a lead that was created", "lead.created", CREATED),
    vector("a lead that was updated", "lead.updated", UPDATED),
    vector("text of many scripts", "lead.created", '{"lead":{"id":"lead_1","firstName":"Ibu Sri 李 🌸 é"}}'),
    vector("escapes, spaces and a line break", "lead.created", '{ "lead": { "id": "lead_1",\n "notes": "a\\u0000\\ud83d" } }\n'),
    vector("a body that is larger than a block", "lead.created", '{"lead":{"id":"lead_1","notes":"' + "x" * 5000 + '"}}'),
    vector("a secret longer than a block", "lead.created", CREATED, secret="whsec_" + "k" * 100),
    vector("a secret that is not ASCII", "lead.created", CREATED, secret="rahasia-🔑"),
    vector("an event of next year", "lead.merged", '{"lead":{"id":"lead_1"},"into":"lead_2","type":"soft"}'),
    vector("the first second of 1970", "lead.created", CREATED, time=0),
]

print(json.dumps({"madeBy": "python3 tests/package/webhook-vectors.py", "vectors": VECTORS}, indent=2, ensure_ascii=False))
