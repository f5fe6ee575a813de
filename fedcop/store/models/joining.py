"""How people come to have an account here: who asked, who invited them, and one-time links."""

from tortoise import fields
from tortoise.models import Model


class Newcomer(Model):
    """Somebody who asked for an account, and what became of it."""

    id = fields.BigIntField(primary_key=True, generated=False)  # that of the account to be
    held_name = fields.CharField(max_length=64, null=True, unique=True)  # while they wait
    name = fields.CharField(max_length=64)
    display = fields.CharField(max_length=200, db_default="")
    email = fields.CharField(max_length=254, db_default="")
    password = fields.TextField(db_default="")  # argon2id
    locale = fields.CharField(max_length=20, db_default="")
    reason = fields.TextField(db_default="")
    invite_id = fields.BigIntField(db_default=0)
    state = fields.SmallIntField(db_default=0)  # joining.newcomers.State
    approval = fields.SmallIntField(db_default=0)  # whether somebody has to agree
    taken = fields.SmallIntField(db_default=0)  # the mail address is somebody else's
    confirmed = fields.BigIntField(db_default=0)  # since when the mail address is theirs
    created = fields.BigIntField()
    decided = fields.BigIntField(db_default=0)
    decided_by = fields.BigIntField(db_default=0)
    words = fields.TextField(db_default="")  # to the person

    class Meta:
        table = "newcomer"
        indexes = (("state", "id"), ("name",), ("email",), ("invite_id",))


class Invite(Model):
    """A link by which people join, only the hash of its code is kept."""

    id = fields.BigIntField(primary_key=True, generated=False)
    code_hash = fields.CharField(max_length=64, unique=True)
    creator_id = fields.BigIntField(db_default=0)  # 0: the command line
    email = fields.CharField(max_length=254, db_default="")  # whom it was sent to
    community_id = fields.BigIntField(db_default=0)  # where they are led first
    note = fields.CharField(max_length=200, db_default="")
    most = fields.IntField(db_default=1)  # 0: any number
    used = fields.IntField(db_default=0)
    expires = fields.BigIntField(db_default=0)  # 0: never
    revoked = fields.BigIntField(db_default=0)
    created = fields.BigIntField()

    class Meta:
        table = "invite"
        indexes = (("creator_id", "id"),)


class OneTimeLink(Model):
    """A link that does one thing once, only the hash of its token is kept."""

    token_hash = fields.CharField(max_length=64, primary_key=True)
    kind = fields.CharField(max_length=20)
    subject_id = fields.BigIntField(db_default=0)  # an account, or somebody who asked for one
    address = fields.CharField(max_length=254, db_default="")  # the mail address it is about
    created = fields.BigIntField()
    expires = fields.BigIntField(db_index=True)
    ended = fields.BigIntField(db_default=0)  # used, or worth nothing any more

    class Meta:
        table = "one_time_link"
        indexes = (("kind", "subject_id"),)
