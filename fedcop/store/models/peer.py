"""Other servers: what they run, how they are, and what we decided about them."""

from tortoise import fields
from tortoise.models import Model


class Peer(Model):
    """One remote server, health, dialect and signature scheme belong to it."""

    id = fields.BigIntField(primary_key=True, generated=False)
    host = fields.CharField(max_length=260, unique=True)
    software = fields.CharField(max_length=60, db_default="")
    software_version = fields.CharField(max_length=60, db_default="")
    dialect = fields.SmallIntField(db_default=1)  # 1 plain, 2 wrapped: the form numbers of the log
    learned = fields.BigIntField(db_default=0)  # when NodeInfo was last read
    scheme = fields.CharField(max_length=20, db_default="")  # the signature it took last
    scheme_until = fields.BigIntField(db_default=0)
    failures = fields.IntField(db_default=0)
    failing_since = fields.BigIntField(db_default=0)
    next_try = fields.BigIntField(db_default=0)
    last_ok = fields.BigIntField(db_default=0)
    last_heard = fields.BigIntField(db_default=0)
    last_status = fields.SmallIntField(db_default=0)
    last_error = fields.TextField(db_default="")
    created = fields.BigIntField()

    class Meta:
        table = "peer"


class DomainRule(Model):
    """An admins word about a domain and what is below it: block or allow."""

    domain = fields.CharField(max_length=260, primary_key=True)
    action = fields.CharField(max_length=10)
    reason = fields.TextField(db_default="")
    created = fields.BigIntField()
    public = fields.TextField(db_default="")  # what others may read about it

    class Meta:
        table = "domain_rule"


class PeerSample(Model):
    """How one peer stood in one hour in which it lagged or failed."""

    id = fields.BigIntField(primary_key=True, generated=False)
    peer_id = fields.BigIntField()
    hour = fields.BigIntField()  # since 1970
    lag = fields.BigIntField(db_default=0)  # seconds since what it lacks was told
    behind = fields.BigIntField(db_default=0)  # entries of the log it has not come to
    beside = fields.IntField(db_default=0)  # entries that wait beside its lanes, or were given up
    failing = fields.SmallIntField(db_default=0)

    class Meta:
        table = "peer_sample"
        unique_together = (("peer_id", "hour"),)
        indexes = (("hour",),)
