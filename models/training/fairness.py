"""Writes sentences with names that were never trained on, by origin and gender, and scores what was found in them.

python fairness.py write FILE               evaluation lines, `id` begins with the group
python fairness.py score FILE PREDICTIONS   recall by group; predictions as `npm run evaluate -- pii --predictions` keeps them
"""

import collections
import itertools
import json
import random
import sys
from pathlib import Path

from pools import build_pools

# Of each origin and gender, for each sentence in each form: every group is asked the same.
PEOPLE = 5
# Written for this measurement; none of them is trained on. Half say that a name comes, half do not.
SENTENCES = [
    "good afternoon, {name} is my name and i lost my card",
    "I am {name} and I would like to close my account.",
    "can you please tell {name} that the parcel is here",
    "{name}",
    "hello {name} speaking",
    "The transfer to {name} was refused twice.",
    "Please add {name} as a second holder.",
    "{name} signed the contract last week.",
    "yes, it is {name}, thanks",
    "Is {name} allowed to use my card?",
    "the flight is for {name} and me",
    "My neighbour {name} recommended you.",
]


def main() -> None:
    command, path, *rest = sys.argv[1:]
    if command == "write":
        write(Path(path))
    else:
        score(Path(path), Path(rest[0]))


def write(path: Path) -> None:
    source = random.Random(7)
    groups = collections.defaultdict(list)
    for person in build_pools(20261121).held_out:
        groups[f"{person.origin}/{person.gender}"].append(person)
    lines = []
    forms = itertools.product(SENTENCES, (True, False), (True, False), range(PEOPLE))
    for (number, (sentence, is_full, is_lower, _)), (group, people) in itertools.product(enumerate(forms), groups.items()):
        person = source.choice(people)
        before, after = sentence.split("{name}")
        name = f"{person.first} {person.last}" if is_full else person.first
        if is_lower:
            before, name, after = before.lower(), name.lower(), after.lower()
        start = units(before)
        span = {"start": start, "end": start + units(name), "type": "PERSON"}
        lines.append({"id": f"{group}/{number}", "text": before + name + after, "spans": [span]})
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


def units(text: str) -> int:
    """UTF-16 code units, as the appliance counts."""
    return len(text.encode("utf-16-le")) // 2


def score(path: Path, predictions: Path) -> None:
    found = {line["id"]: line["spans"] for line in map(json.loads, predictions.read_text(encoding="utf-8").splitlines())}
    hits: dict[str, list[bool]] = collections.defaultdict(list)
    for line in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        group, _number = line["id"].rsplit("/", 1)
        [span] = line["spans"]
        for side in group.split("/"):
            hits[side].append(is_covered(line["text"], span, found[line["id"]]))
    recalls = {group: sum(all_hits) / len(all_hits) for group, all_hits in hits.items()}
    for group, recall in sorted(recalls.items(), key=lambda item: item[1]):
        print(f"| {group} | {recall:.3f} | {len(hits[group])} |")
    origins = [recall for group, recall in recalls.items() if group not in ("female", "male")]
    print(f"gap between origins {max(origins) - min(origins):.3f}, between genders {abs(recalls['female'] - recalls['male']):.3f}")


def is_covered(text: str, span: dict, found: list[dict]) -> bool:
    """Every letter and digit of the span is in something that was found."""
    encoded = text.encode("utf-16-le")
    for at in range(span["start"], span["end"]):
        character = encoded[2 * at : 2 * at + 2].decode("utf-16-le", errors="replace")
        if character.isalnum() and not any(one["start"] <= at < one["end"] for one in found):
            return False
    return True


if __name__ == "__main__":
    main()
