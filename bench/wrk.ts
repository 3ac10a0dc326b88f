import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import Type from 'typebox'
import { read } from './child.ts'
import { bodyAround } from './requests.ts'

/** What one run of the load generator saw. */
export interface Load {
  perSecond: number
  p50Ms: number
  p99Ms: number
}

export interface LoadOptions {
  url: string
  connections: number
  seconds: number
  apiKey: string
}

const Summary = Type.Object({
  requests: Type.Number(),
  us: Type.Number(),
  p50_us: Type.Number(),
  p99_us: Type.Number(),
  bad: Type.Integer(),
})

const SCRIPTS = new URL('bench/wrk/', import.meta.resolve('#package.json'))
const run = promisify(execFile)
let prefixes = 0

/** POSTs new work as fast as the server answers. @throws when an answer was no success, or without wrk on the machine */
export async function postLoad(options: LoadOptions): Promise<Load> {
  const [before, after] = bodyAround()
  const prefix = `bench-${process.pid}-${++prefixes}-`
  return await load('post.lua', options, {
    BODY_BEFORE: before,
    BODY_AFTER: after,
    REQUEST_PREFIX: prefix,
  })
}

/** GETs the paths of a file, one after the other, or the URL itself. @throws as `postLoad` */
export async function getLoad(options: LoadOptions & { pathsFile?: string }): Promise<Load> {
  return await load(
    'get.lua',
    options,
    options.pathsFile === undefined ? {} : { PATHS_FILE: options.pathsFile },
  )
}

async function load(
  script: string,
  { url, connections, seconds, apiKey }: LoadOptions,
  env: Record<string, string>,
): Promise<Load> {
  const headers = ['-H', `Authorization: Bearer ${apiKey}`, '-H', 'Content-Type: application/json']
  const args = [
    '-t1',
    '--timeout',
    '30s',
    `-c${connections}`,
    `-d${seconds}s`,
    '-s',
    fileURLToPath(new URL(script, SCRIPTS)),
  ]
  const { stdout } = await run('wrk', [...args, ...headers, url], {
    env: { ...process.env, ...env },
    timeout: (seconds + 30) * 1000,
  })
  const summary = read(Summary, JSON.parse(/JSON(\{.*\})/.exec(stdout)?.[1] ?? 'null'))
  if (summary.bad > 0) throw new Error(`${summary.bad} of ${summary.requests} requests to ${url} failed`)
  return {
    perSecond: summary.requests / (summary.us / 1e6),
    p50Ms: summary.p50_us / 1000,
    p99Ms: summary.p99_us / 1000,
  }
}
