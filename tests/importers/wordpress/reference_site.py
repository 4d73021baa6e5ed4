"""An export of a publication with news, events and a press, made from the lines of its front page."""

from datetime import timedelta

from django.utils.timezone import now

from tests.importers.wordpress.exports import author, category, item

OLD = "https://old.example"
NEWS = ("category", "news-and-analysis")
THEORY = ("category", "theory")
VIDEO = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
# The same kinds of lines as on the front page of a real publication of January 2023.
LINES = """News and analysis
Britain to see biggest strike for decades on 1 February
More unions are out on one day than at any time this century, writes Terry Conway.
Heading for a general strike in Denmark?
Jonathan Simmel on what Danish workers are about to do, for the first time since 1998.
ChatGPT is asked about anti-capitalism
Ian Parker has a talk with a machine.
Against Multipolar Imperialism
Promise Li writing in Spectre Journal.
The anti-imperialist position is to support the national liberation struggle
Howie Hawkins on a new network that speaks up for Ukraine in the United States.
We publish what readers in the harbour towns write about their work, their rents and the world they want to live in.
Privacy policy
Terry Conway on a cold morning with nurses who have walked out of their wards.
Why should we support the popular rebellion in Peru?
All Quiet On The Western Front
Queering Everybody I
The Arabs and the Holocaust – a talk with Gilbert Achcar
Davos 2023 Showed Us a Ruling Class Incapable of Resolving Global Crises
Making sense of the Ukraine war
NEU National Strike rally
Organised by NEU
Wales Housing Emergency Conference – Cynhadledd Argyfwng Tai Cymru
10.00am – 4.30pm
Organised by siartercartrefi
Support Russian anti-war activists/Solidarity with the People of Ukraine
Dodo Modern Poets
Hannah Arendt and the Banality of Evil
Logan O'Hara reads an old argument again.
Stalinist Realism and Open Communism: Malignant Mirror or Free Association (a review)
Where the “Motherland” Calls: From Gender Mythology to Political Action
Michael Denning on Antonio Gramsci and Hegemony
Revolution means smashing the state
How Amílcar Cabral shaped Paulo Freire’s pedagogy
Understanding Mark Fisher
Ecosocialism Not Extinction
Ecosocialism Not Extinction by Allan Todd ISBN: 978-0-902869-33-2 (print)ISBN: 978-0-902869-32-5 (e-book) RRP: £5, €6, $7 (print)Publication date: November 2022 88 pages; 178x102mm ABOUT THE BOOK What can still be saved, and who will do it.
UKRAINE: Voices of resistance and solidarity
Letters and speeches of a year in which everything changed.
Stalinist Realism and Open Communism: Malignant Mirror or Free Association
An old way of seeing the world comes back, and has an answer waiting.
Mind Fuck
Why so many people want what harms them, in eighty pages.""".splitlines()  # fmt: skip


def reference_parts(lines):
    """Return the parts of the export, and the lines of the front page that are facts of a book."""
    news, theory = (*NEWS, lines[0]), (*THEORY, "Theory")
    leads = zip(lines[1:11:2], lines[2:11:2], strict=True)
    articles = [(title, text, news) for title, text in leads]
    articles += [(title, "", news) for title in lines[14:20]]
    articles.append((lines[27], lines[28], theory))
    articles += [(title, "", theory) for title in lines[29:35]]
    parts = [
        author("ada", "Ada Example"),
        category(NEWS[1], lines[0], 3),
        category(THEORY[1], "Theory", 4),
    ]
    for number, (title, excerpt, term) in enumerate(articles, 100):
        date = f"{now() - timedelta(days=number - 99):%Y-%m-%d} 10:00:00"
        parts.append(
            item(number, title, "<p>The text.</p>", excerpt=excerpt, terms=[term], date=date)
        )
    figure = f'<figure class="wp-block-embed"><div>{VIDEO}</div><figcaption>{lines[13]}</figcaption></figure>'
    front = f"<p>{lines[11]}</p>{figure}"
    parts += [
        item(2, "Front", front, type="page", slug="front", link=f"{OLD}/"),
        item(3, lines[12], "<p>We keep nothing.</p>", type="page", slug="privacy-policy", link=f"{OLD}/privacy-policy/"),
        item(4, lines[21].removeprefix("Organised by "), type="tribe_organizer"),
        item(5, lines[24].removeprefix("Organised by "), type="tribe_organizer"),
        *(event(number, title, organiser) for number, (title, organiser) in enumerate(
            [(lines[20], "4"), (lines[22], "5"), (lines[25], ""), (lines[26], "")], 200
        )),
        *(
            item(number, title, f"<p>{text}</p>", excerpt=text, type="product", link=f"{OLD}/product/{number}/")
            for number, (title, text) in enumerate(zip(lines[35::2], lines[36::2], strict=True), 300)
        ),
    ]  # fmt: skip
    return parts


def event(number, title, organiser):
    """Return an event of the next weeks, from ten to half past four."""
    day = f"{now() + timedelta(days=number - 190):%Y-%m-%d}"
    meta = [("_EventStartDate", f"{day} 10:00:00"), ("_EventEndDate", f"{day} 16:30:00")]
    meta += [("_EventOrganizerID", organiser)] if organiser else []
    link = f"{OLD}/event/{number}/"
    return item(number, title, "<p>Come.</p>", type="tribe_events", meta=meta, link=link)
