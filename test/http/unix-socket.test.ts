import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { makeRoomForSocket } from '../../src/http/unix-socket.ts'

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'phonefarm-socket-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

test('the directory of a socket is made for its owner alone', async (t) => {
  const directory = path.join(folderOf(t), 'run')

  await makeRoomForSocket(path.join(directory, 'admin.sock'))

  assert.equal(statSync(directory).mode & 0o777, 0o700)
})

test('a directory that others may enter is refused', async (t) => {
  const directory = path.join(folderOf(t), 'run')
  mkdirSync(directory)
  chmodSync(directory, 0o755)

  await assert.rejects(makeRoomForSocket(path.join(directory, 'admin.sock')), {
    code: 'EACCES',
    message: `the directory ${directory} must belong to the daemon's user with mode 0700`,
  })
})

test('a directory without parents is not made', async (t) => {
  const socketPath = path.join(folderOf(t), 'a/b/admin.sock')

  await assert.rejects(makeRoomForSocket(socketPath), { code: 'ENOENT' })
})

test('a file that is no socket stays', async (t) => {
  const file = path.join(folderOf(t), 'admin.sock')
  writeFileSync(file, 'of somebody')

  await assert.rejects(makeRoomForSocket(file), { message: `${file} is there and is no socket` })
  assert.ok(existsSync(file))
})

test('a link stays, wherever it leads', async (t) => {
  const folder = folderOf(t)
  const file = path.join(folder, 'admin.sock')
  symlinkSync(path.join(folder, 'nowhere'), file)

  await assert.rejects(makeRoomForSocket(file), { code: 'EACCES' })
})

test('a socket at which a program answers stays', async (t) => {
  const file = path.join(folderOf(t), 'admin.sock')
  const other = createServer().listen(file)
  t.after(() => other.close())
  await once(other, 'listening')

  await assert.rejects(makeRoomForSocket(file), {
    code: 'EADDRINUSE',
    message: `another program answers at ${file}`,
  })
  assert.ok(existsSync(file))
})

/** Listens and then dies without tidying up. */
const DIES = `require('node:net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`

test('the socket of a daemon that was killed is removed', async (t) => {
  const file = path.join(folderOf(t), 'admin.sock')
  const dead = spawn(process.execPath, ['-e', DIES, file], { stdio: 'ignore' })
  await once(dead, 'exit')
  assert.ok(existsSync(file))

  await makeRoomForSocket(file)

  assert.ok(!existsSync(file))
})
