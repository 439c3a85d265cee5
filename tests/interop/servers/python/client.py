"""A python-socketio client of either generation: `client.py <transports> <url> <token>`. It works as client.js does."""

import json
import os
import sys
import threading
from importlib.metadata import version
from urllib.parse import urlencode

import socketio

NAMESPACE = "/imchat"
transports, url, token = sys.argv[1:]
sio = socketio.Client(reconnection=False)


one_at_a_time = threading.Lock()


def report(**what):
    """Each event comes in a thread of its own; their lines must not run into each other."""
    with one_at_a_time:
        print(json.dumps(what), flush=True)


@sio.on("message", namespace=NAMESPACE)
def message(payload):
    report(event="message", payload=payload)


@sio.on("chat", namespace=NAMESPACE)
def chat(payload):
    report(event="chat", payload=payload)


@sio.on("connect", namespace=NAMESPACE)
def connect():
    report(connected=True)


report(version=f"python-socketio client {version('python-socketio')}")
try:
    sio.connect(f"{url}/?{urlencode({'token': token})}", namespaces=[NAMESPACE], transports=transports.split("+"))
except socketio.exceptions.ConnectionError as error:
    report(refused=str(error))
for line in sys.stdin:
    told = json.loads(line)
    sio.emit(told["event"], told["payload"], namespace=NAMESPACE)
os._exit(0)
