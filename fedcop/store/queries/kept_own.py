"""What is kept of somebody that is their own: their account, their words, their practice."""

from typing import Final

from fedcop.store.queries.kept import Kept, of_posts

POSTS: Final = ("post", "author_id")
_SECRET: Final = ("token_hash", "csrf")

ACCOUNT: Final = (
    Kept("account", "your account", ("actor_id",), secret=("password",), key="actor_id"),
    Kept(
        "actor",
        "your profile",
        ("id",),
        stays=True,
        why="an empty shell with the handle and the date: nobody else gets that handle, and other"
        " servers that ask are told that it is gone",
    ),
    Kept(
        "actor_key",
        "your public keys",
        ("actor_id",),
        secret=("private",),
        stays=True,
        why="other servers believe the deletion only with a signature: the keys are destroyed once"
        " all were told, thirty days later at the latest",
    ),
    Kept("session", "where you are signed in", ("account_id",), secret=_SECRET, key="token_hash"),
    Kept(
        "totp",
        "your app for codes",
        ("account_id",),
        secret=("secret", "last_step"),
        key="account_id",
    ),
    Kept("recovery_code", "your recovery codes", ("account_id",), secret=("code",)),
    Kept("passkey", "your passkeys", ("account_id",), secret=("credential", "public_key")),
    Kept("sign_on_link", "who you are to your organization's sign-on", ("account_id",)),
    Kept(
        "sign_in_step", "", ("account_id",), why="sealed, and gone within minutes", key="token_hash"
    ),
    Kept(
        "app_code", "", ("account_id",), why="hashes alone, gone within a minute", key="code_hash"
    ),
    Kept("app_token", "the apps you let in", ("account_id",), secret=("token_hash",)),
    Kept(
        "push_subscription",
        "where your apps are told",
        ("account_id",),
        secret=("secret", "auth", "p256dh", "endpoint"),
    ),
    Kept(
        "push_errand",
        "",
        through=("subscription_id", "push_subscription", "account_id"),
        why="what is about to be told: the same notifications",
    ),
    Kept("mail_reader", "how you want mail", ("account_id",), key="account_id"),
    Kept("mail_digest", "which communities you read by mail", ("account_id",)),
    Kept("mail_letter", "mail sent to you", ("account_id",), mail="address", secret=("facts",)),
    Kept("mail_address", "whether your address refuses mail", mail="address", key="address"),
    Kept(
        "newcomer",
        "what you said when you asked for the account",
        ("id",),
        mail="email",
        secret=("password",),
        people=("decided_by",),
        named=("decided_by",),
        blank=("decided_by",),
    ),
    Kept(
        "invite", "invitations you gave out", ("creator_id",), mail="email", secret=("code_hash",)
    ),
    Kept(
        "one_time_link",
        "",
        ("subject_id",),
        mail="address",
        why="hashes of links to confirm an address or set a password, gone within days",
        key="token_hash",
    ),
    Kept("import_line", "lines you brought along that wait", ("actor_id",)),
    Kept("idempotency_key", "", ("actor_id",), why="hashes, gone within a day"),
    Kept("marker", "how far you have read", ("owner_id",)),
    Kept("calendar_key", "your calendar's address", ("actor_id",), secret=("hash",)),
    Kept(
        "privacy_request",
        "what you asked of what is kept about you",
        ("actor_id",),
        people=("by_id",),
        stays=True,
        why="that it was asked, and what was done, with the number of the account and no name",
    ),
)

WRITING: Final = (
    Kept(
        "post",
        "your posts and replies",
        ("author_id",),
        stays=True,
        why="tombstones without a word: the address, the date, and that it is gone",
    ),
    of_posts("post_revision", "what your posts said before"),
    of_posts("hashtag", "the hashtags of your posts"),
    Kept(
        "mention",
        "whom your posts name",
        through=("post_id", *POSTS),
        people=("actor_id",),
        named=("actor_id",),
    ),
    Kept(
        "media",
        "your files",
        ("owner_id",),
        secret=("key",),
        blank=("owner_id",),
        wipe="place = 4, post_id = 0, description = ''",  # the next sweep takes the files too
    ),
    Kept("scheduled_post", "posts that wait for their time", ("actor_id",)),
    Kept("artifact_draft", "your drafts", ("author_id",)),
    of_posts("poll", "your polls", "id"),
    of_posts("poll_option", "what your polls ask"),
    of_posts("poll_tally", "how your polls stand", "id"),
    Kept("poll_vote", "what you chose in polls", ("actor_id",)),
    Kept("reaction", "what you found useful", ("actor_id",)),
    Kept("boost", "what you passed on", ("actor_id",)),
    Kept("bookmark", "your bookmarks", ("actor_id",)),
    Kept("conversation", "your messages, by thread", ("owner_id",)),
    Kept(
        "question", "your questions", ("asker_id",), named=("accepted_by",), blank=("accepted_by",)
    ),
)

PRACTICE: Final = (
    Kept(
        "artifact",
        "what you shared",
        through=("id", *POSTS),
        stays=True,
        why="of what is withdrawn, what it takes to cite it: numbers and digests",
    ),
    Kept(
        "artifact_revision",
        "each revision you made",
        ("author_id",),
        blank=("author_id",),
        secret=("content",),
    ),
    Kept("contributor", "what you had a part in", uris=("actor_uri",)),
    Kept("adoption", "what you apply", ("adopter_id",)),
    Kept("applied_link", "links to confirm what is applied", ("actor_id",), secret=("hash",)),
    Kept(
        "offer",
        "what you offered to libraries and authors",
        ("actor_id",),
        named=("answered_by",),
        blank=("answered_by",),
    ),
    Kept("offered_text", "changes you offered", through=("id", "offer", "actor_id")),
    Kept(
        "invitation",
        "whom you asked, and who asked you",
        ("person_id", "by_id"),
        people=("person_id", "by_id"),
    ),
    Kept("library_entry", "what you put on shelves", ("by_id",), blank=("by_id",)),
    Kept(
        "endorsement",
        "what you stand for",
        ("endorser_id", "by_id"),
        people=("endorser_id", "by_id"),
        blank=("by_id",),
    ),
    Kept("review", "your reviews", ("reviewer_id",)),
    Kept(
        "review_point",
        "the points of your reviews",
        through=("review_id", *POSTS),
        named=("closed_by",),
        blank=("closed_by",),
    ),
    Kept("steward_vote", "your votes as a steward", ("steward_id",)),
    Kept("assessment", "your work beside standards", ("actor_id",)),
    Kept("bringing", "what you brought from other programs", ("actor_id",), blank=("actor_id",)),
    of_posts("meeting", "meetings you arranged", "id"),
    Kept("rsvp", "where you come", ("actor_id",)),
    Kept("mentor_profile", "what you offer as a mentor", ("id",)),
    Kept(
        "mentorship",
        "whom you help, and who helps you",
        ("mentor_id", "mentee_id", "by_id"),
        people=("mentor_id", "mentee_id", "by_id"),
    ),
    Kept("thanks", "thanks to you", ("person_id",)),
    Kept("ask_me", "what you may be asked about", ("id",)),
    Kept("directory_entry", "what you say you can do", ("actor_id",)),
)
