import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { stepsOf } from './support/pattern-steps.ts'
import { type PatternNode, patternTree } from './support/pattern-tree.ts'

/** Where what strangers send is read. */
const FOLDERS = ['src/http', 'src/domain', 'src/callbacks', 'src/processes']

const root = path.dirname(new URL(import.meta.resolve('#package.json')).pathname)

interface Found {
  where: string
  source: string
  flags: string
}

/** A regular expression between slashes, where a value may stand. */
const LITERAL =
  /(?:[=(,:[!&|?{};>]|\breturn|^)\s*\/((?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([dgimsuvy]*)(?![\w/])/gm
/** `pattern` of a JSON Schema. */
const KEYWORD = /\bpattern: '((?:[^'\\\n]|\\.)*)'/g
/** One that is put together from texts of the same file. */
const BUILT = /\bnew RegExp\(\s*`((?:[^`\\]|\\.)*)`,\s*'(\w*)'/g
/** Of driver packs: the operator's own words, matched against short texts only. */
const NOT_STRANGERS = ['src/domain/selector.ts']

function patternsOf(file: string): Found[] {
  const text = readFileSync(path.join(root, file), 'utf8').replaceAll(/^\s*(?:\/\/|\/?\*).*$/gm, '')
  const literals = [...text.matchAll(LITERAL)].map(([, source = '', flags = '']) => ({ source, flags }))
  const keywords = [...text.matchAll(KEYWORD)].map(([, quoted = '']) => ({
    source: unquoted(quoted),
    flags: 'u',
  }))
  const built = NOT_STRANGERS.includes(file) ? [] : [...text.matchAll(BUILT)]
  const named = (name: string) => new RegExp(`\\bconst ${name} =\\s*'((?:[^'\\\\]|\\\\.)*)'`).exec(text)?.[1]
  const composed = built.map(([, template = '', flags = '']) => ({
    source: unquoted(template.replaceAll(/\$\{(\w+)\}/g, (_, name) => named(name) ?? assert.fail(name))),
    flags,
  }))
  return [...literals, ...keywords, ...composed].map((one) => ({ where: file, ...one }))
}

/** The value of a text of the source. */
function unquoted(text: string): string {
  return String(JSON.parse(`"${text.replaceAll('"', '\\"')}"`))
}

const files = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(folder, name)),
)
const patterns = files.flatMap(patternsOf)

/** A text that the pattern takes, as far as one can tell without looking around. */
function sampleOf(node: PatternNode): string {
  if (node.kind === 'char') return node.samples[0] ?? ''
  if (node.kind === 'sequence') return node.items.map(sampleOf).join('')
  if (node.kind === 'choice') return sampleOf(node.options[0] ?? { kind: 'start' })
  if (node.kind === 'repeat') return sampleOf(node.body).repeat(Math.max(1, Math.min(node.least, 8)))
  return ''
}

/** The characters that matter to the pattern: two of each of its sets. */
function charactersOf(node: PatternNode): string[] {
  if (node.kind === 'char') return node.samples.slice(0, 2)
  if (node.kind === 'sequence') return node.items.flatMap(charactersOf)
  if (node.kind === 'choice') return node.options.flatMap(charactersOf)
  return node.kind === 'repeat' || node.kind === 'look' ? charactersOf(node.body) : []
}

/** What stands before each repetition, with what is repeated there. */
function repetitionsOf(node: PatternNode, before: string): { before: string; pumped: string[] }[] {
  if (node.kind === 'choice') return node.options.flatMap((option) => repetitionsOf(option, before))
  if (node.kind === 'look') return repetitionsOf(node.body, before)
  if (node.kind === 'sequence')
    return node.items.flatMap((item, index) =>
      repetitionsOf(item, before + node.items.slice(0, index).map(sampleOf).join('')),
    )
  if (node.kind !== 'repeat') return []
  const inner = repetitionsOf(node.body, before)
  if (node.most < 50) return inner
  const characters = [...new Set(charactersOf(node.body))].slice(0, 4)
  const pairs = characters.flatMap((one) => characters.map((other) => one + other))
  return [
    {
      before,
      pumped: [
        ...characters,
        ...pairs,
        ...again(sampleOf(node.body)),
        ...again(before + sampleOf(node.body)),
      ],
    },
    ...inner,
  ]
}

/** Beside each other, and parted by what ends a word. */
const again = (text: string): string[] => [text, `${text}-`, `${text} `, `${text}"`]

const SHORT = 100

/** A hostile text that takes far more than twice the steps when it is twice as long; null when there is none. */
function worst({ source, flags }: Found): string | null {
  const tree = patternTree(source, flags)
  const general = [...new Set(charactersOf(tree))].slice(0, 8)
  const attacks = [...repetitionsOf(tree, ''), { before: '', pumped: general }]
  for (const { before, pumped } of attacks) {
    for (const piece of new Set(pumped)) {
      for (const end of ['', '\0']) {
        const textOf = (count: number) => before + piece.repeat(count) + end
        const [once, twice] = [SHORT, 2 * SHORT].map((count) => stepsOf(tree, textOf(count), flags))
        if (once === undefined || twice === undefined || twice === Infinity || twice > 2.5 * once + 1000)
          return `${JSON.stringify(before)} ${JSON.stringify(piece)}… ${JSON.stringify(end)}: ${once} steps, then ${twice}`
      }
    }
  }
  return null
}

test('the patterns that read what strangers send are found', () => {
  assert.ok(patterns.length > 60, String(patterns.length))
})

for (const source of [
  '^(a+)+$',
  '^(\\w|\\d)+!',
  '\\s+$',
  'a+a+b',
  '^(a|b|ab)*c',
  'x[^<]{1,2000}<',
  '(?:a*){3}b',
]) {
  test(`/${source}/ would be told`, () => {
    assert.notEqual(worst({ where: 'nowhere', source, flags: 'g' }), null)
  })
}

for (const pattern of patterns) {
  test(`/${pattern.source}/ of ${pattern.where} takes time in proportion to what it reads`, () => {
    assert.equal(worst(pattern), null)
  })
}
