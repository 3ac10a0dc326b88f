import { writeFileSync } from 'node:fs'
import { errorsMarkdown } from '../src/http/error-catalog/document.ts'

// Writes docs/errors.md anew. Run it after a change of src/http/error-catalog/.
writeFileSync(new URL('docs/errors.md', import.meta.resolve('#package.json')), errorsMarkdown())
