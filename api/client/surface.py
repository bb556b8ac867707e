"""What both clients offer: the calls, by what they are about."""

from __future__ import annotations

from typing import Generic

from api.client.calls import Driver, M
from api.client.files import FileFlows
from api.client.flows import Flows
from api.client.groups.files import Files
from api.client.groups.gateway import (
    Actions,
    ApiKeys,
    Audit,
    Events,
    Service,
    Session,
    Verification,
    Webhooks,
)
from api.client.groups.others import (
    Appointments,
    Documents,
    Inspections,
    Milestones,
    Participants,
    SharedContainers,
)
from api.client.groups.records import Bills, Certificates, Claims, Releases
from api.client.groups.voyages import Voyages


class Surface(Generic[M]):
    """The calls of a client."""

    def __init__(self, flows: Flows, driver: Driver) -> None:
        self.flows = flows
        self._sealed = FileFlows(flows)
        self.bills: Bills[M] = Bills(flows, driver)
        self.releases: Releases[M] = Releases(flows, driver)
        self.shared_containers: SharedContainers[M] = SharedContainers(flows, driver)
        self.appointments: Appointments[M] = Appointments(flows, driver)
        self.inspections: Inspections[M] = Inspections(flows, driver)
        self.certificates: Certificates[M] = Certificates(flows, driver)
        self.claims: Claims[M] = Claims(flows, driver)
        self.documents: Documents[M] = Documents(flows, driver)
        self.milestones: Milestones[M] = Milestones(flows, driver)
        self.participants: Participants[M] = Participants(flows, driver)
        self.bulk: Voyages[M] = Voyages(flows, driver)
        self.files: Files[M] = Files(flows, driver)
        self.actions: Actions[M] = Actions(flows, driver)
        self.events: Events[M] = Events(flows, driver)
        self.webhooks: Webhooks[M] = Webhooks(flows, driver)
        self.session: Session[M] = Session(flows, driver)
        self.api_keys: ApiKeys[M] = ApiKeys(flows, driver)
        self.audit: Audit[M] = Audit(flows, driver)
        self.verification: Verification[M] = Verification(flows, driver)
        self.service: Service[M] = Service(flows, driver)
