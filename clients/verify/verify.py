"""Says whether a callback is genuine.

Usage: verify.py TIMESTAMP SIGNATURE < BODY, or verify.py TIMESTAMP SIGNATURE ID < BODY for the Standard Webhooks headers.
The secret is in PHONE_FARM_WEBHOOK_SECRET (two, separated by a comma, while one is rotated). Ends with 0 or 1.
"""
import base64
import hashlib
import hmac
import os
import re
import sys
import time

TOLERANCE_SECONDS = 300


def is_genuine(secrets, timestamp, signature, body):
    """X-PhoneFarm-Timestamp and X-PhoneFarm-Signature: hex of `timestamp.body`."""
    made = [_hmac(secret.encode(), f"{timestamp}.", body).hex() for secret in secrets]
    return _is_fresh(timestamp) and _any_same([signature], made)


def is_genuine_standard(secrets, id, timestamp, signatures, body):
    """webhook-id, webhook-timestamp and webhook-signature: base64 of `id.timestamp.body`, one for each secret."""
    made = []
    for secret in secrets:
        key = base64.b64decode(secret[6:]) if secret.startswith("whsec_") else secret.encode()
        made.append("v1," + base64.b64encode(_hmac(key, f"{id}.{timestamp}.", body)).decode())
    return _is_fresh(timestamp) and _any_same(signatures.split(" "), made)


def _is_fresh(timestamp):
    return re.fullmatch("[0-9]{1,12}", timestamp) is not None and abs(time.time() - int(timestamp)) <= TOLERANCE_SECONDS


def _hmac(key, prefix, body):
    return hmac.new(key, prefix.encode() + body, hashlib.sha256).digest()


def _any_same(given, expected):
    """In constant time: how long it takes does not tell how much of it is right."""
    return any([hmac.compare_digest(one.encode(), other.encode()) for one in given for other in expected])


if __name__ == "__main__":
    timestamp, signature, *id = sys.argv[1:]
    secrets = [secret for secret in os.environ.get("PHONE_FARM_WEBHOOK_SECRET", "").split(",") if secret]
    body = sys.stdin.buffer.read()  # the bytes as they arrived, before anything has parsed them
    if id:
        genuine = is_genuine_standard(secrets, id[0], timestamp, signature, body)
    else:
        genuine = is_genuine(secrets, timestamp, signature, body)
    sys.exit(0 if genuine else 1)
