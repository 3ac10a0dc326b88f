import assert from 'node:assert/strict'
import { test } from 'node:test'
import { patternFault } from '../../src/driving/check-pattern.ts'

const USABLE = [
  '^@(.+)$',
  'Suche|Search',
  '(?:Follow|Folgen)(?: back)?',
  '[^·]+·(.+)',
  '\\d{1,3}(?:,\\d{3})?',
  '(?<name>\\p{L}+) \\p{Nd}{2}',
  '[*+?|(){}]+',
  '\\(a\\|b\\)+',
]

for (const pattern of USABLE) {
  test(`the pattern ${pattern} can be used`, () => {
    assert.equal(patternFault(pattern), null)
  })
}

const REFUSED: readonly [pattern: string, fault: RegExp][] = [
  ['(', /^is not a regular expression/],
  ['[a', /^is not a regular expression/],
  ['(a+)+$', /^repeats what itself repeats/],
  ['(a|a)*b', /^repeats what itself repeats or chooses/],
  ['(?:ab?)*', /^repeats what itself repeats/],
  ['(a?){30}', /^repeats what itself repeats/],
  ['((a|b)c){2,}', /^repeats what itself repeats or chooses/],
  ['(?:(a)|b+)*?', /^repeats what itself repeats/],
  ['(a)\\1+', /^refers back/],
  ['(?<x>a)\\k<x>', /^refers back/],
  ['.*a.*b.*c', /^has too many repetitions/],
  ['.{0,999}'.repeat(4), /^has too many repetitions/],
  ['(a|a)'.repeat(39), /^has too many repetitions or choices/],
  ['a'.repeat(201), /^has 201 characters, at most 200/],
]

for (const [pattern, fault] of REFUSED) {
  test(`the pattern ${pattern.slice(0, 40)} is refused`, () => {
    assert.match(patternFault(pattern) ?? '', fault)
  })
}

const ANYWHERE: readonly [pattern: string, fault: RegExp | null][] = [
  ['.*a.*b', /^has too many repetitions for what may begin anywhere/],
  ['[ab]+[ab]+a?a?a?c', /begin it with \^$/],
  ['^a|a+b+', /begin it with \^$/],
  ['^.*a.*b', null],
  ['@(.+)', null],
]

for (const [pattern, fault] of ANYWHERE) {
  test(`what ${pattern} costs where it may begin anywhere is ${fault === null ? 'borne' : 'refused'}`, () => {
    const found = patternFault(pattern, 'part')
    if (fault === null) assert.equal(found, null)
    else assert.match(found ?? '', fault)
  })
}
