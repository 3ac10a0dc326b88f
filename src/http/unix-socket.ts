import { once } from 'node:events'
import { lstat, mkdir, stat, unlink } from 'node:fs/promises'
import { connect } from 'node:net'
import path from 'node:path'

/** The operating system's limit for a socket's path, in bytes (source: unix(7), sun_path). */
export const SOCKET_PATH_MAX = 107

/**
 * Makes a place for a unix socket. Whoever may enter its directory could connect before the socket has its rights, and whoever may write to
 * it could put another socket in its place, so the directory must be ours and closed to everybody else; it is made when it is missing. The
 * socket of a daemon that is dead is removed, any other file stays.
 * @throws when it cannot be had; the message names the path
 */
export async function makeRoomForSocket(socketPath: string): Promise<void> {
  const directory = path.dirname(socketPath)
  await mkdir(directory, { mode: 0o700 }).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error
  })
  const { mode, uid } = await stat(directory)
  if ((mode & 0o077) !== 0 || uid !== process.getuid?.())
    throw failure('EACCES', `the directory ${directory} must belong to the daemon's user with mode 0700`)
  const there = await lstat(socketPath).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  })
  if (there === null) return
  if (!there.isSocket()) throw failure('EACCES', `${socketPath} is there and is no socket`)
  if (await isAnswered(socketPath)) throw failure('EADDRINUSE', `another program answers at ${socketPath}`)
  await unlink(socketPath)
}

/** True when a program listens there; connecting to a local socket never waits for anybody. */
async function isAnswered(socketPath: string): Promise<boolean> {
  const socket = connect(socketPath)
  try {
    await once(socket, 'connect')
    return true
  } catch (error) {
    if (codeOf(error) === 'ECONNREFUSED') return false
    throw error
  } finally {
    socket.destroy()
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

/** @param code as the operating system's, which is what the end of a start goes by */
function failure(code: 'EACCES' | 'EADDRINUSE', message: string): Error {
  return Object.assign(new Error(message), { code })
}
