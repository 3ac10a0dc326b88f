import { writeFile } from 'node:fs/promises'
import { packJsonSchema } from '../src/driving/pack-json-schema.ts'

// Run after a change of the pack's schema: npx tsx scripts/write-driver-schema.ts
const root = import.meta.resolve('#package.json')
await writeFile(new URL('data/driver.schema.json', root), `${JSON.stringify(packJsonSchema(), null, 2)}\n`)
