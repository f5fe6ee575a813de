"""What becomes of reports: what was kept of them, each step, what was decided, and appeals."""

from tortoise import fields
from tortoise.models import Model


class ReportEvidence(Model):
    """What a post said when it was reported, as far as it was."""

    id = fields.BigIntField(primary_key=True, generated=False)
    report_id = fields.BigIntField(db_index=True)
    post_id = fields.BigIntField(db_default=0)
    uri = fields.CharField(max_length=2048)
    said = fields.TextField(db_default="{}")  # JSON of its title, text, files and revision
    taken = fields.BigIntField()

    class Meta:
        table = "report_evidence"


class ReportStep(Model):
    """One step of the work on a report, only ever added to."""

    id = fields.BigIntField(primary_key=True, generated=False)
    report_id = fields.BigIntField()
    actor_id = fields.BigIntField(db_default=0)  # 0: the node itself, or its command line
    step = fields.CharField(max_length=20)
    text = fields.TextField(db_default="")
    about = fields.TextField(db_default="{}")  # JSON
    created = fields.BigIntField()

    class Meta:
        table = "report_step"
        indexes = (("report_id", "id"),)


class Decision(Model):
    """What was done about somebody or a post of theirs, why, and until when."""

    id = fields.BigIntField(primary_key=True, generated=False)
    report_id = fields.BigIntField(db_default=0)
    subject_id = fields.BigIntField()  # whom it hits
    post_id = fields.BigIntField(db_default=0)
    community_id = fields.BigIntField(db_default=0)  # whose stewards decided, or where it stood
    by_id = fields.BigIntField(db_default=0)  # 0: the command line
    act = fields.CharField(max_length=20)
    rule_id = fields.BigIntField(db_default=0)
    reason = fields.TextField(db_default="")  # for everybody
    words = fields.TextField(db_default="")  # for whom it hits alone
    created = fields.BigIntField()
    until = fields.BigIntField(db_default=0)  # 0: for good
    lifted = fields.BigIntField(db_default=0)
    lifted_by = fields.BigIntField(db_default=0)
    kept = fields.TextField(db_default="")  # JSON of what was removed, while it can come back
    kept_until = fields.BigIntField(db_default=0)
    key_hash = fields.CharField(max_length=64, db_default="")  # of the link that whom it hits has

    class Meta:
        table = "decision"
        indexes = (("subject_id", "id"), ("community_id", "id"), ("report_id", "id"))


class Appeal(Model):
    """Whom a decision hits asks for another look, once."""

    id = fields.BigIntField(primary_key=True, generated=False)
    decision_id = fields.BigIntField(unique=True)
    text = fields.TextField(db_default="")
    state = fields.CharField(max_length=10, db_default="open")  # open, upheld, overturned
    created = fields.BigIntField()
    decided = fields.BigIntField(db_default=0)
    decided_by = fields.BigIntField(db_default=0)
    answer = fields.TextField(db_default="")

    class Meta:
        table = "appeal"
        indexes = (("state", "id"),)


class HouseRule(Model):
    """A rule of the node, its number stays when others come and go."""

    id = fields.BigIntField(primary_key=True, generated=False)
    position = fields.IntField(db_default=0)
    text = fields.TextField(db_default="")
    hint = fields.TextField(db_default="")
    created = fields.BigIntField()
    retired = fields.BigIntField(db_default=0)
    community_id = fields.BigIntField(db_default=0)  # 0: of the node

    class Meta:
        table = "house_rule"
