"""Names, places, addresses and companies of many origins, from Faker (MIT) and from lists written for this recipe."""

import hashlib
import random
import unicodedata
from dataclasses import dataclass, field

from anyascii import anyascii
from faker import Faker

from lists import ROMANISED_NAMES

# Origins that fairness is measured by; a locale gives the names that are usual there.
ORIGINS = {
    "english": ["en_US", "en_GB", "en_IE", "en_NZ"],
    "west-african": ["en_NG", "yo_NG", "ha_NG", "ig_NG", "tw_GH"],
    "east-and-south-african": ["en_KE", "sw", "zu_ZA"],
    "south-asian": ["en_IN", "en_PK", "ne_NP", "hi_IN", "ta_IN"],
    "arabic-and-persian": ["fr_DZ", "ar_SA", "fa_IR"],
    "east-asian": ["ja_JP", "zh_CN", "ko_KR"],
    "south-east-asian": ["vi_VN", "id_ID", "en_TH"],
    "spanish": ["es_ES", "es_MX", "es_CO", "es_AR", "es_CL"],
    "portuguese": ["pt_BR", "pt_PT"],
    "french-and-italian": ["fr_FR", "fr_BE", "fr_CA", "it_IT"],
    "german-and-dutch": ["de_DE", "de_AT", "de_CH", "nl_NL", "nl_BE"],
    "nordic": ["sv_SE", "no_NO", "da_DK", "fi_FI", "is_IS"],
    "slavic": ["pl_PL", "cs_CZ", "sk_SK", "hr_HR", "sl_SI", "bg_BG", "ru_RU", "uk_UA", "mk_MK"],
    "turkic-and-caucasian": ["tr_TR", "az_AZ", "uz_UZ", "ka_GE", "hy_AM"],
    "greek-hungarian-romanian-baltic": ["el_GR", "hu_HU", "ro_RO", "lt_LT", "lv_LV", "et_EE"],
}
# Writing without vowels: its romanisation is nobody's spelling, so the native script alone is used.
NOT_ROMANISED = {"ar_SA", "fa_IR", "hi_IN", "ta_IN"}
ADDRESS_LOCALES = (
    "en_US en_US en_GB en_GB en_AU en_CA en_IE en_IN en_NZ cs_CZ da_DK de_DE de_AT de_CH el_GR es_ES es_MX es_CO es_AR "
    "es_CL fi_FI fr_FR fr_CH fr_DZ hr_HR hu_HU id_ID it_IT nl_NL nl_BE no_NO pl_PL pt_BR pt_PT ro_RO ru_RU sk_SK sl_SI "
    "sv_SE uk_UA az_AZ tl_PH vi_VN zu_ZA"
).split()
COMPANY_LOCALES = "en_US en_US en_US de_DE es_ES fr_FR it_IT nl_NL sv_SE da_DK fi_FI no_NO pl_PL cs_CZ pt_BR hu_HU".split()
SAMPLES = 500


@dataclass
class Person:
    origin: str
    gender: str
    first: str
    last: str


@dataclass
class Pools:
    people: list[Person] = field(default_factory=list)
    held_out: list[Person] = field(default_factory=list)
    places: list[dict] = field(default_factory=list)
    companies: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    jobs: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)


def is_held_out(name: str) -> bool:
    """One name in five is never trained on: how well those are found, by origin and gender, is the fairness figure."""
    folded = "".join(c for c in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(c))
    return hashlib.sha256(folded.encode()).digest()[0] % 5 == 0


def build_pools(seed: int) -> Pools:
    Faker.seed(seed)
    random.seed(seed)
    pools = Pools()
    for origin, locales in ORIGINS.items():
        add_people(pools, origin, locales)
    for locale in ADDRESS_LOCALES:
        add_places(pools, locale)
    english = Faker("en_US")
    for locale in COMPANY_LOCALES:
        fake = Faker(locale)
        pools.companies += [fake.company() for _ in range(250)]
    pools.countries = sorted({english.country() for _ in range(3000)})
    pools.jobs = sorted({english.job() for _ in range(4000)})
    pools.emails = [english.email() for _ in range(500)]
    pools.urls = [english.url() for _ in range(300)]
    pools.phones = [Faker(random.choice(["de_DE", "fr_FR", "en_GB", "it_IT", "es_ES", "pl_PL", "sv_SE"])).phone_number() for _ in range(120)]
    pools.phones += [english.phone_number() for _ in range(300)]
    return pools


def add_people(pools: Pools, origin: str, locales: list[str]) -> None:
    for gender in ("female", "male"):
        firsts: set[str] = set(ROMANISED_NAMES.get(origin, {}).get(gender, []))
        lasts: set[str] = set(ROMANISED_NAMES.get(origin, {}).get("last", []))
        for locale in locales:
            some_firsts, some_lasts = names_of(locale, gender)
            firsts |= some_firsts
            lasts |= some_lasts
        for trained in (True, False):
            some_firsts = sorted(name for name in firsts if is_held_out(name) != trained)
            some_lasts = sorted(name for name in lasts if is_held_out(name) != trained)
            people = [
                Person(origin, gender, random.choice(some_firsts), random.choice(some_lasts))
                for _ in range(3000 if trained else 400)
            ]
            (pools.people if trained else pools.held_out).extend(people)


def names_of(locale: str, gender: str) -> tuple[set[str], set[str]]:
    fake = Faker(locale)
    if locale == "ja_JP":
        first = fake.first_romanized_name
        return {first() for _ in range(SAMPLES)}, {fake.last_romanized_name() for _ in range(SAMPLES)}
    firsts = {getattr(fake, f"first_name_{gender}", fake.first_name)() for _ in range(SAMPLES)}
    lasts = {getattr(fake, f"last_name_{gender}", fake.last_name)() for _ in range(SAMPLES)}
    return spelled(firsts, locale), spelled(lasts, locale)


def spelled(names: set[str], locale: str) -> set[str]:
    """Names of other scripts as customers type them: mostly in Latin letters."""
    answer: set[str] = set()
    for name in names:
        name = name.strip()
        if not name or len(name) > 30:
            continue
        if name[0] < "\u0250":
            answer.add(name)
        elif locale in NOT_ROMANISED:
            if hash_share(name) < 0.25:
                answer.add(name)
        else:
            latin = anyascii(name).strip().replace("'", "")
            answer.add(latin[:1].upper() + latin[1:])
            if hash_share(name) < 0.15:
                answer.add(name)
    return answer


def hash_share(text: str) -> float:
    return hashlib.sha256(text.encode()).digest()[1] / 256


def add_places(pools: Pools, locale: str) -> None:
    fake = Faker(locale)
    state = getattr(fake, "administrative_unit", None) or getattr(fake, "state", None)
    for _ in range(220):
        street = fake.street_address().replace("\n", " ")
        city = fake.city()
        place = {
            "street": street,
            "city": city,
            "zip": safely(fake.postcode, "12345"),
            "state": safely(state, "") if state else "",
            "full": fake.address(),
            "unit": unit_of(),
            "locale": locale,
        }
        pools.places.append({key: latin_if_rare(value) for key, value in place.items()})
    if locale == "en_US":
        pools.places += [{**pools.places[-1 - n], "military": military(fake)} for n in range(60)]


def safely(make, otherwise: str) -> str:
    try:
        return str(make())
    except Exception:  # A locale may have no such provider.
        return otherwise


def latin_if_rare(value: str) -> str:
    return anyascii(value) if value and any(c > "\u0250" for c in value) and random.random() < 0.6 else value


def unit_of() -> str:
    return random.choice(["Apt. {}", "Suite {}", "Apt {}", "Unit {}", "Flat {}", "#{}"]).format(random.randint(1, 999))


def military(fake: Faker) -> str:
    """Addresses of the United States' military post, as its publications give the form."""
    kind = random.choice(["PSC {}, Box {}", "Unit {} Box {}", "USS {name}", "USNS {name}", "CMR {}, Box {}"])
    numbers = [f"{random.randint(1, 9999):04d}" for _ in range(2)]
    office = random.choice(["APO", "FPO", "DPO"])
    return f"{kind.format(*numbers, name=fake.last_name())}\n{office} {random.choice(['AA', 'AE', 'AP'])} {fake.postcode()}"
