"""A program on libzmq: sends events, or receives them and says what came.

usage: peer.py push|pub|pull|sub|raw bind|connect ADDRESS COUNT [SERVER_KEY PUBLIC_KEY SECRET_KEY]

A client of CURVE if keys are given. The first line of its output is the address.
"""
import json
import sys

import zmq

role, way, address, count = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
TYPES = {"push": zmq.PUSH, "pub": zmq.XPUB, "pull": zmq.PULL, "sub": zmq.SUB, "raw": zmq.PUSH}
context = zmq.Context()
socket = context.socket(TYPES[role])
socket.set_hwm(100_000 if role in ("pub", "sub") else 1000)
socket.linger = 10_000
if len(sys.argv) > 5:
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
context.destroy(10_000)
