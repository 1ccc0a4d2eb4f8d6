#!/usr/bin/env python3
"""Writes what Apprise makes of the addresses in apprise.tsv, which RecipientTest compares with what the agent makes of them.

    python3 -m venv target/apprise && target/apprise/bin/pip install apprise==2.3.0
    target/apprise/bin/python src/test/notify/apprise-table.py

Nothing is sent: in place of the network stands a service that takes everything. A new address is a line that ends with it,
after two tabs. The columns: whether Apprise accepts it; what it then asks, as method, address and authorization, separated by
" + " (nothing where it goes another way than one request for a message); the address.
"""

import base64
import pathlib
import sys
import urllib.parse
from unittest import mock

import apprise
import requests

TABLE = pathlib.Path(__file__).parent.parent / "resources/dev/immichpg/notify/apprise.tsv"


def goes_another_way(service):
    """A login, or ids of messages and of time: what is asked depends on more than the address."""
    return type(service).__name__ == "NotifyMatrix" and service.mode == "off"


def taken(asked):
    def request(method, url, **more):
        headers = {k.lower(): v for k, v in (more.get("headers") or {}).items()}
        said = headers.get("authorization") or headers.get("x-gotify-key")
        login = more.get("auth")
        if login and "api.pushover.net" not in url:  # The same token is in the message.
            said = "Basic " + base64.b64encode(":".join(p or "" for p in login).encode()).decode()
        if method.upper() != "GET" and more.get("params"):
            url += "?" + urllib.parse.urlencode(more["params"], quote_via=urllib.parse.quote)
        asked.append(" ".join(part for part in (method.upper(), url, said) if part))
        answer = requests.Response()
        answer.status_code = 200
        answer._content = b'{"ok": true, "result": [{"update_id": 1, "message": {"message_id": 1, "chat": {"id": 7, "type": "private"}, "from": {"id": 7, "first_name": "x"}, "text": "hi"}}]}'
        return answer

    return request


def line(url):
    # The older of the two forms that its API server knows, which every such server does.
    older = ("&" if "?" in url else "?") + "version=1" if url.lower().startswith("apprise") else ""
    service = apprise.Apprise.instantiate(url + older, suppress_exceptions=True)
    asked = []
    if service and not goes_another_way(service):
        fake = taken(asked)
        with mock.patch("requests.sessions.Session.request", lambda self, method, url, **more: fake(method, url, **more)), \
                mock.patch("requests.post", lambda url, data=None, json=None, **more: fake("post", url, **more)), \
                mock.patch("requests.get", lambda url, params=None, **more: fake("get", url, **more)), \
                mock.patch("requests.request", fake):
            service.notify(body="body", title="title")
    return "\t".join(("accepts" if service else "rejects", " + ".join(asked), url))


if __name__ == "__main__":
    urls = [each.split("\t")[-1] for each in TABLE.read_text(encoding="utf-8").splitlines()]
    TABLE.write_text("".join(line(url) + "\n" for url in urls), encoding="utf-8")
    print(f"{len(urls)} addresses, by Apprise {apprise.__version__}", file=sys.stderr)
