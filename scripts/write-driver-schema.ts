import { readFile, writeFile } from 'node:fs/promises'
import { packJsonSchema } from '../src/driving/pack-json-schema.ts'
import { withReference } from './driver-reference.ts'

// Run after a change of the pack's schema: npx tsx scripts/write-driver-schema.ts
const root = import.meta.resolve('#package.json')
const schema = packJsonSchema()
await writeFile(new URL('data/driver.schema.json', root), `${JSON.stringify(schema, null, 2)}\n`)
const page = new URL('docs/driver-packs.md', root)
await writeFile(page, withReference(await readFile(page, 'utf8'), schema))
