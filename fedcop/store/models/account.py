"""The logins of local people, and their sessions in browsers."""

from tortoise import fields
from tortoise.models import Model


class Account(Model):
    """The login of a local person, shares the id of its actor."""

    actor_id = fields.BigIntField(primary_key=True, generated=False)
    email = fields.CharField(max_length=254, db_default="")
    password = fields.TextField(db_default="")  # argon2id
    role = fields.CharField(max_length=20, db_default="member")  # owner, admin, moderator, member
    locale = fields.CharField(max_length=20, db_default="en")
    created = fields.BigIntField()
    read_at = fields.BigIntField(db_default=0)  # idle readers get no home lines
    disabled = fields.BigIntField(db_default=0)
    audience = fields.SmallIntField(db_default=0)  # values.Audience of a usual post
    sensitive = fields.SmallIntField(db_default=0)  # whether a usual post is folded
    language = fields.CharField(max_length=35, db_default="")  # in which they usually write

    class Meta:
        table = "account"
        indexes = (("email",),)


class Session(Model):
    """A browser signed in, only the hash of its token is kept."""

    token_hash = fields.CharField(max_length=64, primary_key=True)
    account_id = fields.BigIntField(db_index=True)
    csrf = fields.CharField(max_length=64)
    created = fields.BigIntField()
    seen = fields.BigIntField()
    expires = fields.BigIntField(db_index=True)
    agent = fields.CharField(max_length=200, db_default="")
    means = fields.CharField(max_length=40, db_default="")  # password, passkey, password+code …
    proved = fields.BigIntField(db_default=0)  # when its person last proved to be here
    issuer = fields.CharField(max_length=500, db_default="")  # where they signed in, if elsewhere
    sid = fields.CharField(max_length=255, db_default="")  # what that issuer calls the session

    class Meta:
        table = "session"
