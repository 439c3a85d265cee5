"""python-socketio 5 on aiohttp: Engine.IO 4. Told on standard input what to do, as told.js is."""

import argparse
import asyncio
import json
import os
import sys
from importlib.metadata import version
from urllib.parse import parse_qs

import socketio
from aiohttp import web

parser = argparse.ArgumentParser()
parser.add_argument("--ping", nargs=2, type=int, default=(25_000, 20_000))
parser.add_argument("--told", action="store_true")
parser.add_argument("--elsewhere", action="store_true")
chosen = parser.parse_args()
NAMESPACE = "/elsewhere" if chosen.elsewhere else "/imchat"
interval, timeout = (milliseconds / 1000 for milliseconds in chosen.ping)
sio = socketio.AsyncServer(async_mode="aiohttp", ping_interval=interval, ping_timeout=timeout)
tokens = {}


def report(**what):
    print(json.dumps(what), flush=True)


@sio.on("connect", namespace=NAMESPACE)
async def connect(sid, environ, _auth=None):
    token = parse_qs(environ["QUERY_STRING"]).get("token", [""])[0]
    if not token.startswith("good "):
        raise socketio.exceptions.ConnectionRefusedError("unauthorized")
    tokens[sid] = token
    report(joined=token, protocol=4)


@sio.on("disconnect", namespace=NAMESPACE)
async def disconnect(sid, _reason=None):
    report(left=tokens.pop(sid, None))


@sio.on("message", namespace=NAMESPACE)
async def message(sid, payload):
    report(heard=tokens[sid], event="message", payload=payload)


@sio.on("action", namespace=NAMESPACE)
async def action(sid, payload):
    report(heard=tokens[sid], event="action", payload=payload)


async def do(told):
    sid = next(sid for sid, token in tokens.items() if token == told["token"])
    if told["do"] == "say":
        await sio.emit(told["event"], told["payload"], to=sid, namespace=NAMESPACE)
    elif told["do"] == "binary":
        payload = {"name": "合同.pdf", "bytes": bytes([0, 4, 255, 128])}
        await sio.emit(told["event"], payload, to=sid, namespace=NAMESPACE)
    elif told["do"] == "kick":
        await sio.disconnect(sid, namespace=NAMESPACE)
    elif told["do"] == "close":
        await sio.eio.disconnect(sio.manager.eio_sid_from_sid(sid, NAMESPACE))


async def main():
    app = web.Application()
    sio.attach(app)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    report(
        listening=runner.addresses[0][1],
        version=f"python-socketio {version('python-socketio')} (python-engineio {version('python-engineio')}, aiohttp)",
    )
    commands = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    while line := await commands.readline():
        await do(json.loads(line))
    os._exit(0)


asyncio.run(main())
