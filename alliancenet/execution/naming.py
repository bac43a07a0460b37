"""Who is named in a review of execution, and what is taken out of what somebody typed."""

from dataclasses import replace

from alliancenet.execution.records import ExecutionRecords
from alliancenet.files.folding import folded
from alliancenet.model.register import Register
from alliancenet.survey.redaction import redacted


def without_names(records: ExecutionRecords, register: Register) -> tuple[ExecutionRecords, dict[str, str]]:
    """Records in which people stand by their id, or by name where their role is a public fact.

    Returns
    -------
    The records, and the firm of everybody who stands there by id. Free text has no name of the roster.
    """
    wording = _Wording(register)
    plans = records.plans and tuple(
        replace(
            plan,
            owner=wording.person(plan.owner),
            hypothesis=wording.text(plan.hypothesis),
            result=wording.text(plan.result),
            decision=wording.text(plan.decision),
        )
        for plan in records.plans
    )
    acts = records.acts and tuple(
        replace(act, teller=wording.person(act.teller), message=wording.text(act.message)) for act in records.acts
    )
    forms = records.forms and tuple(
        replace(
            form,
            decided_by=wording.person(form.decided_by),
            scope=wording.text(form.scope),
            reason=wording.text(form.reason),
        )
        for form in records.forms
    )
    benchmarks = records.benchmarks and tuple(
        replace(benchmark, source=wording.text(benchmark.source), who=wording.text(benchmark.who))
        for benchmark in records.benchmarks
    )
    return replace(records, plans=plans, acts=acts, forms=forms, benchmarks=benchmarks), wording.by_id


class _Wording:
    def __init__(self, register: Register) -> None:
        self.register, self.by_id = register, dict[str, str]()
        self._people = {
            folded(name): person for person in register.people.values() for name in (person.name, person.id)
        }

    def person(self, text: str) -> str:
        person = self._people.get(folded(text)) if text else None
        if person is None:
            return self.text(text)
        if person.public_role and person.name:
            return person.name
        self.by_id[str(person.id)] = str(person.organisation)
        return str(person.id)

    def text(self, text: str) -> str:
        return redacted([text], self.register.people.values())[0] if text else ""
