"""The language of scenario files: one model, from which schema, reference and checks are made.

Every field's description stands in `docs/scenario.schema.json`, where editors show it, and in `docs/scenarios.md`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from contracts.bindings import actions

NAME = r"^[a-z][a-z0-9_]*$"
Name = Annotated[str, Field(pattern=NAME)]
Duration = Annotated[
    int | float | str,
    Field(examples=["5 s", "2 days"], description="Seconds, or a number with a unit."),
]
Who = Annotated[
    str | list[str],
    Field(
        description="An organisation; `organisation/wallet` for one of its other wallets; several, in the contract's "
        "order, where several sign. `governors` are the consortium's.",
        examples=["carrier", "terminal/gate", ["consignee", "bank"]],
    ),
]


class Part(BaseModel):
    """A part of a file: what it does not know it refuses."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


# --- who takes part -----------------------------------------------------------------------------


class Key(Part):
    """Where a wallet's key is: for a live gateway."""

    keystore: str | None = Field(default=None, description="A keystore file, beside this file.")
    password_env: str | None = Field(
        default=None, description="The environment variable with the keystore's password."
    )
    key_env: str | None = Field(
        default=None, description="The environment variable with the private key as 0x-hex."
    )


class Wallet(Key):
    """Another wallet of an organisation."""

    powers: str | list[str] | None = Field(
        default=None,
        description="What it may sign; without powers it is not enrolled.",
        examples=["GATE"],
    )


class Organisation(Key):
    """A member. An embedded ledger admits it for this run; at a live gateway its key is needed."""

    roles: str | list[str] = Field(
        description="Roles, as the contracts name them.", examples=["CARRIER"]
    )
    name: str | None = Field(default=None, max_length=60, description="Its name on the ledger.")
    member: bool = Field(
        default=True, description="False: it is not admitted; a step of the scenario does that."
    )
    wallets: dict[Name, Wallet | str | list[str]] = Field(
        default={},
        description="Its other wallets by name: their powers, or a mapping.",
        examples=[{"gate": "GATE"}],
    )


# --- steps --------------------------------------------------------------------------------------


class Step(Part):
    """What all steps may say."""

    name: str | None = Field(
        default=None, description="What the report calls it; other steps refer to it by this name."
    )


class Refusal(Part):
    """How a step must be refused."""

    error: str = Field(
        description="The contract's named error, or the gateway's code.",
        examples=["BillNotHolder", "not_found"],
    )
    at: Literal["prepare", "accept", "chain"] | None = Field(
        default=None,
        description="Where: when the gateway is asked to prepare the action, when it is handed in, or on chain.",
    )


Refused = Annotated[
    str | Refusal | None,
    Field(description="The step must be refused, with this error; with nothing, it must succeed."),
]
Expect = Annotated[
    dict[str, Any],
    Field(
        description="Fields, by their JSON names and dots, with the values that they must have, or with one of `is`, "
        "`is_not`, `at_least`, `at_most`, `one_of`, `contains`, `matches`, `count`.",
        examples=[{"state": "ISSUED", "holder": "shipper"}],
    ),
]


class Act(Step):
    """Somebody signs one of the contracts' actions."""

    do: str = Field(
        description="The action's name.",
        examples=["IssueBill", "Endorse"],
        json_schema_extra={"enum": list(actions())},
    )
    by: Who
    on: str | None = Field(
        default=None,
        description="The record that it is about, by the name that it was saved under.",
    )
    with_: dict[str, Any] = Field(
        default={},
        alias="with",
        description="The action's fields but record, version and actor. Members by organisation; records by name; "
        "text where a commitment is wanted is committed to; times as `in 3 days` or RFC 3339.",
    )
    document: dict[str, Any] = Field(
        default={},
        description="What the new record's generated document has otherwise: fields of DCSA's transport document, or "
        "of the order's, the application's, the claim's. Nested mappings are merged.",
    )
    make: dict[str, Any] = Field(
        default={},
        description="How the document is generated: `containers`, `goods`, `from`, `to` of a bill; `containers`, "
        "`valid_for` of a release order.",
    )
    save: Name | None = Field(default=None, description="The name of the record that it makes.")
    each: str | list[Any] | None = Field(
        default=None,
        description="Done once for each of these, all at the same time: `${each}` is the one.",
        examples=["${places(bill)}", [0, 1, 2]],
    )
    keep: Name | None = Field(
        default=None, description="Signed, and kept back under this name for a later `submit`."
    )
    through: str | None = Field(
        default=None,
        description="Whose session hands it in, if not the first signer's: anybody may relay what is signed.",
    )
    direct: bool = Field(
        default=False,
        description="The message is made here, not prepared by the gateway: what the gateway would not prepare gets to "
        "its acceptance, or to the chain.",
    )
    refused: Refused = None
    expect: Expect = {}
    within: Duration = Field(default=10, description="How long `expect` may take to come true.")


class Submit(Step):
    """Hands in an action that was kept back, or one that took effect, once more."""

    submit: Name = Field(description="The name that it was kept under.")
    by: Who
    change: dict[str, Any] = Field(
        default={}, description="Fields of the message that are changed after it was signed."
    )
    refused: Refused = None


class Read(Step):
    """Somebody reads a record, and sees what is expected."""

    read: str = Field(description="The record, by name.")
    by: Who
    expect: Expect = {}
    refused: Refused = None
    within: Duration = Field(default=10, description="How long it may take to come true.")


class Get(Step):
    """Somebody reads any address of the gateway's API."""

    get: str = Field(description="The path.", examples=["/v1/bills"])
    by: Who | None = Field(default=None, description="Nobody: what the public may read.")
    query: dict[str, Any] = Field(default={}, description="The query's fields.")
    save: Name | None = Field(default=None, description="A variable that the answer becomes.")
    expect: Expect = {}
    refused: Refused = None
    within: Duration = Field(default=10, description="How long it may take to come true.")


class Verify(Step):
    """Anybody verifies a record's document, as the public verify page does."""

    verify: str = Field(description="The record, by name.")
    change: dict[str, Any] = Field(default={}, description="What is forged in the document.")
    expect: Expect = {}
    within: Duration = Field(default=10, description="How long it may take to come true.")


class Event(Step):
    """An event reaches a member."""

    event: str = Field(description="The event's name.", examples=["BillEndorsed"])
    to: str = Field(description="The organisation that is told.")
    by: Literal["stream", "webhook", "list"] = Field(
        default="stream",
        description="How: server-sent events; a signed webhook, received here; or the list of events.",
    )
    on: str | None = Field(default=None, description="The record, by name.")
    expect: Expect = {}
    within: Duration = Field(default=30, description="How long it may take.")


class Wait(Step):
    """Waits."""

    wait: Duration


class Advance(Step):
    """Advances the clock of an embedded ledger; at a live gateway the scenario is not run."""

    advance: Duration


class Elapsed(Part):
    """Two steps, and how far apart they end."""

    since: str = Field(description="A step's name.")
    until: str | None = Field(default=None, description="A later step's name; without, now.")
    at_most: Duration | None = None
    at_least: Duration | None = None


class Time(Step):
    """The time between the ends of two steps."""

    elapsed: Elapsed


class Let(Step):
    """Names values for the steps after it."""

    let: dict[Name, Any]


class Bulk(Step):
    """A carrier issues many bills in one upload with one signature."""

    bulk: int = Field(ge=1, le=10_000, description="How many.")
    by: Who
    with_: dict[str, Any] = Field(
        alias="with", description="`holder`, and `titleHolder` if it is another."
    )
    save: Name | None = Field(
        default=None, description="The bills are saved as this name and 1, 2, 3 …."
    )
    expect: Expect = {}


class Seal(Step):
    """Seals a file for its readers, and has it kept with a record: the gateway cannot read it."""

    seal: str = Field(description="The record, by name: its document is what is sealed.")
    by: Who
    readers: list[str] = Field(default=[], description="The organisations that may open it.")


class Open(Step):
    """Opens a sealed file of a record, and holds it against the record's commitment."""

    open: str = Field(description="The record, by name.")
    by: Who
    refused: Refused = None


class Parallel(Step):
    """Branches that need not wait for each other."""

    parallel: list[list[AnyStep]] = Field(min_length=1)


class Include(Step):
    """The steps of another file, in this place."""

    include: str = Field(description="The file, beside this one.", examples=["parts/issue.yaml"])
    with_: dict[str, Any] = Field(default={}, alias="with", description="Values of its parameters.")


STEPS: dict[str, type[Step]] = {
    "do": Act,
    "submit": Submit,
    "read": Read,
    "get": Get,
    "verify": Verify,
    "event": Event,
    "wait": Wait,
    "advance": Advance,
    "elapsed": Time,
    "let": Let,
    "bulk": Bulk,
    "seal": Seal,
    "open": Open,
    "parallel": Parallel,
    "include": Include,
}
"""Each kind of step by the key that tells it."""


def kind_of_step(value: Any) -> str | None:
    """The key that tells what kind of step a value is; None if it has none, or two."""
    if isinstance(value, Step):
        return next(key for key, model in STEPS.items() if type(value) is model)
    found = [key for key in STEPS if isinstance(value, dict) and key in value]
    return found[0] if len(found) == 1 else None


AnyStep: TypeAlias = Annotated[
    Annotated[Act, Tag("do")]
    | Annotated[Submit, Tag("submit")]
    | Annotated[Read, Tag("read")]
    | Annotated[Get, Tag("get")]
    | Annotated[Verify, Tag("verify")]
    | Annotated[Event, Tag("event")]
    | Annotated[Wait, Tag("wait")]
    | Annotated[Advance, Tag("advance")]
    | Annotated[Time, Tag("elapsed")]
    | Annotated[Let, Tag("let")]
    | Annotated[Bulk, Tag("bulk")]
    | Annotated[Seal, Tag("seal")]
    | Annotated[Open, Tag("open")]
    | Annotated[Parallel, Tag("parallel")]
    | Annotated[Include, Tag("include")],
    Discriminator(kind_of_step),
]

# --- the file -----------------------------------------------------------------------------------


class Scenario(Part):
    """A scenario file."""

    scenario: str = Field(min_length=1, max_length=120, description="What happens, in one line.")
    about: str | None = Field(default=None, description="More about it, for people.")
    seed: int | None = Field(
        default=None,
        description="Generated data is the same whenever the seed is. Left out, the command's seed is taken.",
    )
    organisations: dict[Name, Organisation | str | list[str]] = Field(
        min_length=1,
        description="Who takes part, by name: the roles, or a mapping.",
        examples=[
            {"carrier": "CARRIER", "terminal": {"roles": "TERMINAL", "wallets": {"gate": "GATE"}}}
        ],
    )
    variables: dict[Name, Any] = Field(default={}, description="Values that `${name}` stands for.")
    rows: list[dict[str, Any]] | str | None = Field(
        default=None,
        description="The scenario is run once for each row, `${row.column}` is its value: rows, or a CSV file.",
    )
    steps: list[AnyStep] = Field(min_length=1, description="What happens, in order.")


class Fragment(Part):
    """A file to be included: steps, and what they need to be told."""

    fragment: str = Field(description="What it does, in one line.")
    parameters: dict[Name, Any] = Field(
        default={}, description="Names with default values; null has none and must be given."
    )
    steps: list[AnyStep] = Field(min_length=1)


for _model in (Parallel, Scenario, Fragment):
    _model.model_rebuild()
