"""Whoever acts: people, communities, organizations, nodes; ours and others'."""

from tortoise import fields
from tortoise.models import Model


class Actor(Model):
    """One actor, local (`host` is empty) or remote."""

    id = fields.BigIntField(primary_key=True, generated=False)
    uri = fields.CharField(max_length=2048, unique=True)
    kind = fields.CharField(max_length=20)  # Person, Group, Organization, Application, Service
    host = fields.CharField(max_length=260, db_default="")
    name = fields.CharField(max_length=200)  # the part of the handle before the host
    display = fields.TextField(db_default="")
    summary = fields.TextField(db_default="")  # sanitised HTML
    source = fields.TextField(db_default="")  # the Markdown of a local summary
    url = fields.CharField(max_length=2048, db_default="")
    icon = fields.CharField(max_length=2048, db_default="")
    image = fields.CharField(max_length=2048, db_default="")
    inbox = fields.CharField(max_length=2048, db_default="")
    shared_inbox = fields.CharField(max_length=2048, db_default="")
    outbox = fields.CharField(max_length=2048, db_default="")
    followers = fields.CharField(max_length=2048, db_default="")
    following = fields.CharField(max_length=2048, db_default="")
    featured = fields.CharField(max_length=2048, db_default="")
    moderators = fields.CharField(max_length=2048, db_default="")
    locked = fields.SmallIntField(db_default=0)  # follows wait for approval
    discoverable = fields.SmallIntField(db_default=1)
    aliases = fields.TextField(db_default="[]")  # JSON list of uris
    moved_to = fields.CharField(max_length=2048, db_default="")
    published = fields.BigIntField(db_default=0)
    updated = fields.BigIntField(db_default=0)
    fetched = fields.BigIntField(db_default=0)
    suspended = fields.BigIntField(db_default=0)
    deleted = fields.BigIntField(db_default=0)
    version = fields.IntField(db_default=1)
    details = fields.TextField(db_default="[]")  # JSON list of [name, HTML, as it was written]
    indexable = fields.SmallIntField(db_default=1)
    reticent = fields.SmallIntField(db_default=0)  # whom they follow is nobody's business
    limited = fields.BigIntField(db_default=0)  # shown to those alone who follow them

    class Meta:
        table = "actor"
        indexes = (("host", "name"),)


class ActorKey(Model):
    """A public key of an actor, with its private half, sealed, when the actor is ours."""

    id = fields.BigIntField(primary_key=True, generated=False)
    key_id = fields.CharField(max_length=2048, unique=True)
    actor_id = fields.BigIntField(db_index=True)
    algorithm = fields.CharField(max_length=20)  # rsa, ed25519
    public = fields.TextField()  # PEM for rsa, multibase for ed25519
    private = fields.BinaryField(null=True)  # sealed, see store/seal.py
    created = fields.BigIntField(db_default=0)
    fetched = fields.BigIntField(db_default=0)
    ended = fields.BigIntField(db_default=0)  # rotated away or revoked

    class Meta:
        table = "actor_key"
