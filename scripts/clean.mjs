// Empties dist before a build: a test that was deleted must not survive in compiled form.
import { rmSync } from 'node:fs'

rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true })
