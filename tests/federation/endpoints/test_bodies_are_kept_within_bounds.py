"""Bodies made before are kept, the oldest go first, and never more than so many bytes."""

from fedcop.federation.endpoints.door import Pantry


def test_what_was_kept_is_found_with_its_etag():
    pantry = Pantry()
    made = pantry.keep(("post", 1, 1), b"body")
    assert pantry.find(("post", 1, 1)) == made == (b"body", made[1])
    assert pantry.find(("post", 1, 2)) is None


def test_the_same_body_has_the_same_etag_and_another_another():
    one, same, other = (Pantry().keep(("x",), body)[1] for body in (b"a", b"a", b"b"))
    assert one == same != other
    assert one.startswith('"')


def test_the_one_not_asked_for_longest_goes_first():
    pantry = Pantry(most=2_000)
    for name in "abc":
        pantry.keep((name,), b"x" * 200)
    pantry.find(("a",))
    pantry.keep(("d",), b"x" * 200)
    kept = [name for name in "abcd" if pantry.find((name,))]
    assert kept == ["a", "c", "d"]


def test_what_is_kept_again_is_counted_once():
    pantry = Pantry(most=2_000)
    for _ in range(50):
        pantry.keep(("a",), b"x" * 200)
    pantry.keep(("b",), b"x" * 200)
    assert pantry.find(("a",))


def test_a_body_too_large_to_keep_is_still_answered_with():
    pantry = Pantry(most=100)
    made = pantry.keep(("a",), b"x" * 1_000)
    assert made[0] == b"x" * 1_000
    assert pantry.find(("a",)) is None
