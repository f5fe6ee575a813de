"""What a community knows: artifacts, what they said each time, who had a part in it."""

from tortoise import fields
from tortoise.models import Model


class Artifact(Model):
    """A piece of practice as it is now, shares the id of its post."""

    id = fields.BigIntField(primary_key=True, generated=False)
    uri = fields.CharField(max_length=2048, unique=True)
    kind = fields.CharField(max_length=20)
    community_id = fields.BigIntField(db_default=0)
    status = fields.CharField(max_length=20, db_default="proposed")  # what its origin claims
    number = fields.IntField(db_default=1)  # of its latest revision
    digest = fields.CharField(max_length=100, db_default="")
    abstract = fields.TextField(db_default="")
    parts = fields.TextField(db_default="")  # JSON of what its kind asks for
    works_for = fields.TextField(db_default="")  # JSON: sector, setting, size, prerequisites
    license = fields.CharField(max_length=200, db_default="")
    evidence = fields.CharField(max_length=20, db_default="")
    language = fields.CharField(max_length=35, db_default="")
    review_by = fields.BigIntField(db_default=0)
    organization_uri = fields.CharField(max_length=2048, db_default="")
    superseded_by = fields.CharField(max_length=2048, db_default="")
    reason = fields.TextField(db_default="")  # why it needs review, or was withdrawn
    origins = fields.TextField(db_default="")  # JSON of what it owes to others, as it names them
    changed = fields.BigIntField(db_default=0)  # when its latest revision was made
    adoptions = fields.IntField(db_default=0)
    adaptations = fields.IntField(db_default=0)
    reviews = fields.IntField(db_default=0)
    endorsements = fields.IntField(db_default=0)  # of any revision, those withdrawn left out

    class Meta:
        table = "artifact"
        indexes = (("community_id", "id"),)


class ArtifactRevision(Model):
    """What an artifact said at one time, kept whole."""

    id = fields.BigIntField(primary_key=True, generated=False)
    artifact_id = fields.BigIntField()
    number = fields.IntField()
    digest = fields.CharField(max_length=100)
    title = fields.TextField(db_default="")
    abstract = fields.TextField(db_default="")
    source = fields.TextField(db_default="")
    content = fields.TextField(db_default="")  # sanitised HTML
    parts = fields.TextField(db_default="")
    files = fields.TextField(db_default="")  # JSON: digest, name, type, size, address
    language = fields.CharField(max_length=35, db_default="")
    note = fields.TextField(db_default="")  # what changed, in the words of whoever changed it
    minor = fields.SmallIntField(db_default=0)
    author_id = fields.BigIntField(db_default=0)  # who made this revision
    restores = fields.IntField(db_default=0)  # the revision it says again
    at = fields.BigIntField()
    document = fields.CharField(max_length=100, db_default="")  # hash of its bytes

    class Meta:
        table = "artifact_revision"
        unique_together = (("artifact_id", "number"),)
        indexes = (("digest",),)


class ArtifactDraft(Model):
    """An artifact that is being written, seen by its authors alone."""

    id = fields.BigIntField(primary_key=True, generated=False)
    author_id = fields.BigIntField()
    kind = fields.CharField(max_length=20)
    community_id = fields.BigIntField(db_default=0)
    artifact_id = fields.BigIntField(db_default=0)  # what it is the next revision of
    number = fields.IntField(db_default=0)  # the revision it began from
    title = fields.TextField(db_default="")
    body = fields.TextField(db_default="")  # JSON of the whole form
    contributors = fields.TextField(db_default="")  # JSON
    derived_from = fields.TextField(db_default="")  # JSON of uris
    created = fields.BigIntField()
    saved = fields.BigIntField()

    class Meta:
        table = "artifact_draft"
        indexes = (("author_id", "id"),)


class Contributor(Model):
    """Somebody had a part in an artifact."""

    id = fields.BigIntField(primary_key=True, generated=False)
    artifact_id = fields.BigIntField()
    actor_uri = fields.CharField(max_length=2048)
    role = fields.CharField(max_length=30, db_default="contributor")
    number = fields.IntField(db_default=1)  # the first revision with their part

    class Meta:
        table = "contributor"
        unique_together = (("artifact_id", "actor_uri", "role"),)
        indexes = (("actor_uri",),)


class Document(Model):
    """Bytes that others may ask for long after the log forgot them, by their hash."""

    id = fields.BigIntField(primary_key=True, generated=False)
    hash = fields.CharField(max_length=100, unique=True)
    body = fields.BinaryField()
    created = fields.BigIntField()

    class Meta:
        table = "document"


class Lineage(Model):
    """What one thing owes to another: adapted from, supersedes, warns about, cites."""

    id = fields.BigIntField(primary_key=True, generated=False)
    source_uri = fields.CharField(max_length=2048)
    relation = fields.CharField(max_length=20)
    target_uri = fields.CharField(max_length=2048)
    source_number = fields.IntField(db_default=0)
    target_number = fields.IntField(db_default=0)
    target_digest = fields.CharField(max_length=100, db_default="")
    note = fields.TextField(db_default="")
    verified = fields.SmallIntField(db_default=0)  # its origin says so, not hearsay
    created = fields.BigIntField()

    class Meta:
        table = "lineage"
        unique_together = (("source_uri", "relation", "target_uri"),)
        indexes = (("target_uri", "relation"),)
