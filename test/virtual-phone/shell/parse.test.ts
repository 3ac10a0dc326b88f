import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseLine, ShellSyntaxError } from '../../../src/virtual-phone/shell/parse.ts'

function words(line: string): string[] {
  return parseLine(line).flatMap((step) =>
    step.pipeline.flatMap((command) =>
      command.words.map((word) =>
        word
          .map((part) =>
            part.kind === 'text' ? part.text : part.kind === 'variable' ? `$${part.name}` : `$(${part.line})`,
          )
          .join(''),
      ),
    ),
  )
}

const WORDS: [string, string[]][] = [
  ['echo a  b', ['echo', 'a', 'b']],
  ["echo 'a  b'", ['echo', 'a  b']],
  ['echo "a \\"b\\" c"', ['echo', 'a "b" c']],
  ["echo ''", ['echo', '']],
  ["input text ''it\\'s''", ['input', 'text', "it's"]],
  ['echo a\\ b', ['echo', 'a b']],
  ['echo $X${Y}z', ['echo', '$X$Yz']],
  ['echo $(date +%s)', ['echo', '$(date +%s)']],
  ['echo a2>b', ['echo', 'a2']],
  ['echo a # b', ['echo', 'a']],
  ['a;b\nc', ['a', 'b', 'c']],
]

for (const [line, expected] of WORDS) {
  test(`the words of ${JSON.stringify(line)}`, () => {
    assert.deepEqual(words(line), expected)
  })
}

test('steps know what must hold before they run', () => {
  const steps = parseLine('a && b || c; d | e')

  assert.deepEqual(
    steps.map(({ condition, pipeline }) => [condition, pipeline.length]),
    [
      ['always', 1],
      ['success', 1],
      ['failure', 1],
      ['always', 2],
    ],
  )
})

test('redirections are told apart', () => {
  const [step] = parseLine('a > out 2>> err < in 2>&1')

  assert.deepEqual(
    step?.pipeline[0]?.redirects.map(({ kind }) => kind),
    ['output', 'append_errors', 'input', 'errors_to_output'],
  )
})

for (const line of ["echo 'open", 'a &&', '| b', 'if true; then', 'a &', '(a)', 'a >']) {
  test(`${JSON.stringify(line)} is a syntax error`, () => {
    assert.throws(() => parseLine(line), ShellSyntaxError)
  })
}
