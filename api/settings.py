"""The gateway's settings, read from the environment once, in the entry point."""

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, IPvAnyNetwork, SecretStr, field_validator
from pydantic_settings import SettingsConfigDict

from api.kit.certificate_document import CertificateType
from chain.settings import EnvironmentSettings


class ApiSettings(EnvironmentSettings):
    """Settings of the gateway: the variables `QUAY_API_…`. The defaults run the demo."""

    model_config = SettingsConfigDict(env_prefix="QUAY_API_", frozen=True, extra="forbid")

    host: str = Field(default="127.0.0.1", description="Address to listen at.")
    port: int = Field(default=8080, ge=0, le=65535, description="Port to listen at.")
    public_url: str | None = Field(
        default=None,
        description="How clients reach this gateway; sign-in messages must name it. "
        "Default: http://<host>:<port>.",
    )
    max_body_bytes: int = Field(default=1 << 20, ge=1024, description="Largest body accepted.")
    max_upload_bytes: int = Field(
        default=64 << 20, ge=1024, description="Largest upload of bills issued in bulk."
    )
    max_bulk_rows: int = Field(
        default=10_000, ge=1, le=1 << 16, description="Most bills issued in bulk at once."
    )
    nonce_seconds: int = Field(default=300, ge=1, description="Life of a sign-in nonce.")
    session_seconds: int = Field(default=3600, ge=1, description="Life of a session.")
    reservation_seconds: int = Field(
        default=86_400,
        ge=0,
        description="How long a B/L number stays reserved for a bill that never got on chain.",
    )
    max_wait_seconds: float = Field(default=60.0, ge=0, description="Longest wait for an action.")
    certificate_types_with_bill: tuple[CertificateType, ...] = Field(
        default=(),
        description="Types of certificate, as a JSON list of 1 to 9, whose application must name a "
        "bill of lading.",
    )
    refund_limits_days: dict[Annotated[int, Field(ge=1, le=4)], Annotated[int, Field(ge=1)]] = (
        Field(
            default={1: 5, 2: 10, 3: 15, 4: 20},
            description="Limit of a refund claim in working days from acceptance, by management class, as "
            "a JSON object.",
        )
    )
    metrics_token: SecretStr | None = Field(
        default=None,
        min_length=16,
        description="The bearer token with which Prometheus reads /metrics; none means that there are no metrics.",
    )
    webhook_private_networks: tuple[IPvAnyNetwork, ...] = Field(
        default=(),
        description="Networks, as a JSON list of CIDRs, that webhooks may reach although they are private; with any, "
        "webhooks may use http.",
    )
    max_file_bytes: int = Field(
        default=8 << 20, ge=1024, le=64 << 20, description="Largest sealed file accepted."
    )
    max_files_per_record: int = Field(
        default=100, ge=1, description="How many sealed files a record may have."
    )
    files_dir: Path | None = Field(
        default=None,
        description="The folder for sealed files, one for all gateways that share a database. Default: `files` in the "
        "data directory.",
    )
    s3_bucket: str | None = Field(
        default=None,
        min_length=3,
        max_length=63,
        description="The bucket for sealed files in an S3-compatible store. Default: a folder.",
    )
    s3_endpoint: str | None = Field(
        default=None,
        pattern=r"^https?://\S+$",
        description="The S3-compatible store's address. Default: Amazon's.",
    )
    s3_region: str = Field(default="us-east-1", min_length=1, description="The bucket's region.")
    s3_access_key: SecretStr | None = Field(
        default=None,
        description="Access key of the S3-compatible store. Default: what the environment gives, as for any S3 client.",
    )
    s3_secret_key: SecretStr | None = Field(
        default=None, description="Secret key of the S3-compatible store."
    )
    audit_anchor_seconds: int = Field(
        default=86_400,
        ge=0,
        description="How old an entry of the audit log gets before the log's end is put on the ledger; 0 for never.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least severity that is logged."
    )

    @field_validator("public_url")
    @classmethod
    def _absolute(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            message = "must be an absolute http or https URL"
            raise ValueError(message)
        return value.rstrip("/")

    @property
    def metrics_secret(self) -> str | None:
        """The token for /metrics as it is sent."""
        return None if self.metrics_token is None else self.metrics_token.get_secret_value()

    @property
    def url(self) -> str:
        """The gateway's own address as its clients see it, without a slash at the end."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def domain(self) -> str:
        """The authority (host and port) that sign-in messages must name (EIP-4361 `domain`)."""
        return urlsplit(self.url).netloc
