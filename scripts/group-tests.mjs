import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// Usage: node scripts/group-tests.mjs FILE... (from the project's folder). Prints the names of files that each import up to 25 of the given
// test files of one folder: loading our modules costs more than most tests do, and so it is done once for all of them (docs/decisions/0031-tests-in-groups.md). Files
// with hooks of their own for all of their tests cannot share a process and stay as they are.
const MOST = 25
const folder = new URL('../dist/test-groups/', import.meta.url)

/** The hooks of the first would be everybody's; the others take minutes each. */
const ALONE = [/\/real-adb\.test\.js$/, /\/fuzz\//]

const groups = new Map()
for (const file of process.argv.slice(2)) {
  if (ALONE.some((pattern) => pattern.test(file))) {
    console.log(file)
    continue
  }
  const [, , name = 'root', rest] = file.split('/')
  const key = rest === undefined ? 'root' : name
  groups.set(key, [...(groups.get(key) ?? []), file])
}

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
for (const [name, files] of groups) {
  for (let first = 0; first < files.length; first += MOST) {
    const group = new URL(`${name}-${first / MOST + 1}.test.js`, folder)
    const imports = files.slice(first, first + MOST).map((file) => `import '../../${file}'\n`)
    writeFileSync(group, imports.join(''))
    console.log(fileURLToPath(group))
  }
}
