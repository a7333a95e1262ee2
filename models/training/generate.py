"""Fills the sentences of templates/ with people, places and companies, and roughens them as customers type."""

import random
import re
from pathlib import Path

import lists
from pools import Person, Pools, is_held_out

# A text is a list of (piece, label); pieces are joined as they are.
Pieces = list[tuple[str, str]]
SLOT = re.compile(r"\{(\w+)\}")


class Generator:
    def __init__(self, pools: Pools, seed: int):
        self.pools = pools
        self.random = random.Random(seed)
        by_origin: dict[str, list[Person]] = {}
        for person in pools.people:
            by_origin.setdefault(person.origin, []).append(person)
        self.by_origin = list(by_origin.values())
        self.letters = LetterChain([p.first for p in pools.people] + [p.last for p in pools.people], self.random)

    def fill(self, template: str) -> Pieces:
        place = self.random.choice(self.pools.places)
        pieces: Pieces = []
        at = 0
        for slot in SLOT.finditer(template):
            pieces.append((template[at : slot.start()], "O"))
            pieces.extend(self.value(slot.group(1), place))
            at = slot.end()
        pieces.append((template[at:], "O"))
        return [piece for piece in pieces if piece[0]]

    def value(self, slot: str, place: dict) -> Pieces:
        maker = getattr(self, f"make_{slot.lower()}", None)
        if slot.islower():
            return [(self.plain(slot), "O")]
        return maker(place)

    def person(self) -> Person:
        return self.random.choice(self.random.choice(self.by_origin))

    def first(self) -> str:
        """One in ten is nobody's name: it looks like one, so that context and shape count, not the list."""
        if self.random.random() < 0.1:
            return self.letters.word()
        return self.person().first

    def last(self) -> str:
        return self.letters.word() if self.random.random() < 0.1 else self.person().last

    def full(self) -> str:
        person = self.person()
        first = self.letters.word() if self.random.random() < 0.05 else person.first
        last = self.letters.word() if self.random.random() < 0.05 else person.last
        dice = self.random.random()
        if dice < 0.1:
            return f"{first} {self.random.choice('ABCDEFGHIJKLMNOPRSTVW')}{self.random.choice(['.', '', '.'])} {last}"
        if dice < 0.15:
            return f"{first} {self.first()} {last}"
        if dice < 0.18:
            return f"{first} {last}-{self.last()}"
        if dice < 0.2:
            return f"{first[0]}. {last}"
        return f"{first} {last}"

    def make_name(self, _place: dict) -> Pieces:
        return [(self.random.choice([self.first, self.first, self.last, self.full, self.full])(), "NAME")]

    def make_first(self, _place: dict) -> Pieces:
        return [(self.first(), "NAME")]

    def make_last(self, _place: dict) -> Pieces:
        return [(self.last(), "NAME")]

    def make_full(self, _place: dict) -> Pieces:
        return [(self.full(), "NAME")]

    def make_title(self, _place: dict) -> Pieces:
        return [(self.random.choice(lists.TITLES), "NAME")]

    def make_city(self, place: dict) -> Pieces:
        city = place["city"] if self.random.random() < 0.5 else self.random.choice(self.pools.places)["city"]
        return [(city.upper() if self.random.random() < 0.1 else city, "PLACE")]

    def make_country(self, _place: dict) -> Pieces:
        return [(self.random.choice(self.pools.countries), "PLACE")]

    def make_place(self, place: dict) -> Pieces:
        return self.random.choice([self.make_city, self.make_country])(place)

    def make_state(self, place: dict) -> Pieces:
        return [(place["state"] or "-", "PLACE" if place["state"] else "O")]

    def make_zip(self, place: dict) -> Pieces:
        return [(place["zip"], "ADDRESS")]

    def make_unit(self, place: dict) -> Pieces:
        return [(place["unit"], "ADDRESS")]

    def make_street(self, place: dict) -> Pieces:
        number = f"{self.random.randint(1, 99999)} " if self.random.random() < 0.2 else ""
        return [(number + place["street"], "ADDRESS")]

    def make_address(self, place: dict) -> Pieces:
        if "military" in place:
            return [(place["military"], "ADDRESS")]
        separator = self.random.choice([", ", "\n", "\n ", " ", ", "])
        lines: list[Pieces] = [self.make_street(place)]
        dice = self.random.random()
        if dice < 0.35:
            lines.append(self.make_unit(place))
        if self.random.random() < 0.8:
            town: Pieces = [(place["city"].upper() if self.random.random() < 0.2 else place["city"], "PLACE")]
            zip_code = (place["zip"], "ADDRESS")
            order = self.random.random()
            if order < 0.35:
                town = [zip_code, (" ", "O"), *town]
            elif order < 0.7:
                town = [*town, (self.random.choice([" ", ", ", "\n"]), "O"), zip_code]
            lines.append(town)
            if place["state"] and self.random.random() < 0.25:
                lines.append([(place["state"], "PLACE")])
        if self.random.random() < 0.35:
            lines.append(self.make_country(place))
        return joined(lines, separator)

    def make_addresslines(self, place: dict) -> Pieces:
        lines = [self.make_street(place), self.make_unit(place), [(place["city"], "PLACE")]]
        country = self.make_country(place)
        lines.append([*country, (" ", "O"), (place["zip"], "ADDRESS")] if self.random.random() < 0.6 else country)
        return joined(lines, self.random.choice(["\n", "\n ", "\n    "]))

    def make_org(self, _place: dict) -> Pieces:
        return [(self.company(), "ORGANIZATION")]

    def company(self) -> str:
        dice = self.random.random()
        if dice < 0.35:
            return self.random.choice(self.pools.companies)
        if dice < 0.45:
            return self.random.choice(lists.KNOWN_COMPANIES)
        if dice < 0.55:
            names = [self.last() for _ in range(self.random.choice([2, 3]))]
            form = self.random.choice([" and {}", " & {}", "-{}"])
            return ", ".join(names[:-1]) + form.format(names[-1]) if len(names) > 2 else names[0] + form.format(names[1])
        stem = "".join(self.random.sample(lists.SYLLABLES_OF_COMPANIES, 2)).capitalize()
        if self.random.random() < 0.3:
            stem = self.random.choice([self.letters.word(), self.last(), self.random.choice(self.pools.places)["city"]])
        if self.random.random() < 0.55:
            stem += " " + self.random.choice(lists.COMPANY_WORDS)
        if self.random.random() < 0.3:
            stem += " " + self.random.choice(lists.COMPANY_FORMS)
        return stem

    def make_nrp(self, _place: dict) -> Pieces:
        return [(self.random.choice(lists.NATIONALITIES), "NRP")]

    def make_nrps(self, _place: dict) -> Pieces:
        return [(self.random.choice(lists.NATIONALITIES + lists.RELIGIONS) + "s", "NRP")]

    def make_religion(self, _place: dict) -> Pieces:
        return [(self.random.choice(lists.RELIGIONS), "NRP")]

    def make_party(self, _place: dict) -> Pieces:
        return [(self.random.choice(lists.PARTIES), "NRP")]

    def make_age(self, _place: dict) -> Pieces:
        return [(str(self.random.randint(1, 99)), "AGE")]

    def make_job(self, _place: dict) -> Pieces:
        return [(self.random.choice(self.pools.jobs), "JOB")]

    def make_joblower(self, _place: dict) -> Pieces:
        return [(self.random.choice(self.pools.jobs).lower(), "JOB")]

    def make_year(self, _place: dict) -> Pieces:
        return [(str(self.random.randint(1900, 2030)), "DATE")]

    def make_date(self, _place: dict) -> Pieces:
        day, month, year = self.random.randint(1, 28), self.random.randint(1, 12), self.random.randint(1930, 2030)
        name = lists.MONTHS[month - 1]
        forms = [
            f"{month}/{day}/{year}", f"{day:02d}/{month:02d}/{year}", f"{year}-{month:02d}-{day:02d}", f"{day}.{month}.{year}",
            f"{name} {day}, {year}", f"{day} {name} {year}", f"{name} {year}", f"{name} {day}", str(year),
            f"{year}-{month:02d}-{day:02d} {self.random.randint(0, 23):02d}:{self.random.randint(0, 59):02d}",
            self.random.choice(lists.WEEKDAYS), self.random.choice(lists.WEEKDAYS),
        ]
        return [(self.random.choice(forms), "DATE")]

    def make_code(self, _place: dict) -> Pieces:
        digits = "".join(self.random.choice("0123456789") for _ in range(self.random.choice([4, 4, 4, 6, 8, 9, 10, 12, 16])))
        letters = "".join(self.random.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(self.random.choice([1, 2, 3])))
        forms = [digits, digits, digits, f"{letters} {digits[:5]}", f"{letters}{digits[:6]}", f"{digits[:2]} {letters} {digits[2:4]}"]
        return [(self.random.choice(forms), "CODE")]

    def make_phone(self, _place: dict) -> Pieces:
        return [(self.random.choice(self.pools.phones), "CODE")]

    def make_user(self, _place: dict) -> Pieces:
        return [(self.first().lower().replace(" ", "") + self.random.choice(["", str(self.random.randint(1, 999))]), "CODE")]

    def make_email(self, _place: dict) -> Pieces:
        email = self.random.choice(self.pools.emails)
        if self.random.random() < 0.4:
            email = f"{self.first().lower()}{self.random.randint(1, 99)}@{self.random.choice(['gmail', 'yahoo', 'email'])}.com"
        if self.random.random() < 0.4:
            email = email.replace("@", self.random.choice([" ", ""])).replace(".", "")
        return [(email, "EMAIL")]

    def make_url(self, _place: dict) -> Pieces:
        return [(self.random.choice(self.pools.urls), "O")]

    def plain(self, slot: str) -> str:
        number = self.random.randint(1, 5000)
        plain_lists = {
            "country": lists.REGIONS * 6 + self.pools.countries, "nat": lists.CURRENCY_PEOPLE, "product": lists.PRODUCTS,
            "month": lists.MONTHS, "weekday": lists.WEEKDAYS, "greeting": lists.GREETINGS, "ack": lists.ACKNOWLEDGEMENTS,
            "quoted": lists.QUOTED, "tier": lists.TIERS, "acronym": lists.ACRONYMS,
            "amount": [f"${number}", f"{number} dollars", f"£{number}.50", f"{number} euros", f"{number} USD", f"{number}"],
            "ordernr": [f"#{number}{number}", f"{number}{number}"], "version": [f"{number % 12}.{number % 10}.{number % 7}"],
            "errornr": [str(number), f"E{number}", f"0x{number:x}"],
        }
        return self.random.choice(plain_lists[slot])


class LetterChain:
    """Words that sound like names: letters drawn after the three before them. Never one of the held-out names."""

    def __init__(self, names: list[str], source: random.Random):
        self.random = source
        self.after: dict[str, list[str]] = {}
        for name in names:
            word = f"   {name.lower()}\n"
            if not name.isascii() or " " in name:
                continue
            for at in range(3, len(word)):
                self.after.setdefault(word[at - 3 : at], []).append(word[at])

    def word(self) -> str:
        while True:
            word = "   "
            while len(word) < 18 and (letter := self.random.choice(self.after[word[-3:]])) != "\n":
                word += letter
            name = word.strip().capitalize()
            if 3 <= len(name) <= 14 and not is_held_out(name):
                return name


def joined(lines: list[Pieces], separator: str) -> Pieces:
    pieces: Pieces = []
    for index, line in enumerate(lines):
        if index > 0:
            pieces.append((separator, "O"))
        pieces.extend(line)
    return pieces


def read_templates(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.replace("\\n", "\n").replace("\\t", "\t") for line in lines if line.strip()]


def roughen(pieces: Pieces, source: random.Random, chat: bool) -> Pieces:
    """Case, punctuation and typing as found in chats; never changes which characters belong to which label."""
    dice = source.random()
    if dice < (0.6 if chat else 0.15):
        pieces = [(text.lower(), label) for text, label in pieces]
    elif dice < (0.65 if chat else 0.2):
        pieces = [(text.upper(), label) for text, label in pieces]
    if chat and source.random() < 0.35:
        pieces = [(re.sub(r"[.,!?'\"]", "", text), label) for text, label in pieces]
    if chat and source.random() < 0.15:
        pieces = [(typo(text, source), label) if label in ("O", "NAME", "PLACE") else (text, label) for text, label in pieces]
    if source.random() < 0.1:
        pieces = [(text.replace("\n", " "), label) for text, label in pieces]
    return [piece for piece in pieces if piece[0]]


def typo(text: str, source: random.Random) -> str:
    letters = [at for at in range(1, len(text) - 1) if text[at].isalpha() and text[at + 1].isalpha()]
    if not letters:
        return text
    at = source.choice(letters)
    kind = source.random()
    if kind < 0.35:
        return text[:at] + text[at + 1 :]
    if kind < 0.65:
        return text[: at + 1] + text[at] + text[at + 1 :]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
