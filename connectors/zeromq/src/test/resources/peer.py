"""A program on libzmq: sends events, or receives them and says what came.

usage: peer.py push|pub|pull|sub|raw bind|connect ADDRESS COUNT [SERVER_KEY PUBLIC_KEY SECRET_KEY | server SECRET_KEY CLIENT_KEY]

A client of CURVE if three keys are given, or its server, which says once that it has denied somebody. The first line of its output is the address.
"""
import json
import sys

import zmq
import zmq.auth.thread

role, way, address, count = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
TYPES = {"push": zmq.PUSH, "pub": zmq.XPUB, "pull": zmq.PULL, "sub": zmq.SUB, "raw": zmq.PUSH}
context = zmq.Context()
socket = context.socket(TYPES[role])
socket.set_hwm(100_000 if role in ("pub", "sub") else 1000)
socket.linger = 10_000


class OneClient:
    """Knows the key of one client."""

    def __init__(self, key):
        self.key = key
        self.denied = False

    def callback(self, _domain, key):
        known = key == self.key
        if not known and not self.denied:
            self.denied = True
            print("denied", flush=True)
        return known


authenticator = None
if len(sys.argv) > 5 and sys.argv[5] == "server":
    authenticator = zmq.auth.thread.ThreadAuthenticator(context)
    authenticator.start()
    authenticator.configure_curve_callback(domain="*", credentials_provider=OneClient(sys.argv[7].encode()))
    socket.curve_server = True
    socket.curve_secretkey = sys.argv[6].encode()
elif len(sys.argv) > 5:
    socket.curve_serverkey, socket.curve_publickey, socket.curve_secretkey = (key.encode() for key in sys.argv[5:8])
if way == "bind":
    socket.bind(address)
else:
    socket.connect(address)
print(socket.last_endpoint.decode().rstrip("\0"), flush=True)


def event(number):
    kind = number if number % 2 else "order.placed"
    return json.dumps({"id": number, "type": kind, "priority": number % 3, "payload": {"n": number, "text": "\u00e4\u20ac"}})


if role in ("push", "pub"):
    if role == "pub":
        socket.recv()  # somebody has subscribed
    for number in range(1, count + 1):
        if role == "pub":
            socket.send_multipart([b"order", event(number).encode()])
        else:
            socket.send_string(event(number))
elif role == "raw":
    # a line of input is a frame in hexadecimal, or the number of bytes of one
    for line in sys.stdin:
        line = line.strip()
        socket.send(b"x" * int(line[1:]) if line.startswith("#") else bytes.fromhex(line))
else:
    if role == "sub":
        socket.subscribe(b"order")
    received = []
    while len(received) < count:
        frames = socket.recv_multipart()
        one = json.loads(frames[-1])
        if one["id"] == "hello":
            if not received:
                print("subscribed", flush=True)
            continue
        assert list(one) == ["id", "type", "priority", "payload"], one
        received.append(one)
    numbers = [one["id"] for one in received]
    print(json.dumps({"inOrder": numbers == list(range(1, count + 1)), "first": received[0], "second": received[1]}), flush=True)
if authenticator:
    socket.close(10_000)
    authenticator.stop()
context.destroy(10_000)
