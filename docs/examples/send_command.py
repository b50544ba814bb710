"""Sends one command: pip install "pyjwt[crypto]" kafka-python, then
BROKERS=… HANDOFF=… PERSON=… INTEGRATION=… KEY_ID=… PRIVATE_KEY_FILE=… python send_command.py"""

import base64, hashlib, json, os, time, uuid

import jwt
from kafka import KafkaProducer

handoff, integration = os.environ["HANDOFF"], os.environ["INTEGRATION"]
data = {"handoffId": handoff, "personId": os.environ["PERSON"], "command": {"type": "accept"}}
value = json.dumps(data).encode()
event = {"source": f"/{integration}", "id": str(uuid.uuid4())}
now = int(time.time())
claims = {
    "iss": f"integration:{integration}",
    "aud": "baton",
    "iat": now,
    "exp": now + 600,
    "event": event,
    "handoff": handoff,
    "body": base64.urlsafe_b64encode(hashlib.sha256(value).digest()).rstrip(b"=").decode(),
}
with open(os.environ["PRIVATE_KEY_FILE"]) as file:
    credential = jwt.encode(claims, file.read(), algorithm="EdDSA", headers={"kid": os.environ["KEY_ID"]})
headers = {
    "content-type": "application/json",
    "ce_specversion": "1.0",
    "ce_type": "baton.handoff.command-requested",
    "ce_source": event["source"],
    "ce_id": event["id"],
    "ce_credential": credential,
}
producer = KafkaProducer(bootstrap_servers=os.environ["BROKERS"].split(","), acks="all")
sent = producer.send(
    "baton.handoffs.commands.v1",
    key=handoff.encode(),
    value=value,
    headers=[(name, text.encode()) for name, text in headers.items()],
)
sent.get(timeout=30)
print(event["id"])
