/**
 * Certificate: a self-signed one for localhost, made once per process from a key that never leaves it. @discordjs/voice has no setting for
 * trust: this process trusts it from `trustedCertificate` on, a child process through NODE_EXTRA_CA_CERTS. Source: RFC 5280, section 4.1.
 */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import {
  derBits,
  derBoolean,
  derInteger,
  derObjectIdentifier,
  derOctets,
  derSequence,
  derSet,
  derTagged,
  derTaggedBytes,
  derTime,
  derUtf8,
} from './der.ts';

export interface Certificate {
  readonly pem: string;
  readonly privateKeyPem: string;
  /** Of a file with `pem`, for NODE_EXTRA_CA_CERTS. It goes away when this process ends. */
  readonly path: string;
}

const dayMs = 86_400_000;
const ecdsaWithSha256 = derSequence(derObjectIdentifier('1.2.840.10045.4.3.2'));

let made: Certificate | undefined;

export function trustedCertificate(): Certificate {
  made ??= makeCertificate();
  return made;
}

function makeCertificate(): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = pemOf(selfSigned({ privateKey, publicKey, nowMs: Date.now() }));
  const folder = mkdtempSync(join(tmpdir(), 'consonant-certificate-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'localhost.pem');
  writeFileSync(path, pem);
  setDefaultCACertificates([...getCACertificates('default'), pem]);
  return { pem, path, privateKeyPem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString() };
}

function selfSigned({ privateKey, publicKey, nowMs }: { privateKey: KeyObject; publicKey: KeyObject; nowMs: number }): Buffer {
  const name = derSequence(derSet(derSequence(derObjectIdentifier('2.5.4.3'), derUtf8('Consonant loopback Discord'))));
  const version3 = derTagged(0, derInteger(Buffer.of(2)));
  const validity = derSequence(derTime(new Date(nowMs - dayMs)), derTime(new Date(nowMs + 30 * dayMs)));
  const key = publicKey.export({ format: 'der', type: 'spki' });
  const extensions = derTagged(3, derSequence(mayIssue(), alternativeNames()));
  const serial = derInteger(Buffer.concat([Buffer.of(1), randomBytes(8)]));
  const content = derSequence(version3, serial, ecdsaWithSha256, name, validity, name, key, extensions);
  return derSequence(content, ecdsaWithSha256, derBits(sign('sha256', content, privateKey)));
}

/** Basic constraints: it is its own authority. */
function mayIssue(): Buffer {
  return derSequence(derObjectIdentifier('2.5.29.19'), derBoolean(true), derOctets(derSequence(derBoolean(true))));
}

function alternativeNames(): Buffer {
  const names = derSequence(derTaggedBytes(2, Buffer.from('localhost')), derTaggedBytes(7, Buffer.of(127, 0, 0, 1)));
  return derSequence(derObjectIdentifier('2.5.29.17'), derOctets(names));
}

function pemOf(der: Buffer): string {
  const lines = der.toString('base64').replaceAll(/.{64}/g, '$&\n').trimEnd();
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
