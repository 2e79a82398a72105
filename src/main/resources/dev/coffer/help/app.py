import json
import os
import urllib.request


def read_secrets():
    request = urllib.request.Request(
        os.environ["COFFER_URL"] + "/api/v1/runtime/secrets",
        headers={"Authorization": "Bearer " + os.environ["COFFER_TOKEN"]})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)["secrets"]


secrets = read_secrets()
print("Read", ", ".join(secrets))
