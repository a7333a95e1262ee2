#!/usr/bin/env python3
"""Verifies a log of Confidant with nothing of Confidant: one file, the Python standard library alone.

SOURCE is a folder, a .tar of one, or the address of an appliance (http://host:8400, with the key of an auditor in
CONFIDANT_SECRET_AUDITOR_KEY), in the layout of C2SP tlog-tiles; the tree is that of RFC 6962. Reads in a stream: in memory are
one bundle, one tile of a level and the right edge of the tree. Without --key the key in SOURCE is believed, which shows damage
but no forger; --held takes checkpoints kept outside, which show a log written anew as a whole. With the package
"cryptography" signatures are checked some forty times as fast.

Exit codes: 0 whole, 1 changed, 2 wrong usage or out of reach.
"""
import argparse, base64, contextlib, functools, hashlib, io, json, os, pathlib, re, sys, tarfile, urllib.error, urllib.request
from decimal import Decimal
try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    Ed25519PublicKey = None

MOST_LISTED, EMPTY_ROOT = 50, hashlib.sha256(b"").digest()  # findings beyond that are counted

# Ed25519 (RFC 8032), verification alone.
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, I = -121665 * pow(121666, P - 2, P) % P, pow(2, (P - 1) // 4, P)

def add(a, b):
    (x, y, z, t), (u, v, w, s) = a, b
    c, d, e, f = (y - x) * (v - u) % P, (y + x) * (v + u) % P, 2 * t * s * D % P, 2 * z * w % P
    return (d - c) * (f - e) % P, (f + e) * (d + c) % P, (f - e) * (f + e) % P, (d - c) * (d + c) % P

def times(n, point):
    total = (0, 1, 1, 0)
    for bit in bin(n)[2:]:
        total = add(add(total, total), point) if bit == "1" else add(total, total)
    return total

def point_of(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * I % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P

BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))

def is_signed(key, message, signature):
    if Ed25519PublicKey is not None:
        try:
            return Ed25519PublicKey.from_public_bytes(key).verify(signature, message) is None
        except (InvalidSignature, ValueError):
            return False
    a, r, s = point_of(key), point_of(signature[:32]), int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or a is None or r is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    left, right = times(s, BASE), add(r, times(k, a))
    return all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))

def decode(text):
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("another spelling of base64")
    return data

class Key:
    """A verifier key (C2SP signed-note): name+id+base64(type || public key)."""
    def __init__(self, text):
        self.name, wanted, encoded = text.strip().split("+", 2)
        data = decode(encoded)
        self.public, self.id = data[1:], hashlib.sha256(self.name.encode() + b"\n" + data).digest()[:4]
        if not self.name or re.search(r"\s", self.name) or data[:1] != b"\1" or len(data) != 33 or self.id.hex() != wanted:
            raise ValueError("the verifier key is none")

    def checkpoint(self, note):
        """(size, root) of a checkpoint this key signed; ValueError for anything else."""
        body, found, tail = note.rpartition("\n\n")
        lines = [re.fullmatch(r"— ([^\s\x85+]+) ([A-Za-z0-9+/=]+)", line) for line in tail[:-1].split("\n")]
        if not found or not tail.endswith("\n") or re.search(r"[\0-\t\v-\x1f]", note) or None in lines or len(lines) > 64:
            raise ValueError("no signed note")
        parsed = [(line[1], decode(line[2])) for line in lines]
        own = [data[4:] for name, data in parsed if name == self.name and data[:4] == self.id]
        if any(len(data) <= 4 for _, data in parsed) or not own:
            raise ValueError("not signed by this key")
        if not all(is_signed(self.public, (body + "\n").encode(), signature) for signature in own):
            raise ValueError("the signature is wrong")
        origin, size, root, *more = body.split("\n")
        if origin != self.name or not re.fullmatch("0|[1-9][0-9]{0,15}", size) or len(decode(root)) != 32 or "" in more:
            raise ValueError("no checkpoint of this log")
        return int(size), decode(root)

class Source:
    """A folder, an archive of one, or the API of an appliance: all three have the same names in them."""
    def __init__(self, place):
        self.place, self.live = place.rstrip("/"), bool(re.match("https?://", place))
        self.tar = None if self.live or os.path.isdir(place) else tarfile.open(place)
        self.members = {re.sub(r"^\./", "", member.name): member for member in self.tar or () if member.isfile()}

    def open(self, name):
        if self.tar is not None:
            return self.tar.extractfile(self.members[name]) if name in self.members else None
        try:
            if not self.live:
                return open(os.path.join(self.place, name), "rb")
            bearer = {"Authorization": "Bearer " + os.environ.get("CONFIDANT_SECRET_AUDITOR_KEY", "")}
            return urllib.request.urlopen(urllib.request.Request(self.place + "/v1/audit/" + name, headers=bearer), timeout=60)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except urllib.error.HTTPError as error:
            if error.code != 404:
                raise

    def lines(self, name):
        with self.open(name) or io.BytesIO() as file:
            yield from (json.loads(line) for line in file)

    def read(self, name):
        with self.open(name) or contextlib.nullcontext() as file:
            return file and file.read()

def number(value):
    """As canonical JSON (RFC 8785) writes it: the shortest digits that read back as the same double."""
    sign, digits, exponent = Decimal(repr(float(value))).as_tuple()
    digits = "".join(map(str, digits)).lstrip("0")
    point, digits = len(digits) + exponent, digits.rstrip("0")
    if -6 < point <= 21 and digits:
        whole, rest = digits[: max(point, 0)].ljust(point, "0"), "0" * -point + digits[max(point, 0) :]
        digits = (whole or "0") + ("." + rest if digits[max(point, 0) :] else "")
    elif digits:
        digits = "%s%s%se%+d" % (digits[0], "." if len(digits) > 1 else "", digits[1:], point - 1)
    return "-" * sign + digits if digits else "0"

def canonical(value):
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{%s}" % ",".join(canonical(key) + ":" + canonical(value[key]) for key in keys)
    if isinstance(value, list):
        return "[%s]" % ",".join(map(canonical, value))
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number(value) if is_number else json.dumps(value, ensure_ascii=False)

def is_entry(data):
    try:
        value = json.loads(data.decode())
        return {"v", "at", "actor", "kind"} <= value.keys() and canonical(value).encode() == data
    except (ValueError, TypeError, AttributeError, ArithmeticError, RecursionError):
        return False

def tile_path(kind, index, width):
    path = "%03d" % (index % 1000)
    while index >= 1000:
        index //= 1000
        path = "x%03d/%s" % (index % 1000, path)
    return "tile/%s/%s%s" % (kind, path, "" if width == 256 else ".p/%d" % width)

def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()

class Verifier:
    def __init__(self, source, key, held):
        self.source, self.key = source, key
        self.findings, self.count, self.checkpoints = [], 0, 0
        self.entries, self.edge, self.tiles = 0, [], {}  # the edge has one hash for every bit set in the number of entries
        size, self.latest = self.sign("checkpoint", (source.read("checkpoint") or b"").decode("utf-8", "replace"))
        self.size = size or 0
        notes = [(name, *self.sign(name, note)) for name, note in held]
        for name, size, _ in notes:
            if (size or 0) > self.size:
                self.find("entries-missing", "%s is of %d entries, the log of %d" % (name, size, self.size))
        self.held = {size: [root for _, other, root in notes if other == size] for _, size, _ in notes}
        self.stored, self.segments = source.lines("checkpoints"), source.lines("segments")
        self.digest, self.completed = hashlib.sha256(), []

    def find(self, code, detail):
        self.count += 1
        if self.count <= MOST_LISTED:
            self.findings.append({"code": code, "detail": detail})

    def sign(self, name, note):
        try:
            return self.key.checkpoint(note)
        except ValueError as error:
            self.find("signature-invalid", "%s: %s" % (name, error))
            return None, None

    def root(self):
        return functools.reduce(lambda right, left: node_hash(left, right), self.edge[::-1]) if self.edge else EMPTY_ROOT

    def run(self):
        try:
            self.walk()
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            self.find("storage-unreadable", "a file is not in its format: %r" % error)

    def walk(self):
        self.ahead, self.segment = next(self.stored, None), next(self.segments, None)
        self.compare()
        while self.entries < self.size:
            width = min(256, self.size - self.entries)
            name = tile_path("entries", self.entries // 256, width)
            if not self.take(name, self.source.read(name) or b"", width):
                return
        for level, hashes in self.tiles.items():
            self.check_tile(level, self.size // 256 ** (level + 1), hashes)
        if (self.ahead or self.segment) and not self.source.live:  # an appliance's log grows while it is read
            self.find("entries-missing", "a stored checkpoint or a sealed segment goes beyond the entries")

    def take(self, name, bundle, width):
        at = 0
        for _ in range(width):
            end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
            if end > len(bundle):
                return self.find("entries-missing", "%s is missing or cut off" % name)
            self.append(bundle[at + 2 : end])
            at = end
        if at != len(bundle):
            self.find("entries-missing", "%s holds more than its entries" % name)
        self.seal(bundle)
        return True

    def append(self, entry):
        if not is_entry(entry):
            self.find("entry-not-canonical", "entry %d is no canonical JSON of an entry" % self.entries)
        node, level, left = hashlib.sha256(b"\0" + entry).digest(), 0, self.entries
        self.completed = [node]  # roots of the subtrees that end with this entry, by their level
        self.entries += 1
        self.fill(0, node)
        while left & 1:
            node, level, left = node_hash(self.edge.pop(), node), level + 1, left >> 1
            self.completed.append(node)
            if level % 8 == 0:
                self.fill(level // 8, node)
        self.edge.append(node)
        self.compare()

    def fill(self, level, node):
        self.tiles.setdefault(level, []).append(node)
        if len(self.tiles[level]) == 256:
            self.check_tile(level, self.entries // 256 ** (level + 1) - 1, self.tiles.pop(level))

    def check_tile(self, level, index, hashes):
        name = tile_path(level, index, len(hashes))
        if self.source.read(name) != b"".join(hashes):
            self.find("tree-node-mismatch", "%s is not of the entries" % name)

    def compare(self):
        roots = self.held.pop(self.entries, [])
        while self.ahead is not None and self.ahead["size"] <= self.entries:
            size, root = self.sign("checkpoint %s" % self.ahead["size"], self.ahead["note"])
            roots.append(root if size == self.ahead["size"] == self.entries else None)
            self.ahead, self.checkpoints = next(self.stored, None), self.checkpoints + 1
        roots += [self.latest] if self.entries == self.size else []
        if any(root != self.root() for root in roots):
            self.find("root-mismatch", "a checkpoint of size %d is not of the entries" % self.entries)

    def seal(self, bundle):
        """The bundles of a sealed segment, one after the other, are its file and have its hash."""
        line = self.segment
        if line is not None and self.entries > line["from"]:
            self.digest.update(bundle)
        if line is None or self.entries < line["to"]:
            return
        name = "segment/%06d.segment" % line["segment"]
        hashes = {hashlib.sha256(self.source.read(name) or b"").hexdigest(), self.digest.hexdigest()}
        root = dict(enumerate(self.completed)).get((line["to"] - line["from"]).bit_length() - 1)
        if hashes != {line["sha256"]} or decode(line["root"]) != root:
            self.find("segment-mismatch", "%s is not what was sealed" % name)
        self.segment, self.digest = next(self.segments, None), hashlib.sha256()

def text_of(value):
    return pathlib.Path(value).read_bytes().decode("utf-8", "replace") if os.path.isfile(value) else value

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source")
    parser.add_argument("--key", help="the verifier key you hold: its line, or a file with it")
    parser.add_argument("--held", nargs="+", default=[], metavar="FILE", help="checkpoints that were kept outside")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args()
    try:
        source = Source(options.source)
        key = Key(text_of(options.key) if options.key else (source.read("key") or b"").decode("utf-8", "replace"))
        verifier = Verifier(source, key, [(name, text_of(name)) for name in options.held])
        verifier.run()
    except (OSError, ValueError, tarfile.TarError) as error:
        print("Cannot verify %s: %s. See --help" % (options.source, error), file=sys.stderr)
        return 2
    report = {"ok": not verifier.count, "entries": verifier.entries, "checkpoints": verifier.checkpoints}
    report.update(findings=verifier.findings, omitted=max(0, verifier.count - MOST_LISTED), root=base64.b64encode(verifier.root()).decode())
    lines = ["The log %s: %d entries" % ("is whole" if report["ok"] else "was changed", verifier.entries)]
    lines += ["  %(code)s: %(detail)s" % finding for finding in verifier.findings]
    print(json.dumps(report, indent=2) if options.json else "\n".join(lines))
    return 0 if report["ok"] else 1

if __name__ == "__main__":
    sys.exit(main())
