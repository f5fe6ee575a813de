"""How people prove who they are besides a password, and what they are in the middle of."""

from tortoise import fields
from tortoise.models import Model


class Totp(Model):
    """The second factor of an account that an app counts, its secret sealed."""

    account_id = fields.BigIntField(primary_key=True, generated=False)
    secret = fields.BinaryField()
    last_step = fields.BigIntField(db_default=0)  # the latest half minute whose code was used
    created = fields.BigIntField()

    class Meta:
        table = "totp"


class RecoveryCode(Model):
    """A code on paper that stands in for a second factor once, only its mark is kept."""

    id = fields.BigIntField(primary_key=True, generated=False)
    account_id = fields.BigIntField(db_index=True)
    code = fields.CharField(max_length=64)
    used = fields.BigIntField(db_default=0)
    created = fields.BigIntField()

    class Meta:
        table = "recovery_code"


class Passkey(Model):
    """A key that a device of somebody keeps for this node."""

    id = fields.BigIntField(primary_key=True, generated=False)
    account_id = fields.BigIntField(db_index=True)
    credential = fields.CharField(max_length=1400, unique=True)  # as WebAuthn names it, base64url
    public_key = fields.BinaryField()
    sign_count = fields.BigIntField(db_default=0)
    name = fields.CharField(max_length=60, db_default="")
    transports = fields.CharField(max_length=100, db_default="")
    backed_up = fields.SmallIntField(db_default=0)
    created = fields.BigIntField()
    used = fields.BigIntField(db_default=0)

    class Meta:
        table = "passkey"


class SignOnLink(Model):
    """Somebody here is the one whom an issuer calls by this subject."""

    id = fields.BigIntField(primary_key=True, generated=False)
    account_id = fields.BigIntField(db_index=True)
    issuer = fields.CharField(max_length=500)  # its address, whatever the settings call it
    subject = fields.CharField(max_length=255)
    shown = fields.CharField(max_length=254, db_default="")  # what its owner knows it by
    created = fields.BigIntField()
    used = fields.BigIntField(db_default=0)

    class Meta:
        table = "sign_on_link"
        unique_together = (("issuer", "subject"),)


class SignInStep(Model):
    """What a browser is in the middle of, only the hash of its token is kept."""

    token_hash = fields.CharField(max_length=64, primary_key=True)
    kind = fields.CharField(max_length=20)
    account_id = fields.BigIntField(db_default=0)
    body = fields.BinaryField()  # sealed
    tries = fields.SmallIntField(db_default=0)
    expires = fields.BigIntField(db_index=True)

    class Meta:
        table = "sign_in_step"
