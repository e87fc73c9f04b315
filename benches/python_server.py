"""The server that the mod's users run today, as a comparison for benchmarks: Python's standard library, no store.

    python3 benches/python_server.py [--port 8080] [--durable FILE]

Any POST path is taken. A path that ends in /api/v1/events/batch holds `events`, every other path holds one event.
The answer is 200 {"status": "ok"}, or 400 {"error": "..."} where reading the body raised anything at all. There is no
GET. Two differences to the mod's own server, both in this one's favour: HTTP/1.1, so that a client may keep its connection and is not
measured on opening sockets, and a thread for each connection, without which one kept connection would bar all others.

--port 0    take a free port; the one chosen is printed as the first line
--plain     as the mod's own: HTTP/1.0, one connection at a time, a line printed for each event
--durable   append each body as a line to FILE and fsync before answering: what it costs this server to promise what
            a log promises, with one sync for each request
"""

import argparse
import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer

BATCH_PATH = "/api/v1/events/batch"


class Journal:
    """A file that has what was appended on disk before `append` returns."""

    def __init__(self, path):
        self.descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        self.lock = threading.Lock()

    def append(self, body):
        with self.lock:
            line = memoryview(body + b"\n")
            while line:
                line = line[os.write(self.descriptor, line):]
            os.fsync(self.descriptor)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    journal = None
    is_plain = False
    # Head and body of an answer go out in one segment: two would wait for each other's acknowledgement.
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_POST(self):
        try:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.handle_body(body)
            self.answer(200, {"status": "ok"})
        except Exception as error:  # the original answers anything at all with 400
            self.answer(400, {"error": str(error)})

    def handle_body(self, body):
        content = json.loads(body)
        events = content.get("events", []) if self.path == BATCH_PATH else [content]
        for event in events:
            kind = event.get("type", "unknown")
            if self.is_plain:
                print(f"event {kind}: {json.dumps(event.get('payload'))}")
        if self.journal is not None:
            self.journal.append(body)

    def answer(self, status, content):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        """Silent unless plain: printing a line for each request would be measured too."""
        if self.is_plain:
            super().log_message(*arguments)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--durable", metavar="FILE")
    options = parser.parse_args()
    if options.durable:
        Handler.journal = Journal(options.durable)
    if options.plain:
        Handler.is_plain, Handler.protocol_version = True, "HTTP/1.0"
    with (HTTPServer if options.plain else Server)(("127.0.0.1", options.port), Handler) as server:
        print(server.server_address[1], flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
