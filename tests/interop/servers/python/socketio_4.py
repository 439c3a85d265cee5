"""python-socketio 4.6 on eventlet: Engine.IO 3. Told on standard input what to do, as told.js is."""

import argparse
import json
import os
import sys
from importlib.metadata import version
from urllib.parse import parse_qs

import eventlet
import eventlet.wsgi
import socketio
from eventlet.hubs import trampoline

parser = argparse.ArgumentParser()
parser.add_argument("--ping", nargs=2, type=int, default=(25_000, 60_000))
parser.add_argument("--told", action="store_true")
parser.add_argument("--elsewhere", action="store_true")
chosen = parser.parse_args()
NAMESPACE = "/elsewhere" if chosen.elsewhere else "/imchat"
interval, timeout = (milliseconds / 1000 for milliseconds in chosen.ping)
# The second number is how long a client may be late with its ping.
sio = socketio.Server(async_mode="eventlet", ping_interval=(interval, timeout), ping_timeout=interval + timeout)
tokens = {}


def report(**what):
    print(json.dumps(what), flush=True)


@sio.on("connect", namespace=NAMESPACE)
def connect(sid, environ):
    token = parse_qs(environ["QUERY_STRING"]).get("token", [""])[0]
    if not token.startswith("good "):
        raise socketio.exceptions.ConnectionRefusedError("unauthorized")
    tokens[sid] = token
    report(joined=token, protocol=3)


@sio.on("disconnect", namespace=NAMESPACE)
def disconnect(sid):
    report(left=tokens.pop(sid, None))


@sio.on("message", namespace=NAMESPACE)
def message(sid, payload):
    report(heard=tokens[sid], event="message", payload=payload)


@sio.on("action", namespace=NAMESPACE)
def action(sid, payload):
    report(heard=tokens[sid], event="action", payload=payload)


def do(told):
    sid = next(sid for sid, token in tokens.items() if token == told["token"])
    if told["do"] == "say":
        sio.emit(told["event"], told["payload"], room=sid, namespace=NAMESPACE)
    elif told["do"] == "binary":
        payload = {"name": "合同.pdf", "bytes": bytes([0, 4, 255, 128])}
        sio.emit(told["event"], payload, room=sid, namespace=NAMESPACE)
    elif told["do"] == "kick":
        sio.disconnect(sid, namespace=NAMESPACE)
    elif told["do"] == "close":
        sio.eio.disconnect(sid)


def obey():
    """Standard input is awaited by the hub: a blocking read would stop the server."""
    waiting = b""
    while True:
        trampoline(sys.stdin.fileno(), read=True)
        chunk = os.read(sys.stdin.fileno(), 65536)
        if not chunk:
            os._exit(0)
        *lines, waiting = (waiting + chunk).split(b"\n")
        for line in lines:
            do(json.loads(line))


listener = eventlet.listen(("127.0.0.1", 0))
report(
    listening=listener.getsockname()[1],
    version=f"python-socketio {version('python-socketio')} (python-engineio {version('python-engineio')}, eventlet)",
)
eventlet.spawn(obey)
eventlet.wsgi.server(listener, socketio.WSGIApp(sio), log_output=False)
