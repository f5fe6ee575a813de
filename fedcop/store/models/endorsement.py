"""How a community takes in what it is offered: offers, invitations, shelves, endorsements."""

from tortoise import fields
from tortoise.models import Model


class Offer(Model):
    """An artifact is offered to a library, or a change to whom it was adapted from."""

    id = fields.BigIntField(primary_key=True, generated=False)
    uri = fields.CharField(max_length=2048, unique=True)
    kind = fields.CharField(max_length=10)  # library, back
    artifact_uri = fields.CharField(max_length=2048)
    number = fields.IntField(db_default=0)
    digest = fields.CharField(max_length=100, db_default="")
    target_uri = fields.CharField(max_length=2048)  # the library, or the original artifact
    community_id = fields.BigIntField(db_default=0)
    actor_id = fields.BigIntField()
    state = fields.CharField(max_length=10, db_default="open")
    summary = fields.TextField(db_default="")
    answer = fields.TextField(db_default="")
    answered_by = fields.BigIntField(db_default=0)
    answer_uri = fields.CharField(max_length=2048, db_default="")
    created = fields.BigIntField()
    answered = fields.BigIntField(db_default=0)

    class Meta:
        table = "offer"
        indexes = (("artifact_uri",), ("target_uri",), ("community_id", "id"))


class Invitation(Model):
    """Somebody is asked to review, to answer a question, to come to a meeting."""

    id = fields.BigIntField(primary_key=True, generated=False)
    uri = fields.CharField(max_length=2048, unique=True)
    kind = fields.CharField(max_length=10)  # review, answer, meeting
    thing_uri = fields.CharField(max_length=2048)
    number = fields.IntField(db_default=0)
    digest = fields.CharField(max_length=100, db_default="")
    community_id = fields.BigIntField(db_default=0)
    by_id = fields.BigIntField()
    person_id = fields.BigIntField()
    state = fields.CharField(max_length=10, db_default="open")
    words = fields.TextField(db_default="")
    answer_uri = fields.CharField(max_length=2048, db_default="")
    created = fields.BigIntField()
    answered = fields.BigIntField(db_default=0)

    class Meta:
        table = "invitation"
        unique_together = (("thing_uri", "number", "person_id", "kind"),)
        indexes = (("person_id", "id"),)


class LibraryEntry(Model):
    """One revision stands on a shelf of a community, as the community itself says."""

    id = fields.BigIntField(primary_key=True, generated=False)
    community_id = fields.BigIntField()
    shelf = fields.CharField(max_length=12)  # library, adaptations
    artifact_uri = fields.CharField(max_length=2048)
    number = fields.IntField(db_default=0)
    digest = fields.CharField(max_length=100, db_default="")
    by_id = fields.BigIntField(db_default=0)
    activity_uri = fields.CharField(max_length=2048, db_default="")
    words = fields.TextField(db_default="")
    document = fields.CharField(max_length=100, db_default="")  # hash of the signed Add
    created = fields.BigIntField()
    removed = fields.BigIntField(db_default=0)

    class Meta:
        table = "library_entry"
        unique_together = (("community_id", "shelf", "artifact_uri"),)
        indexes = (("artifact_uri",),)


class Endorsement(Model):
    """Somebody stands for one exact revision: a community, an organization, a person."""

    id = fields.BigIntField(primary_key=True, generated=False)
    endorser_id = fields.BigIntField()
    artifact_uri = fields.CharField(max_length=2048)
    number = fields.IntField()
    digest = fields.CharField(max_length=100)
    by_id = fields.BigIntField(db_default=0)  # the steward who spoke for the community
    words = fields.TextField(db_default="")
    activity_uri = fields.CharField(max_length=2048, db_default="")
    document = fields.CharField(max_length=100, db_default="")  # hash of the signed Add
    created = fields.BigIntField()
    withdrawn = fields.BigIntField(db_default=0)

    class Meta:
        table = "endorsement"
        unique_together = (("endorser_id", "artifact_uri", "number", "digest"),)
        indexes = (("artifact_uri",), ("endorser_id", "id"))


class Review(Model):
    """What a peer thinks of one exact revision, shares the id of its post."""

    id = fields.BigIntField(primary_key=True, generated=False)
    artifact_uri = fields.CharField(max_length=2048)
    number = fields.IntField()
    digest = fields.CharField(max_length=100)
    reviewer_id = fields.BigIntField()
    organization_uri = fields.CharField(max_length=2048, db_default="")
    verdict = fields.CharField(max_length=20)
    rubric_uri = fields.CharField(max_length=2048, db_default="")
    scores = fields.TextField(db_default="")  # JSON: criterion, level
    conflict = fields.TextField(db_default="")
    created = fields.BigIntField()

    class Meta:
        table = "review"
        indexes = (("artifact_uri",), ("reviewer_id", "id"))


class ReviewPoint(Model):
    """One thing a review says works, would change, must be mended, or asks."""

    id = fields.BigIntField(primary_key=True, generated=False)
    review_id = fields.BigIntField()
    kind = fields.CharField(max_length=10)  # works, change, must, question
    words = fields.TextField()
    closed = fields.BigIntField(db_default=0)
    closed_by = fields.BigIntField(db_default=0)
    closed_in = fields.IntField(db_default=0)  # the revision that mends it

    class Meta:
        table = "review_point"
        indexes = (("review_id",),)


class StewardVote(Model):
    """A steward is for endorsing one exact revision."""

    id = fields.BigIntField(primary_key=True, generated=False)
    community_id = fields.BigIntField()
    artifact_uri = fields.CharField(max_length=2048)
    number = fields.IntField()
    digest = fields.CharField(max_length=100)
    steward_id = fields.BigIntField()
    place = fields.IntField()  # the first, the second: two at once cannot both be the first
    words = fields.TextField(db_default="")
    created = fields.BigIntField()

    class Meta:
        table = "steward_vote"
        unique_together = (
            ("community_id", "artifact_uri", "number", "digest", "steward_id"),
            ("community_id", "artifact_uri", "number", "digest", "place"),
        )


class ReviewRule(Model):
    """What a community asks of a review, a row for those that ask something else than usual."""

    id = fields.BigIntField(primary_key=True, generated=False)  # of the community
    reviewers = fields.IntField(db_default=2)
    organizations = fields.IntField(db_default=2)
    votes = fields.IntField(db_default=1)  # of stewards, to endorse
    unnamed = fields.IntField(db_default=0)  # whether reviewers may give no name

    class Meta:
        table = "review_rule"


class UnnamedReview(Model):
    """A review by somebody of ours who gives no name, its number says nothing."""

    id = fields.BigIntField(primary_key=True, generated=False)
    community_id = fields.BigIntField()
    artifact_uri = fields.CharField(max_length=2048)
    mark = fields.CharField(max_length=64, unique=True)  # of person and revision, keyed
    part = fields.TextField(db_default="")  # what it says, until it is published
    due = fields.BigIntField(db_default=0)
    post_id = fields.BigIntField(db_default=0)

    class Meta:
        table = "unnamed_review"
        indexes = (("post_id",),)


class Assessment(Model):
    """Somebody laid their work beside a standard, for themselves alone."""

    id = fields.BigIntField(primary_key=True, generated=False)
    actor_id = fields.BigIntField()
    standard_uri = fields.CharField(max_length=2048)
    number = fields.IntField()
    work = fields.TextField(db_default="")  # what was looked at, in words
    work_uri = fields.CharField(max_length=2048, db_default="")  # where it is an artifact
    said = fields.TextField()  # JSON: criterion, level, evidence
    created = fields.BigIntField()

    class Meta:
        table = "assessment"
        indexes = (("actor_id", "id"),)
