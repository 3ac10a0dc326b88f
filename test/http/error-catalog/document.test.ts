import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ERROR_CATEGORIES } from '../../../src/domain/errors.ts'
import {
  errorsMarkdown,
  explainedCategories,
  explainedErrors,
} from '../../../src/http/error-catalog/document.ts'
import { errorsPage } from '../../../src/http/error-catalog/page.ts'
import { STATUS } from '../../../src/http/error-response.ts'

test('docs/errors.md is what the tables of errors make it: npx tsx scripts/write-errors.ts', () => {
  const written = readFileSync(new URL('docs/errors.md', import.meta.resolve('#package.json')), 'utf8')

  assert.equal(written, errorsMarkdown())
})

test('every code that an answer can carry is explained with the status that it has', () => {
  const told = explainedErrors().map(({ code, status }) => [code, status] as const)

  assert.deepEqual(Object.fromEntries(told), { ...STATUS, internal_error: 500 })
})

test('every category of a failed process is explained', () => {
  assert.deepEqual(
    explainedCategories().map(({ name }) => name),
    [...ERROR_CATEGORIES],
  )
})

test('every explanation is whole sentences: what happened and what to do', () => {
  const all = [...explainedErrors().flatMap((error) => [error, ...error.details]), ...explainedCategories()]

  const unfinished = all.filter(
    ({ cause, cure }) => ![cause, cure].every((text) => /^[A-Z`].*\.$/.test(text)),
  )

  assert.deepEqual(unfinished, [])
})

test('the page has a place for every code, and nothing in it is taken for markup', () => {
  const page = errorsPage()

  const places = [...page.matchAll(/<h2 id="([a-z_]+)">/g)].map(([, code]) => code)
  assert.deepEqual(
    places,
    explainedErrors().map(({ code }) => code),
  )
  assert.ok(page.includes('<code>routing_not_supported:&lt;capability&gt;:&lt;routing&gt;</code>'))
  assert.ok(!/<(?:capability|field|list)>/.test(page))
})
