import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import Type from 'typebox'
import { codesOf } from './domain/error-causes.ts'
import { normalHost } from './domain/callback-url.ts'

/** Part of the table in environment.ts. */
export const CALLBACK_CA_SETTING = {
  /** `host=/path/ca.pem`, separated by commas: what certificates of that receiver are checked by, in place of the public authorities. */
  PHONEFARM_CALLBACK_CA: Type.String({ default: '' }),
}

const NAME = 'PHONEFARM_CALLBACK_CA'

/** What the files hold, by host; every entry that is wrong is told. */
export interface CallbackCa {
  ca: ReadonlyMap<string, string>
  problems: readonly { name: typeof NAME; message: string }[]
}

/** Reads the setting and the files that it names: a file that is missing is told at the start, not by the callbacks that fail for it. */
export function readCallbackCa(text: string): CallbackCa {
  const ca = new Map<string, string>()
  const problems: { name: typeof NAME; message: string }[] = []
  for (const entry of text.split(',').map((one) => one.trim())) {
    if (entry === '') continue
    const [, host = '', file = ''] = /^([^=\s:/]+|\[[^\]\s]+\])=(\S.*)$/.exec(entry) ?? []
    const name = hostOf(host)
    const message =
      name === null
        ? `must be host=/path/to/ca.pem, separated by commas, not "${entry}"`
        : ca.has(name)
          ? `names ${name} twice`
          : readInto(ca, name, file)
    if (message !== null) problems.push({ name: NAME, message })
  }
  return { ca, problems }
}

/** The host as a URL has it, IPv6 without brackets; null for what is none. */
function hostOf(host: string): string | null {
  const url = `https://${host}/`
  if (host === '' || !URL.canParse(url)) return null
  return normalHost(new URL(url).hostname).replace(/^\[|\]$/g, '')
}

/** @returns what is wrong with the file, null when it was read */
function readInto(ca: Map<string, string>, host: string, file: string): string | null {
  try {
    const pem = readFileSync(file, 'utf8')
    const certificates = pem.match(CERTIFICATE) ?? []
    if (certificates.length === 0) return `names a file without a certificate (PEM) for ${host}: ${file}`
    const read = certificates.map((certificate) => new X509Certificate(certificate).toString())
    ca.set(host, read.join('\n'))
    return null
  } catch (error) {
    const code = codesOf(error).find((one) => one.startsWith('E') && !one.startsWith('ERR_'))
    const why = code === undefined ? 'holds a certificate that is broken' : `cannot be read (${code})`
    return `names a file for ${host} that ${why}: ${file}`
  }
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g
