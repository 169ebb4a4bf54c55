import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { isIP } from 'node:net'

/** Key and certificate, as PEM. */
export type KeyPair = { readonly key: string; readonly cert: string }

export type Authority = {
  /** Its own certificate, as PEM: for who is to trust it. */
  readonly cert: string
  /** Issues a certificate for names and IPv4 addresses that ends so many days from now; with a negative number it has ended. */
  issue(hosts: readonly string[], days: number): KeyPair
}

/** Makes a certificate authority with a name of its own. A few ms, and no other program. */
export function makeAuthority(name: string): Authority {
  const own = newKeys()
  const caExtensions = extension(BASIC_CONSTRAINTS, sequence(tlv(0x01, [0xff])))
  const cert = certificate({ issuer: name, subject: name, days: 30, extensions: caExtensions }, own.publicKey, own.privateKey)
  return {
    cert,
    issue(hosts, days) {
      const { publicKey, privateKey } = newKeys()
      const extensions = extension(ALTERNATIVE_NAMES, sequence(...hosts.map(alternativeName)))
      return {
        key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        cert: certificate({ issuer: name, subject: hosts[0] ?? 'nobody', days, extensions }, publicKey, own.privateKey),
      }
    },
  }
}

type Content = { readonly issuer: string; readonly subject: string; readonly days: number; readonly extensions: Buffer }

const DAY_MS = 86_400_000
const BASIC_CONSTRAINTS = [0x55, 0x1d, 0x13]
const ALTERNATIVE_NAMES = [0x55, 0x1d, 0x11]
const COMMON_NAME = [0x55, 0x04, 0x03]
const ECDSA_WITH_SHA256 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]

function newKeys() {
  return generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
}

/** X.509 in DER (RFC 5280), signed with ECDSA, then as PEM. */
function certificate({ issuer, subject, days, extensions }: Content, publicKey: KeyObject, signer: KeyObject): string {
  const algorithm = sequence(tlv(0x06, ECDSA_WITH_SHA256))
  const now = Date.now()
  const content = sequence(
    tlv(0xa0, tlv(0x02, [2])), // version 3
    tlv(0x02, [0x01, ...Buffer.from(String(now)), Math.floor(Math.random() * 256)]), // serial number
    algorithm,
    nameOf(issuer),
    sequence(time(now - 60 * DAY_MS), time(now + days * DAY_MS)),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(extensions)),
  )
  const der = sequence(content, algorithm, tlv(0x03, Buffer.concat([Buffer.of(0), sign('sha256', content, signer)])))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

function nameOf(text: string): Buffer {
  return sequence(tlv(0x31, sequence(tlv(0x06, COMMON_NAME), tlv(0x0c, Buffer.from(text)))))
}

function time(epochMs: number): Buffer {
  const digits = new Date(epochMs).toISOString().replace(/\.\d+|[-:T]/g, '')
  return tlv(0x18, Buffer.from(digits))
}

function alternativeName(host: string): Buffer {
  return isIP(host) === 4 ? tlv(0x87, host.split('.').map(Number)) : tlv(0x82, Buffer.from(host))
}

function extension(id: readonly number[], content: Buffer): Buffer {
  return sequence(tlv(0x06, id), tlv(0x01, [0xff]), tlv(0x04, content))
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tlv(0x30, Buffer.concat(parts))
}

/** Tag, length, value. */
function tlv(tag: number, value: Buffer | readonly number[]): Buffer {
  const bytes = Buffer.from(value)
  const { length } = bytes
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.of(tag, ...head), bytes])
}
