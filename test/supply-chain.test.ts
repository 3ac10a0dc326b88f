import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import Type from 'typebox'
import Value from 'typebox/value'

const root = path.dirname(new URL(import.meta.resolve('#package.json')).pathname)

const Package = Type.Object({
  version: Type.Optional(Type.String()),
  integrity: Type.Optional(Type.String()),
  resolved: Type.Optional(Type.String()),
  license: Type.Optional(Type.String()),
  /** Of a package that is installed under another's name. */
  name: Type.Optional(Type.String()),
  dev: Type.Optional(Type.Boolean()),
  /** Wanted by our tools; some shipped package could use it if it were there. */
  devOptional: Type.Optional(Type.Boolean()),
  inBundle: Type.Optional(Type.Boolean()),
  hasInstallScript: Type.Optional(Type.Boolean()),
})
const Lockfile = Type.Object({ packages: Type.Record(Type.String(), Package) })
const Manifest = Type.Object({
  allowScripts: Type.Record(Type.String(), Type.Boolean()),
  dependencies: Type.Record(Type.String(), Type.String()),
  devDependencies: Type.Record(Type.String(), Type.String()),
})
const Bom = Type.Object({
  bomFormat: Type.Literal('CycloneDX'),
  components: Type.Array(
    Type.Object({ name: Type.String(), version: Type.String(), hashes: Type.Optional(Type.Unknown()) }),
  ),
})

const parsed = (file: string): unknown => JSON.parse(readFileSync(path.join(root, file), 'utf8'))
const manifest = Value.Parse(Manifest, parsed('package.json'))
const { '': _ourselves, ...locked } = Value.Parse(Lockfile, parsed('package-lock.json')).packages

/** `node_modules/a/node_modules/@b/c` is `@b/c`. */
const nameOf = (place: string) => place.split('node_modules/').at(-1) ?? place

const shipped = Object.entries(locked).filter(
  ([, { dev, devOptional }]) => dev !== true && devOptional !== true,
)

test('every package of the lockfile is pinned by its hash, those inside of another by the hash of that one', () => {
  const loose = Object.entries(locked).filter(
    ([, { integrity, inBundle }]) => inBundle !== true && !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''),
  )
  assert.deepEqual(loose, [])
  // The registry is the machine's own choice.
  assert.deepEqual(
    Object.values(locked).filter(({ resolved }) => resolved !== undefined),
    [],
  )
})

test('versions of what we ask for by name are exact', () => {
  const asked = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
  assert.deepEqual(
    asked.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version)),
    [],
  )
})

test('somebody has decided about every install script, and only the database is compiled', () => {
  const scripted = Object.entries(locked).filter(([, { hasInstallScript }]) => hasInstallScript === true)
  const names = [...new Set(scripted.map(([place]) => nameOf(place)))].toSorted()
  assert.deepEqual(Object.keys(manifest.allowScripts).toSorted(), names)
  const allowed = names.filter((name) => manifest.allowScripts[name] === true)
  assert.deepEqual(allowed, ['better-sqlite3'])
})

test('koa is not one of the versions that take their host from a crafted header (CVE-2026-27959)', () => {
  const [major = 0, minor = 0, patch = 0] = (manifest.dependencies['koa'] ?? '').split('.').map(Number)
  assert.ok(major * 10_000 + minor * 100 + patch >= 30_102)
})

/** What may be shipped to a technician's host without asking a lawyer. */
const LICENSES = new Set(
  [
    'MIT ISC Apache-2.0 BSD-2-Clause BSD-3-Clause 0BSD BlueOak-1.0.0 Unlicense CC0-1.0 WTFPL Zlib PSF-2.0',
    // Linked at run time as a library of its own file: sharp's libvips.
    'LGPL-3.0-or-later',
    // Texts and lists rather than programs.
    'CC-BY-3.0 CC-BY-4.0',
  ].flatMap((names) => names.split(' ')),
)

/** Their manifests name none, or not in the agreed words; each was looked up. */
const LOOKED_UP: Record<string, string> = {
  'css-value': 'MIT in its Readme',
  'ftp-response-parser': 'MIT in its package.json, as `licenses`',
  'parse-listing': 'MIT in its package.json, as `licenses`',
}

test('every package that is shipped has a license that allows it', () => {
  const odd = shipped
    .filter(([place]) => !(nameOf(place) in LOOKED_UP))
    .filter(([, { license = '' }]) => !mayShip(license))
  assert.deepEqual(
    odd.map(([place, { license }]) => `${place}: ${license}`),
    [],
  )
})

/** Of `A OR B` one is enough, of `A AND B` all are needed. */
function mayShip(expression: string): boolean {
  const ways = expression.replaceAll(/[()]/g, '').split(/ or /i)
  return ways.some((way) => way.split(' AND ').every((license) => LICENSES.has(license)))
}

test('npm run sbom names every package of the lockfile that is shipped, with its hash', () => {
  const told = execFileSync('npm', ['run', '--silent', 'sbom'], {
    cwd: root,
    encoding: 'utf8',
    stdio: 'pipe',
  })
  const { components } = Value.Parse(Bom, JSON.parse(told))
  const missing = shipped.filter(
    ([place, { name = nameOf(place), version }]) =>
      !components.some((known) => known.name === name && known.version === version),
  )
  assert.deepEqual(
    missing.map(([place]) => place),
    [],
  )
  const unhashed = components.filter(({ hashes }) => hashes === undefined)
  const bundled = new Set(
    shipped.filter(([, { inBundle }]) => inBundle === true).map(([place]) => nameOf(place)),
  )
  assert.deepEqual(
    unhashed.filter(({ name }) => !bundled.has(name)),
    [],
  )
})

test('scripts/install runs the install scripts that package.json allows and no others', (t) => {
  const dir = mkdtempSync(path.join(tmpdir(), 'phonefarm-install-'))
  t.after(() => rmSync(dir, { recursive: true }))
  const packages = ['allowed', 'denied', 'unheard-of'].map((name) => packageThatMarks(t, dir, name))
  mkdirSync(path.join(dir, 'scripts'))
  cpSync(path.join(root, 'scripts/install'), path.join(dir, 'scripts/install'))
  const dependencies = Object.fromEntries(packages.map(({ name, file }) => [name, `file:${file}`]))
  const allowScripts = { allowed: true, denied: false }
  writeFileSync(
    path.join(dir, 'package.json'),
    JSON.stringify({ name: 'farm', version: '1.0.0', private: true, dependencies, allowScripts }),
  )
  const run = (program: string, args: string[]) =>
    execFileSync(program, args, {
      cwd: dir,
      env: { ...process.env, npm_config_offline: 'true' },
      stdio: 'pipe',
    })
  run('npm', ['install', '--package-lock-only', '--ignore-scripts'])

  run('bash', ['scripts/install'])

  const marked = packages.map(({ name }) => [name, existsSync(path.join(dir, `${name}.ran`))])
  assert.deepEqual(marked, [
    ['allowed', true],
    ['denied', false],
    ['unheard-of', false],
  ])
  assert.ok(existsSync(path.join(dir, 'node_modules/denied/package.json')))
})

/** An archive of a package whose install script leaves `<name>.ran` behind. */
function packageThatMarks(t: TestContext, dir: string, name: string): { name: string; file: string } {
  const source = mkdtempSync(path.join(tmpdir(), `phonefarm-${name}-`))
  t.after(() => rmSync(source, { recursive: true }))
  const postinstall = `node -e "require('fs').writeFileSync('${path.join(dir, `${name}.ran`)}', '')"`
  writeFileSync(
    path.join(source, 'package.json'),
    JSON.stringify({ name, version: '1.0.0', scripts: { postinstall } }),
  )
  execFileSync('npm', ['pack', '--pack-destination', dir], { cwd: source, stdio: 'pipe' })
  return { name, file: `${name}-1.0.0.tgz` }
}
