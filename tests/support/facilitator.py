"""Somebody at the desk of a project, without a browser."""

import io
import re

from alliancenet_web.app import create_app

from alliancenet.privacy import Reader, ReaderRole
from alliancenet.store.batch import read_batch


class Facilitator:
    """Somebody at the desk of a project, as Flask's test client."""

    def __init__(self, project, role=ReaderRole.FACILITATOR, app=None, name="fay"):
        self.project = project
        (project / "audits").mkdir(exist_ok=True)
        self.app = app or create_app(project / "audits", project=project, log=project / "log")
        self.client = self.app.test_client()
        sessions = self.app.extensions["desk"].sessions
        self.session = sessions.open(name, Reader(role=role, firm="our_firm"))
        self.client.set_cookie(sessions.cookie, self.session.key)

    def get(self, path):
        return self.client.get(path)

    def post(self, path, **fields):
        return self.client.post(path, data={"form_token": self.session.form_token, **fields})

    def upload(self, *files):
        sent = [(io.BytesIO(raw), name) for name, raw in files]
        data = {"form_token": self.session.form_token, "files": sent}
        return self.client.post("/project/files", data=data, content_type="multipart/form-data")

    def answer(self, said):
        batch = read_batch(self.project)
        asked = batch.proposed.questions
        given = {f"answer-{at}": said.get(asked[at].key) or asked[at].proposal for at in range(len(asked))}
        return self.post("/project/answers", batch=batch.id, **given)

    def form(self, name):
        """Fields of a form as the page sends them."""
        text = self.get(f"/project/forms/{name}").text
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text))
        fields |= dict(re.findall(r'<input name="(r\d+\.[^"]+)" value="([^"]*)"', text))
        for key, options in re.findall(r'<select name="(r\d+\.[^"]+)"[^>]*>(.*?)</select>', text):
            chosen = re.search(r'value="([^"]*)" selected', options)
            fields[key] = chosen[1] if chosen else ""
        for key, value in re.findall(r'name="(r\d+\.[^"]+)" value="([^"]*)" checked', text):
            fields[key] = [*fields.get(key, []), value]
        return fields
