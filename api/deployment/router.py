"""What this gateway serves: public."""

from fastapi import APIRouter

from api.actions.powers import POWERS
from api.deployment.schemas import (
    DefinitionList,
    DefinitionRead,
    DeploymentRead,
    DomainRead,
    FieldRead,
)
from api.deps import Services
from api.kit.names import Power, names_of
from api.version import VERSION
from contracts.bindings import ActionSpec, actions, enums
from wallets.typed_action import DOMAIN_NAME, DOMAIN_VERSION

router = APIRouter(prefix="/v1", tags=["deployment"])


@router.get("/deployment", summary="Read the deployment")
async def read_deployment(services: Services) -> DeploymentRead:
    """The chain id, the contracts' addresses and their EIP-712 domains.

    That is all that signing offline needs. Compare the addresses with those that your consortium
    published.
    """
    ledger = services.ledger
    domains = {}
    for name in sorted({spec.contract for spec in actions().values()}):
        domain = ledger.domain(name)
        domains[name] = DomainRead(
            name=DOMAIN_NAME,
            version=DOMAIN_VERSION,
            chain_id=domain.chain_id,
            verifying_contract=domain.verifying_contract,
        )
    return DeploymentRead(
        chain_id=ledger.deployment.chain_id,
        addresses=dict(ledger.deployment.addresses),
        domains=domains,
        genesis_hash=ledger.deployment.genesis_hash,
        first_block=ledger.deployment.first_block,
        source_hash=ledger.deployment.source_hash,
        members=len(await ledger.read.members()),
        software=VERSION,
    )


@router.get("/definitions/actions", summary="List the typed actions")
async def list_definitions() -> DefinitionList:
    """Every action that a wallet can sign, with its EIP-712 type and its fields."""
    return DefinitionList(
        items=[_definition(spec) for spec in actions().values()],
        enums={name: dict(values) for name, values in enums().items()},
    )


def _definition(spec: ActionSpec) -> DefinitionRead:
    return DefinitionRead(
        name=spec.name,
        contract=spec.contract,
        function=spec.function,
        type_string=spec.type_string,
        type_hash="0x" + spec.type_hash.hex(),
        description=spec.doc,
        power=next(iter(names_of(Power, POWERS[spec.name])), None),
        fields=[
            FieldRead(name=f.name, type=f.type, enum=f.enum, description=f.doc) for f in spec.fields
        ],
    )
