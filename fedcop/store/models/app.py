"""Programs that people use this node with, and what each of them may do."""

from tortoise import fields
from tortoise.models import Model


class App(Model):
    """A program that has made itself known, only the hash of its secret is kept."""

    id = fields.BigIntField(primary_key=True, generated=False)
    client_id = fields.CharField(max_length=64, unique=True)
    secret_hash = fields.CharField(max_length=64)
    name = fields.CharField(max_length=200)
    website = fields.CharField(max_length=2048, db_default="")
    redirect_uris = fields.TextField()  # a line each, compared as they are
    scopes = fields.TextField()
    created = fields.BigIntField()
    used = fields.BigIntField(db_default=0)  # when it first got a token

    class Meta:
        table = "app"
        indexes = (("used", "created"),)


class AppCode(Model):
    """What an app is given to fetch a token with, once."""

    code_hash = fields.CharField(max_length=64, primary_key=True)
    app_id = fields.BigIntField()
    account_id = fields.BigIntField(db_index=True)
    redirect_uri = fields.TextField()
    scopes = fields.TextField()
    challenge = fields.CharField(max_length=128, db_default="")
    expires = fields.BigIntField(db_index=True)
    token_id = fields.BigIntField(db_default=0)  # what was fetched with it

    class Meta:
        table = "app_code"


class AppToken(Model):
    """What an app shows to act for somebody, or for itself, only its hash is kept."""

    id = fields.BigIntField(primary_key=True, generated=False)
    token_hash = fields.CharField(max_length=64, unique=True)
    app_id = fields.BigIntField()
    account_id = fields.BigIntField(db_default=0)
    scopes = fields.TextField()
    created = fields.BigIntField()
    seen = fields.BigIntField()

    class Meta:
        table = "app_token"
        indexes = (("account_id", "id"), ("app_id", "account_id"))
