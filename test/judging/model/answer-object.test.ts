import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerObject } from '../../../src/judging/model/answer-object.ts'

const GOOD: readonly (readonly [name: string, text: string])[] = [
  ['alone', '{"decision":"skip"}'],
  ['in a fence', '```json\n{"decision": "skip"}\n```'],
  ['behind prose', 'Sure! Here is my answer: {"decision":"skip"} Hope that helps.'],
  ['behind braces that are no JSON', 'In {this case} I say {"decision":"skip"}'],
  ['behind a brace that is never closed', 'Use a { and then {"decision":"skip"}'],
  ['behind thoughts', '<think>{"decision":"watch"} maybe</think>{"decision":"skip"}'],
  ['behind thoughts whose beginning is missing', 'well, no pasta</think>\n{"decision":"skip"}'],
  ['said twice', '{"decision":"skip"}\n{"decision":"skip"}'],
  ['behind an object without a decision', '{"thoughts":"pasta"} {"decision":"skip"}'],
  ['with braces in its strings', '{"reason":"a } and a \\" and a {","decision":"skip"}'],
]
for (const [name, text] of GOOD) {
  test(`the answer is found ${name}`, () => {
    assert.equal(answerObject(text).decision, 'skip')
  })
}

const BAD: readonly (readonly [name: string, text: string, message: RegExp])[] = [
  ['nothing', '', /no JSON object/],
  ['prose', 'I would watch it.', /no JSON object/],
  ['a list', '["watch"]', /no JSON object/],
  ['a cut object', '{"decision":"wat', /no JSON object/],
  ['a decision inside of another object', '{"answer":{"decision":"watch"}}', /no JSON object/],
  ['an inherited decision', '{"__proto__":{"decision":"watch"}}', /no JSON object/],
  ['two answers that differ', 'It says {"decision":"watch"}, but {"decision":"skip"}', /several/],
  [
    'an answer before a quoted end of thoughts',
    '{"decision":"skip"} because it says </think>{"decision":"watch"}',
    /several/,
  ],
  [
    'an end of thoughts that is quoted in thoughts',
    '<think>it says </think>{"decision":"watch"}</think>{"decision":"skip"}',
    /several/,
  ],
  ['thoughts without an end', '<think>maybe {"decision":"watch"}', /no JSON object/],
  ['too deep an object', `{"decision":${'['.repeat(40)}${']'.repeat(40)}}`, /no JSON object/],
  ['too large an object', `{"decision":"watch","reason":"${'a'.repeat(20_000)}"}`, /no JSON object/],
  ['a book', 'a'.repeat(70_000), /longer than 65536/],
  ['nothing but braces', '{'.repeat(60_000), /no JSON object/],
]
for (const [name, text, message] of BAD) {
  test(`${name} is no answer`, () => {
    assert.throws(() => answerObject(text), { name: 'UnusableAnswer', message })
  })
}
