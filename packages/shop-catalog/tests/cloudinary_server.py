"""A small Cloudinary on loopback: uploads, deletion, details and delivery, with the checks that its documentation describes."""

import base64
import hashlib
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from urllib.parse import unquote

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http.multipartparser import MultiPartParser
from PIL import Image

CLOUD, KEY, SECRET = "shop-cloud", "1234567890", "the api secret"
NOT_SIGNED = {"file", "cloud_name", "resource_type", "api_key", "signature"}


class FakeCloudinary(ThreadingHTTPServer):
    """What it keeps is in ``files``, by kind and public id; ``fault`` makes it fail."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files = {}
        self.calls = []
        self.fault = None
        self.answering = threading.Event()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def options(self):
        """The options of a `CloudinaryStorage` that uses it."""
        account = {"cloud_name": CLOUD, "api_key": KEY, "api_secret": SECRET}
        return account | {"upload_prefix": self.address, "delivery_prefix": f"{self.address}/{CLOUD}", "timeout": 0.5}


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        fields, uploads = self._form()
        if self._fails():
            return
        found = re.fullmatch(rf"/v1_1/{CLOUD}/(image|raw)/(upload|destroy)", self.path)
        signed = "&".join(f"{name}={fields[name]}" for name in sorted(fields) if name not in NOT_SIGNED)
        if not found:
            self._refuse(404, "Unknown address")
        elif fields.get("api_key") != KEY:
            self._refuse(401, "Unknown API key")
        elif fields.get("signature") != hashlib.sha1((signed + SECRET).encode()).hexdigest():
            self._refuse(401, f"Invalid Signature. String to sign - '{signed}'.")
        elif found[2] == "upload":
            self._upload((found[1], fields["public_id"]), uploads["file"].read(), overwrite=fields["overwrite"] == "1")
        else:
            gone = self.server.files.pop((found[1], fields["public_id"]), None)
            self._answer({"result": "not found" if gone is None else "ok"})

    def do_GET(self):
        if self._fails():
            return
        path = unquote(self.path)
        if found := re.fullmatch(rf"/v1_1/{CLOUD}/resources/(image|raw)/upload/(.+)", path):
            self._details(*found.groups())
        elif found := re.fullmatch(rf"/{CLOUD}/(image|raw)/upload/(?:([a-z]+_[^/]+)/)?v1/(.+)", path):
            self._deliver(*found.groups())
        else:
            self._refuse(404, "Unknown address")

    def _upload(self, key, content, *, overwrite):
        existing = key in self.server.files and not overwrite
        if not existing:
            self.server.files[key] = content
        self._answer({"public_id": key[1], "bytes": len(content)} | ({"existing": True} if existing else {}))

    def _details(self, kind, public_id):
        login = base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
        if self.headers["authorization"] != f"Basic {login}":
            self._refuse(401, "Wrong credentials")
        elif (kind, public_id) not in self.server.files:
            self._refuse(404, f"Resource not found - {public_id}")
        else:
            self._answer({"public_id": public_id, "bytes": len(self.server.files[kind, public_id])})

    def _deliver(self, kind, transformation, name):
        public_id, _, ending = name.rpartition(".") if kind == "image" else (name, "", "")
        content = self.server.files.get((kind, public_id))
        if content is None:
            self._refuse(404, "Resource not found")
        elif transformation:
            found = re.fullmatch(r"f_auto,q_auto,c_limit,w_(\d+)", transformation)
            self._send(200, _resized(content, int(found[1])), "image/webp")
        else:
            self._send(200, content, f"image/{ending}")

    def _form(self):
        size = int(self.headers["content-length"])
        about = {"CONTENT_TYPE": self.headers["content-type"], "CONTENT_LENGTH": size}
        handler = MemoryFileUploadHandler()
        handler.handle_raw_input(None, about, size, b"")
        fields, uploads = MultiPartParser(about, BytesIO(self.rfile.read(size)), [handler]).parse()
        return fields.dict(), uploads

    def _fails(self):
        self.server.calls.append(f"{self.command} {unquote(self.path)}")
        if self.server.fault == "silence":
            self.server.answering.wait(10)
        elif self.server.fault:
            self._refuse(self.server.fault, "Something went wrong")
        return self.server.fault

    def _refuse(self, status, message):
        self._answer({"error": {"message": message}}, status)

    def _answer(self, data, status=200):
        self._send(status, json.dumps(data).encode(), "application/json")

    def _send(self, status, content, kind):
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        pass


def _resized(content, width):
    made = BytesIO()
    with Image.open(BytesIO(content)) as picture:
        picture.thumbnail((width, picture.height))
        picture.save(made, "WEBP")
    return made.getvalue()
