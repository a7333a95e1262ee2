import { createHash } from 'node:crypto';
import type { Candidate, Detector } from '../detector.ts';

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const base58 = /(?<![\p{L}\d])[13LMDT][1-9A-HJ-NP-Za-km-z]{25,34}(?![\p{L}\d])/gu;
const bech32 = /(?<![\p{L}\d])(?:bc|tb|ltc)1[02-9ac-hj-np-z]{38,59}(?![\p{L}\d])/giu;
const ethereum = /(?<![\p{L}\d])0x[0-9a-f]{40}(?![\p{L}\d])/giu;
/** Addresses a text may have proved (10 µs each); those beyond count as wallets. */
const MOST_PROOFS = 200;

/** Addresses of crypto wallets: Base58Check and Bech32 by their check characters, Ethereum by its shape. */
export const cryptoWallet: Detector = {
  id: 'crypto-wallet',
  find: function findWallets(text) {
    const spelled = [...text.matchAll(base58)].filter(
      (match, index) => index >= MOST_PROOFS || passesBase58Check(match[0]),
    );
    return [
      ...spelled.map((match) => toCandidate(match, 'checksum:base58check')),
      ...[...text.matchAll(bech32)]
        .filter((match) => passesBech32(match[0].toLowerCase()))
        .map((match) => toCandidate(match, 'checksum:bech32')),
      ...Array.from(text.matchAll(ethereum), (match) => toCandidate(match, 'pattern:ethereum')),
    ];
  },
};

function toCandidate(match: RegExpExecArray, source: Candidate['source']): Candidate {
  return { type: 'WALLET', start: match.index, end: match.index + match[0].length, score: 0.95, source };
}

/** Version and 20 bytes, then four bytes of their double SHA-256. */
function passesBase58Check(address: string): boolean {
  let number = 0n;
  for (const character of address) number = number * 58n + BigInt(ALPHABET.indexOf(character));
  const bytes = Buffer.from(number.toString(16).padStart(50, '0'), 'hex');
  if (bytes.length !== 25) return false;
  return sha256(sha256(bytes.subarray(0, 21)))
    .subarray(0, 4)
    .equals(bytes.subarray(21));
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

const CHARACTERS = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** BIP 173 and BIP 350. */
function passesBech32(address: string): boolean {
  const [prefix = '', data = ''] = address.split('1');
  const codes = Array.from(prefix, (character) => character.charCodeAt(0));
  const expanded = [...codes.map((code) => code >>> 5), 0, ...codes.map((code) => code & 31)];
  let check = 1;
  for (const value of [...expanded, ...Array.from(data, (character) => CHARACTERS.indexOf(character))]) {
    const top = check >>> 25;
    check = ((check & 0x1ffffff) << 5) ^ value;
    for (const [bit, generator] of generators.entries()) if (((top >>> bit) & 1) === 1) check ^= generator;
  }
  return check === 1 || check === 0x2bc830a3;
}
