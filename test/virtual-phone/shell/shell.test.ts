import assert from 'node:assert/strict'
import { test } from 'node:test'
import { phoneShell } from '../make-phone.ts'

interface Case {
  line: string
  out?: string
  err?: string
  code?: number
}

const CASES: Case[] = [
  { line: 'echo hello', out: 'hello\n' },
  { line: 'false && echo no || echo yes', out: 'yes\n' },
  { line: 'false; echo $?', out: '1\n' },
  { line: 'export A=1; echo "$A-${A}"', out: '1-1\n' },
  { line: 'X="a b"; echo $X', out: 'a b\n' },
  { line: 'echo $(echo inner)', out: 'inner\n' },
  { line: 'printf "%s-%s\\n" a b | grep -o "a-." | wc -c', out: '4\n' },
  { line: 'getprop | grep -c ro.build.version.sdk', out: '1\n' },
  { line: 'ls /nope 2>/dev/null || echo missing', out: 'missing\n' },
  { line: 'ls /nope 2>&1 | head -1', out: 'ls: /nope: No such file or directory\n' },
  { line: "[ -e '/data/local/tmp' ] && echo __PASS__", out: '__PASS__\n' },
  { line: "[ -e '/data/local/tmp/mock_apps.json' ] && echo __PASS__", code: 1 },
  { line: 'echo one > /sdcard/a.txt; echo two >> /sdcard/a.txt; cat /sdcard/*.txt', out: 'one\ntwo\n' },
  { line: 'echo x > /system/x', err: "/system/bin/sh: can't open /system/x: Permission denied\n", code: 1 },
  { line: "mkdir -p -- '/data/local/tmp/a b' && ls -d '/data/local/tmp/a b'", out: '/data/local/tmp/a b\n' },
  { line: 'exit 5; echo never', code: 5 },
  { line: 'sh -c "exit 3"; echo $?', out: '3\n' },
  { line: 'frobnicate -x', err: '/system/bin/sh: frobnicate: not found\n', code: 127 },
  { line: 'which ls nope', out: '/system/bin/ls\n', code: 1 },
  { line: 'if true', err: "/system/bin/sh: syntax error: 'if' unexpected\n", code: 1 },
]

for (const { line, out = '', err = '', code = 0 } of CASES) {
  test(`sh: ${line}`, async () => {
    const { run } = phoneShell()

    assert.deepEqual(await run(line), { out, err, code })
  })
}

test('a command that ends early stops the one that feeds it', async () => {
  const { run } = phoneShell()

  assert.equal((await run('logcat | head -1')).out, '--------- beginning of main\n')
})

test('standard input reaches the first command of a pipe', async () => {
  const { run } = phoneShell()

  assert.equal((await run('cat | sort', 'b\na\n')).out, 'a\nb\n')
})
