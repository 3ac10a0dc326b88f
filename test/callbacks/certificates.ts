import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { isIP } from 'node:net'

/** A certificate and its key, as TLS servers take them. */
export interface Certificate {
  cert: string
  key: string
}

export interface CertificateOptions {
  /** Names and IPv4 addresses that it is for. */
  hosts: readonly string[]
  /** Days from today on which it begins and ends to be valid. */
  days?: readonly [from: number, to: number]
  /** Who vouches for it; itself when not given. */
  authority?: Authority
}

/** Somebody who vouches for certificates. */
export interface Authority {
  cert: string
  privateKey: KeyObject
}

const DAY_MS = 86_400_000

/** An X.509 certificate of our own making, so that no test brings one that expires (source: RFC 5280). */
export function makeCertificate({ hosts, days = [-1, 30], authority }: CertificateOptions): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const names = sequence(oid('551d11'), octets(sequence(...hosts.map(alternativeName))))
  const cert = signed({
    subject: name('receiver'),
    issuer: name(authority ? 'authority' : 'receiver'),
    days,
    publicKey,
    extensions: [names],
    signer: authority?.privateKey ?? privateKey,
  })
  return { cert, key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })) }
}

export function makeAuthority(): Authority {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const isAuthority = sequence(oid('551d13'), octets(sequence(der(0x01, Buffer.from([0xff])))))
  const both = name('authority')
  const facts = { subject: both, issuer: both, days: [-1, 30], publicKey, extensions: [isAuthority] } as const
  return { cert: signed({ ...facts, signer: privateKey }), privateKey }
}

interface Facts {
  subject: Buffer
  issuer: Buffer
  days: readonly [from: number, to: number]
  publicKey: KeyObject
  extensions: readonly Buffer[]
  signer: KeyObject
}

const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'))

function signed({ subject, issuer, days, publicKey, extensions, signer }: Facts): string {
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ECDSA_SHA256,
    issuer,
    sequence(...days.map((day) => time(Date.now() + day * DAY_MS))),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  )
  const signature = sign('sha256', body, signer)
  const whole = sequence(body, ECDSA_SHA256, der(0x03, Buffer.concat([Buffer.from([0]), signature])))
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content
  const bytes = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...bytes]), content])
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts))
}

function octets(content: Buffer): Buffer {
  return der(0x04, content)
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'))
}

function name(common: string): Buffer {
  return sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(common)))))
}

function time(ms: number): Buffer {
  return der(0x18, Buffer.from(new Date(ms).toISOString().replace(/\.\d+|[-:T]/g, '')))
}

function alternativeName(host: string): Buffer {
  return isIP(host) === 4 ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host))
}
