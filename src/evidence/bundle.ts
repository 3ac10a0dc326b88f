import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream'
import { createGzip, constants } from 'node:zlib'
import type { Logger } from 'pino'
import { pack, type Pack } from 'tar-stream'
import { scrubJson, scrubText } from '../domain/scrub.ts'
import { hashOf } from './evidence-files.ts'

/** A file of a bundle. */
export interface BundledFile {
  /** Within the bundle; of letters, digits and `-_./` only. */
  path: string
  content_type: string
  /** Asked for when its turn comes; null when it is gone. */
  read: () => Promise<Uint8Array | null>
}

export interface BundleContent {
  /** Name of the folder that all of it is in. */
  folder: string
  at: Date
  /** By file name, without `.json`. */
  documents: Readonly<Record<string, unknown>>
  files: readonly BundledFile[]
  /** What must not be in it. */
  secrets: ReadonlySet<string>
  log: Logger
}

/** One line of the bundle's own table of contents. */
interface Entry {
  path: string
  bytes: number
  sha256: string
  /** Differs from what is stored: a secret that is known now was taken out of it. */
  scrubbed?: true
}

/**
 * A .tar.gz that is made while it is read: documents first, then files, then `manifest.json` and `SHA256SUMS`, which `sha256sum -c` checks.
 * Whatever is text goes through the scrubber on its way, what was stored long ago too. Breaks off when it cannot be made to its end.
 */
export function bundleStream(content: BundleContent): Readable {
  const tar = pack()
  const gzip = createGzip({ level: constants.Z_BEST_SPEED })
  // What ends the one ends the other; an error is seen by whoever reads, who then has no whole archive.
  pipeline(tar, gzip, (error) => {
    if (error) content.log.debug({ err: error, bundle: content.folder }, 'bundle was not read to its end')
  })
  // Comes after the pipeline has told of it and listens no more; without a listener it would end the daemon.
  tar.on('error', () => undefined)
  fill(tar, content).catch((error: unknown) => {
    if (tar.destroyed) return // whoever asked has left, which the pipeline has told
    content.log.warn({ err: error, bundle: content.folder }, 'bundle could not be made')
    tar.destroy(error instanceof Error ? error : new Error(String(error)))
  })
  return gzip
}

async function fill(tar: Pack, content: BundleContent): Promise<void> {
  const { folder, at, documents, files, secrets } = content
  const entries: Entry[] = []

  async function add(path: string, bytes: Buffer, scrubbed = false): Promise<void> {
    entries.push({ path, bytes: bytes.length, sha256: hashOf(bytes), ...(scrubbed && { scrubbed }) })
    await write(tar, { name: `${folder}/${path}`, size: bytes.length, mode: 0o600, mtime: at }, bytes)
  }

  for (const [name, document] of Object.entries(documents))
    await add(`${name}.json`, jsonBytes(scrubJson(document, secrets)))
  for (const { path, content_type, read } of files) {
    const stored = await read()
    if (stored === null) continue
    const bytes = content_type.startsWith('image/')
      ? Buffer.from(stored)
      : scrubbedBytes(Buffer.from(stored), secrets)
    await add(path, bytes, !bytes.equals(stored))
  }
  await add('manifest.json', jsonBytes({ made_at: at.toISOString(), files: [...entries] }))
  const sums = entries.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('')
  const bytes = Buffer.from(sums)
  await write(tar, { name: `${folder}/SHA256SUMS`, size: bytes.length, mode: 0o600, mtime: at }, bytes)
  tar.finalize()
}

/** Resolves when the archive has taken it, so that no more of it is in memory than one piece. @throws when nobody reads any more */
async function write(tar: Pack, header: Parameters<Pack['entry']>[0], bytes: Buffer): Promise<void> {
  if (tar.destroyed) throw new Error('nobody reads the bundle any more')
  await new Promise<void>((resolve, reject) => {
    const gone = () => reject(new Error('nobody reads the bundle any more'))
    tar.once('close', gone)
    const entry = tar.entry(header, (error) => {
      tar.off('close', gone)
      if (error) reject(error)
      else resolve()
    })
    entry.on('error', () => undefined) // told by the callback
    entry.end(bytes)
  })
}

function scrubbedBytes(stored: Buffer, secrets: ReadonlySet<string>): Buffer {
  return Buffer.from(scrubText(stored.toString(), secrets))
}

function jsonBytes(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`)
}
