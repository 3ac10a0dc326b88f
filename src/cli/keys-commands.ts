import { InvalidArgumentError, type Command } from 'commander'
import Type, { type Static, type TSchema } from 'typebox'
import { loadConfig } from '../config.ts'
import { SCOPES } from '../domain/caller.ts'
import { ApiKey, MadeApiKey } from '../http/key-schemas.ts'
import { createDaemonClient, type DaemonClient } from './daemon-client.ts'
import { printJson, printTable, readAll, type Shown } from './print.ts'
import { told } from './told.ts'

interface Wanted extends Shown {
  scopes: string[]
  system?: string
  ownOnly?: true
  rate?: Rate
  expiresAt?: string
  expiresDays?: number
}

/** Null: as many as it likes. */
type Rate = { per_second: number; burst: number } | null

/** Adds `phonefarm keys`: whom the farm listens to. */
export function addKeysCommands(program: Command): void {
  const keys = program.command('keys').description('keys of callers, through the running daemon')
  addCreateCommand(keys)
  keys
    .command('list')
    .description('keys that are accepted, newest first')
    .option('--all', 'those that have expired or were revoked as well')
    .option('--json', 'print what the API answers')
    .action((shown: Shown & { all?: true }) => told(() => list(shown)))
  keys
    .command('rotate')
    .description('exchange a key for a new one of the same caller; the old one goes on working for a while')
    .argument('<key>', 'its id: pfk_<id>_…')
    .option(
      '--overlap-minutes <n>',
      'how long the old key is accepted beside the new one; a day',
      wholeNumber,
    )
    .option('--json', 'print what the API answers')
    .action((id: string, given: Shown & { overlapMinutes?: number }) => told(() => rotate(id, given)))
  keys
    .command('revoke')
    .description('take a key back for good, at once')
    .argument('<key>', 'its id: pfk_<id>_…')
    .action((id: string) => told(() => revoke(id)))
}

function addCreateCommand(keys: Command): void {
  keys
    .command('create')
    .description('make a key for a caller, which is shown this once')
    .argument('<name>', 'of the caller, for the log: letters, digits, . _ -')
    .requiredOption('--scopes <list>', `what it may: some of ${SCOPES.join(',')}`, scopeList)
    .option('--system <name>', 'the only requested_by.system that it may name')
    .option('--own-only', 'sees and cancels its own processes only')
    .option('--rate <rate>', 'requests a second / at once, or none; 10/50', rate)
    .option('--expires-days <n>', 'after which it is not accepted any more', wholeNumber)
    .option('--expires-at <time>', 'likewise: 2027-01-01T00:00:00Z')
    .option('--json', 'print what the API answers')
    .action((name: string, wanted: Wanted) => told(() => create(name, wanted)))
}

function daemon(): DaemonClient {
  return createDaemonClient(loadConfig(process.env).config)
}

function pathOf(keyId: string, verb: string): string {
  return `/keys/${encodeURIComponent(keyId)}/${verb}`
}

function scopeList(text: string): string[] {
  const scopes = text.split(',').map((scope) => scope.trim())
  const wrong = scopes.find((scope) => !SCOPES.some((known) => known === scope))
  if (wrong === undefined) return scopes
  throw new InvalidArgumentError(`${wrong} is none of ${SCOPES.join(', ')}.`)
}

function wholeNumber(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('must be a whole number.')
}

function rate(text: string): Rate {
  if (text === 'none') return null
  const [, perSecond, burst] = /^(\d{1,5}(?:\.\d{1,3})?)\/(\d{1,6})$/.exec(text) ?? []
  if (perSecond !== undefined && burst !== undefined)
    return { per_second: Number(perSecond), burst: Number(burst) }
  throw new InvalidArgumentError('must be none, or two numbers such as 10/50.')
}

async function create(name: string, wanted: Wanted): Promise<void> {
  const { scopes, system, ownOnly, expiresAt, expiresDays } = wanted
  const body = {
    name,
    scopes,
    system: system ?? null,
    own_only: ownOnly ?? false,
    ...(wanted.rate !== undefined && { rate: wanted.rate }),
    expires_at: expiresAt ?? null,
    expires_in_days: expiresDays ?? null,
  }
  const made = await daemon().json('/keys', MadeApiKey, { method: 'POST', body })
  showOnce(made, wanted)
}

async function rotate(keyId: string, given: Shown & { overlapMinutes?: number }): Promise<void> {
  const { overlapMinutes } = given
  const body = overlapMinutes === undefined ? {} : { overlap_minutes: overlapMinutes }
  const made = await daemon().json(pathOf(keyId, 'rotate'), MadeApiKey, { method: 'POST', body })
  showOnce(made, given)
}

/** The key alone on stdout, so that it can be piped to where it belongs; the words about it on stderr. */
function showOnce(made: Static<typeof MadeApiKey>, { json }: Shown): void {
  if (json) return printJson(made)
  const until = made.expires_at === null ? 'does not expire' : `expires at ${made.expires_at}`
  process.stderr.write(
    `key ${made.key_id} of ${made.name} may ${made.scopes.join(', ')} and ${until}; it will not be shown again:\n`,
  )
  console.log(made.key)
}

const pageOf = <Item extends TSchema>(item: Item) => Type.Object({ keys: Type.Array(item) })

async function list({ json, all }: Shown & { all?: true }): Promise<void> {
  const path = all ? '/keys' : '/keys?state=live&state=retiring'
  if (json) return printJson(await readAll(daemon(), path, pageOf(Type.Unknown()), ({ keys }) => keys))
  const keys = await readAll(daemon(), path, pageOf(ApiKey), ({ keys }) => keys)
  printTable(
    ['KEY', 'NAME', 'STATE', 'SCOPES', 'SYSTEM', 'SEES', 'RATE', 'CREATED', 'LAST USED', 'ENDS'],
    keys.map((key) => [
      key.key_id,
      key.name,
      key.state,
      key.scopes.join(','),
      key.system,
      key.own_only ? 'own' : 'all',
      key.rate === null ? 'none' : `${key.rate.per_second}/${key.rate.burst}`,
      key.created_at,
      key.last_used_on,
      endOf(key),
    ]),
  )
}

/** When it is, or was, accepted no more. */
function endOf({ expires_at, retires_at, revoked_at }: Static<typeof ApiKey>): string | null {
  const [first = null] = [expires_at, retires_at, revoked_at].filter((time) => time !== null).toSorted()
  return first
}

async function revoke(keyId: string): Promise<void> {
  const { key_id, name } = await daemon().json(pathOf(keyId, 'revoke'), ApiKey, { method: 'POST' })
  console.log(`key ${key_id} of ${name} is not accepted any more`)
}
