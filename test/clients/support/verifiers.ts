import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where the verifiers are that the documents print. */
export const VERIFIER_FOLDER = new URL('clients/verify/', import.meta.resolve('#package.json'))

/** How each language is run; what is not installed is skipped with a word. */
export const VERIFIERS = [
  ['node', 'verify.mjs'],
  ['python3', 'verify.py'],
  ['perl', 'verify.pl'],
] as const

export const FAMILIES = ['X-PhoneFarm', 'Standard Webhooks'] as const
export type Family = (typeof FAMILIES)[number]

/** A message as it came in: headers by their names in lower case, as Node has them. */
export interface Arrived {
  body: string
  headers: Readonly<Record<string, string | string[] | undefined>>
}

export function isInstalled(program: string): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((place) => {
    try {
      accessSync(path.join(place, program), constants.X_OK)
      return true
    } catch {
      return false // not there, or not for us
    }
  })
}

/** Whether the verifier calls the message genuine, by one family of its headers. @param known the receiver's secrets */
export function isCalledGenuine(
  [program, file]: (typeof VERIFIERS)[number],
  { body, headers }: Arrived,
  family: Family,
  known: readonly string[],
): Promise<boolean> {
  const names =
    family === 'X-PhoneFarm'
      ? ['x-phonefarm-timestamp', 'x-phonefarm-signature']
      : ['webhook-timestamp', 'webhook-signature', 'webhook-id']
  const given = names.map((name) => String(headers[name] ?? ''))
  return new Promise((resolve, reject) => {
    const child = spawn(program, [fileURLToPath(new URL(file, VERIFIER_FOLDER)), ...given], {
      env: { PATH: process.env['PATH'], PHONE_FARM_WEBHOOK_SECRET: known.join(',') },
      stdio: ['pipe', 'inherit', 'pipe'],
    })
    let errors = ''
    child.stderr.on('data', (piece) => (errors += String(piece)))
    child.on('error', reject)
    child.on('close', (code) => (errors === '' ? resolve(code === 0) : reject(new Error(errors))))
    child.stdin.on('error', () => undefined) // it may have ended without reading: its exit code tells
    child.stdin.end(body)
  })
}
