import { createReadStream, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'

/** Words that are planted as secrets, by where they are planted. */
export type Canaries = Readonly<Record<string, string>>

/** Which of the canaries stand in what, as they are, percent-encoded or in base64: `<where planted> in <place>`. */
export function hitsIn(place: string, content: string | Buffer, canaries: Canaries): string[] {
  const bytes = Buffer.from(content)
  return Object.entries(canaries)
    .filter(([, word]) => spellings(word).some((spelling) => bytes.includes(spelling)))
    .map(([planted]) => `${planted} in ${place}`)
}

function spellings(word: string): string[] {
  const whole = word.slice(0, word.length - (word.length % 3))
  return [
    word,
    encodeURIComponent(word),
    Buffer.from(whole).toString('base64'),
    Buffer.from(word).toString('hex'),
  ]
}

/** Every file below a folder, by its path in it. */
export function filesBelow(folder: string): Record<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => {
        const file = join(parentPath, name)
        return [relative(folder, file), readFileSync(file)]
      }),
  )
}

/** The files of a .tar.gz, by their names in it. */
export async function unpacked(archive: string): Promise<Record<string, Buffer>> {
  const files: Record<string, Buffer> = {}
  const tar = createReadStream(archive).pipe(createGunzip()).pipe(extract())
  for await (const entry of tar) files[entry.header.name] = await buffer(entry)
  return files
}
