"""What people of the demo told each other over half a year, a talk a week or so."""

from typing import Final

from fedcop.cli.demo import cast
from fedcop.cli.demo.steps import Opening, Thread, talk

_HANDOVERS: Final[tuple[Thread, ...]] = (
    talk(
        Opening(
            "counting",
            "jonas",
            178,
            "Why we began to count",
            "In spring I could not say whether we lose more at night or at the weekend. So for a"
            " month every ward put one stroke on a sheet for each thing that was due by eight and"
            " not done. It was the weekend, and by a lot.",
        ),
        ("maya", "We hated the sheet for a week. Then we began to argue about what counts."),
        ("ingrid", "That argument is the useful part. What did you settle on?"),
        ("jonas", "Due, not done, and nobody had said so. If somebody said so, it is no stroke."),
        ("samir", "Could a junior see the sheet? I would like to know what I drop."),
    ),
    talk(
        Opening(
            "telephone",
            "maya",
            164,
            "A week with the telephone off",
            "From 6:30 to 6:50 the ward telephone rang at the desk of the site practitioner. Two"
            " calls could not wait in seven days; forty-one could.",
        ),
        ("callum", "I was the desk. Forty-one people were cross with me and two were right."),
        ("zofia", "Tell the laboratory before you do it. They rang me at home."),
        ("ana", "We did it at admissions and stopped: there the two are twenty."),
        ("hannah", "A care home has one telephone. But we put it in another room, and it helps."),
    ),
    talk(
        Opening(
            "clerk",
            "zofia",
            150,
            "What a ward clerk knows at seven",
            "Nobody hands over to me and nobody asks me to. I know which interpreter comes, whose"
            " daughter rings at eight, and that the lift is out. Ask your clerk one question.",
        ),
        ("priya", "I asked ours. She knew of two transfers that no nurse had heard of."),
        ("otto", "Same with porters. I knew about the lift."),
        ("kwame", "This should be line six on the day sheet: what does the clerk know?"),
        ("rosa", "Ours is line one, since she speaks with the families."),
    ),
    talk(
        Opening(
            "porter",
            "otto",
            129,
            "I see every handover twice",
            "I bring somebody from theatre to recovery and from recovery to the ward. What is said"
            " at the first door and not at the second, I could tell you. Nobody has asked yet.",
        ),
        ("ingrid", "I am asking. Could you listen for a week and count?"),
        ("otto", "Allergies, always said first. Who is waiting outside, never said second."),
        ("david", "We now say it in recovery. It takes four words."),
        ("mei", "In day surgery the one who waits outside is half of the handover."),
    ),
    talk(
        Opening(
            "read-backs",
            "tomas",
            108,
            "What we argued about when we read back",
            "Half of ward 4 feels like being tested. So we turned it round: whoever speaks says"
            " first which line they are least sure of, and only that one is read back.",
        ),
        ("niamh", "We do it sitting down, and then nobody feels tested."),
        ("grace", "With one of me there is nobody to read back to. I write it and read it at two."),
        ("helena", "Which half? I mean it: is it those who have been here the longest?"),
        ("tomas", "The longest and the newest. The middle does not mind."),
    ),
    talk(
        Opening(
            "lists",
            "callum",
            73,
            "We stopped printing lists at night",
            "Eleven lists a night, each old by the time it was dry. For three weeks there has been"
            " one on the wall and none in pockets.",
        ),
        ("lucia", "And I found one in the bin by the lift, which is why I am glad."),
        ("maya", "People write on their hands instead. I took pictures of the hands."),
        ("callum", "Fair. What is on the hands is what should be on the wall."),
        ("jonas", "Then count hands. I am serious."),
    ),
    talk(
        Opening(
            "october",
            "jonas",
            31,
            "October, in six numbers",
            "Strokes a week on nine wards: 41 in May, 38 in June, 29, 30, 22, 19. Three wards"
            " stopped counting in August, so look at the six that did not: 26 to 14.",
        ),
        ("ingrid", "Thank you for saying which wards stopped. I would have cheered too early."),
        ("ana", "We stopped. We begin again on Monday, and I am sorry about the hole."),
        ("kwame", "A hole that one can see is fine. {ana}, tell us what made you stop?"),
        ("ana", "The sheet lay under the printer. That is all. It is on the wall now."),
        ("helena", "I will show the board the six, and say why not the nine."),
    ),
)

_EVENTS: Final[tuple[Thread, ...]] = (
    talk(
        Opening(
            "fair-start",
            "luca",
            120,
            "Welcome at the edge of the pitch",
            "Say where you stand at the weekend and what you carry. I begin: stadium, north gate,"
            " one bag, a radio that works when it wants.",
            community=cast.EVENTS,
        ),
        ("otto", "Town fair, by the carousel. I carry a stretcher, of course."),
        ("samir", "Concerts. Earplugs for everybody, also for those we treat."),
        ("mei", "School sports day. It is always the parents' race."),
    ),
    talk(
        Opening(
            "heat",
            "sofia",
            95,
            "Thirty-four degrees and nine thousand people",
            "We gave out water before anybody asked, from the second hour on. Eleven fainted; at"
            " the same fair last year it was thirty.",
            community=cast.EVENTS,
        ),
        ("idris", "Where did you stand? Last year we were in the shade and they were not."),
        ("sofia", "In the queue for the wheel. It is the only place where nobody can leave."),
        ("rosa", "I am stealing the queue."),
    ),
    talk(
        Opening(
            "ambulance-handover",
            "luca",
            64,
            "Forty seconds for the ambulance",
            "They want age, what happened, what you saw, what you did. In that order, and then"
            " stop talking. We train it with a kitchen timer.",
            community=cast.EVENTS,
        ),
        ("callum", "From the other side: the order does not matter, the stopping does."),
        ("david", "We made a version of the five lines for it; it stands in the library."),
    ),
    talk(
        Opening(
            "radio",
            "otto",
            21,
            "What to do when the radio does not work",
            "Two whistles for help, one for heard. It is from the harbour and a hundred years old."
            " On Saturday the radio was out for an hour and nobody noticed but us.",
            community=cast.EVENTS,
        ),
        ("ana", "How do you tell it from the referee's?"),
        ("otto", "Ours goes on for three seconds. His does not."),
        ("samir", "At a concert nobody hears either. We use lamps."),
    ),
)

TALKS: Final[tuple[Thread, ...]] = (*_HANDOVERS, *_EVENTS)
