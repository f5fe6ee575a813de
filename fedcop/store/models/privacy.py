"""What people ask of what is kept about them: a copy of it, or an end to it."""

from tortoise import fields
from tortoise.models import Model


class PrivacyRequest(Model):
    """Somebody asked for all that is kept about a person, or for its end, and what became of it."""

    id = fields.BigIntField(primary_key=True, generated=False)
    kind = fields.CharField(max_length=10)  # export, erase
    actor_id = fields.BigIntField()
    by_id = fields.BigIntField(db_default=0)  # the person, an admin; 0: the command line
    keep = fields.SmallIntField(db_default=0)  # what they shared stays, as by a former member
    state = fields.CharField(max_length=10)  # running, telling, done
    phase = fields.SmallIntField(db_default=0)  # how far it has come
    counts = fields.TextField(db_default="")  # JSON: what went, how much of it, who was told
    created = fields.BigIntField()
    told = fields.BigIntField(db_default=0)  # when other servers were owed it
    done = fields.BigIntField(db_default=0)

    class Meta:
        table = "privacy_request"
        indexes = (("state", "id"), ("actor_id", "id"))
