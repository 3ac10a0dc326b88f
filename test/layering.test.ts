import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

/** Anything that Node itself brings; the pure layers get none of it. */
const NODE = 'node:*'

/** The architecture: what each folder may import beside itself. Also shown in docs/architecture.md. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'src/domain': ['typebox', 'ajv', 're2js'],
  'src/store': ['src/domain', 'better-sqlite3', 'typebox', NODE],
  'src/processes': ['src/domain', 'src/store', 'typebox'],
  'src/scheduler': ['src/domain', 'src/store', 'src/processes', 'p-queue', 'pino'],
  'src/phones': ['src/domain', 'src/store', 'src/processes', 'src/devices', 'typebox', 'pino', NODE],
  'src/evidence': ['src/domain', 'src/store', 'tar-stream', 'sharp', 'typebox', 'pino', NODE],
  'src/callbacks': ['src/domain', 'src/store', 'undici', 'pino', NODE],
  'src/upkeep': ['src/domain', 'src/store', 'pino', 'typebox', NODE],
  'src/devices': [
    'src/domain',
    'webdriverio',
    'slimdom',
    'undici',
    'sharp',
    'tesseract.js',
    'p-queue',
    'pino',
    'typebox',
    NODE,
  ],
  'src/driving': ['src/domain', 'typebox', 'pino', NODE],
  'src/actions': ['src/domain', 'pino'],
  'src/judging': ['src/domain', 'ajv', 'undici', 'sharp', 'typebox', 'pino', NODE],
  'src/http': [
    'src/domain',
    'src/processes',
    'koa',
    '@koa/router',
    'koa-bodyparser',
    'typebox',
    'pino',
    NODE,
  ],
  'src/virtual-phone': ['src/domain', 'fontoxpath', 'slimdom', 'sharp', 'typebox', NODE],
  // The wiring: entry point, configuration, log, command line.
  'src/cli': ['*'],
  src: ['*'],
}

const root = path.dirname(new URL(import.meta.resolve('#package.json')).pathname)

/** `src/store` for src/store/a/b.ts, `src` for src/app.ts. */
function layerOf(file: string): string {
  const [top = '', second = '', ...rest] = file.split('/')
  return top === 'src' && rest.length > 0 ? `${top}/${second}` : top
}

/** A package's name, `node:*` for Node's own modules, the layer for our own files. */
function importsOf(file: string): string[] {
  const text = readFileSync(path.join(root, file), 'utf8')
  const specifiers = [
    ...text.matchAll(/^(?:import|export)\b[^'"]*?from '([^']+)'/gm),
    ...text.matchAll(/^import '([^']+)'/gm),
    ...text.matchAll(/\bimport\('([^']+)'\)/g),
  ]
  return specifiers.map(([, name = '']) => {
    if (name.startsWith('.')) return layerOf(path.join(path.dirname(file), name))
    if (name.startsWith('node:')) return NODE
    return name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : (name.split('/')[0] ?? name)
  })
}

const files = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => path.join('src', name))

test('every folder of src is in the architecture table', () => {
  const unknown = [...new Set(files.map(layerOf))].filter((layer) => !(layer in MAY_IMPORT))
  assert.deepEqual(unknown, [])
})

for (const [layer, allowed] of Object.entries(MAY_IMPORT)) {
  test(`${layer} imports only what it may`, () => {
    const wrong = files
      .filter((file) => layerOf(file) === layer)
      .flatMap((file) => importsOf(file).map((name) => ({ file, name })))
      .filter(({ name }) => name !== layer && !allowed.includes('*') && !allowed.includes(name))
    assert.deepEqual(wrong, [])
  })
}
