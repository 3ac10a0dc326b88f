import { InvalidArgumentError, type Command } from 'commander'
import Type, { type Static, type TSchema } from 'typebox'
import { loadConfig } from '../config.ts'
import { createDaemonClient, DaemonRefused, type DaemonClient } from './daemon-client.ts'
import { printJson, printLine, printTable, readAll, type Shown } from './print.ts'
import { told } from './told.ts'
import { whoAmI } from './who.ts'

const TextOrNull = Type.Union([Type.String(), Type.Null()])

/** What the table shows of a phone; the rest of the answer is for `--json`. */
const Phone = Type.Object({
  phone_id: Type.String(),
  serial: Type.String(),
  name: TextOrNull,
  state: Type.String(),
  reason: TextOrNull,
  next: TextOrNull,
  since: Type.String(),
  model: TextOrNull,
  android_version: TextOrNull,
  draining: Type.Boolean(),
})
type Phone = Static<typeof Phone>

const Candidate = Type.Object({
  serial: Type.String(),
  state: Type.String(),
  reason: TextOrNull,
  next: TextOrNull,
  model: TextOrNull,
  suggested_phone_id: Type.String(),
})
const pageOf = <Item extends TSchema>(item: Item) => Type.Object({ phones: Type.Array(item) })

const Candidates = Type.Object({ candidates: Type.Array(Candidate) })

/** Adds `phonefarm phones`: what a person does with phones, through the running daemon. */
export function addPhoneCommands(program: Command): void {
  const phones = program.command('phones').description('phones of the running daemon')
  const json = ['--json', 'print what the API answers'] as const
  phones
    .command('list')
    .description('every phone, and what it is fit for')
    .option(...json)
    .action((shown: Shown) => told(() => list(shown)))
  phones
    .command('show')
    .description('all that is known of a phone')
    .argument('<phone>', 'its id')
    .action((id: string) =>
      told(async () => printJson(await daemon().json(pathOf(id), Type.Object({ phone_id: Type.String() })))),
    )
  phones
    .command('scan')
    .description('phones that adb has and nobody has registered')
    .option(...json)
    .action((shown: Shown) => told(() => scan(shown)))
  phones
    .command('adopt')
    .description('register a phone that adb has')
    .argument('<serial>', 'as `phones scan` shows it')
    .option('--id <id>', 'of the phone; the suggested one otherwise')
    .option('--name <name>', 'for people')
    .action((serial: string, given: Adopted) => told(() => adopt(serial, given)))
  for (const [verb, description] of [
    ['pause', 'start nothing new on a phone; what runs ends well'],
    ['resume', 'let a paused phone work again'],
  ] as const) {
    phones
      .command(verb)
      .description(description)
      .argument('<phone>', 'its id')
      .action((id: string) => told(() => change(id, verb)))
  }
  phones
    .command('take')
    .description('hold a phone for a person: nothing runs on it meanwhile')
    .argument('<phone>', 'its id')
    .option('--holder <name>', 'who holds it', whoAmI())
    .option('--minutes <n>', 'after which the hold ends by itself', minutes)
    .action((id: string, hold: { holder: string; minutes?: number }) => told(() => change(id, 'take', hold)))
  phones
    .command('release')
    .description('give a phone back')
    .argument('<phone>', 'its id')
    .option('--holder <name>', 'who holds it', whoAmI())
    .action((id: string, hold: { holder: string }) => told(() => change(id, 'release', hold)))
}

interface Adopted {
  id?: string
  name?: string
}

function daemon(): DaemonClient {
  return createDaemonClient(loadConfig(process.env).config)
}

function pathOf(phoneId: string): string {
  return `/phones/${encodeURIComponent(phoneId)}`
}

function minutes(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('must be a whole number of minutes.')
}

async function list({ json }: Shown): Promise<void> {
  if (json)
    return printJson(await readAll(daemon(), '/phones', pageOf(Type.Unknown()), ({ phones }) => phones))
  const phones = await readAll(daemon(), '/phones', pageOf(Phone), ({ phones }) => phones)
  printTable(
    ['PHONE', 'STATE', 'SINCE', 'MODEL', 'ANDROID', 'SERIAL', 'REASON'],
    phones.map((phone) => [
      phone.phone_id,
      phone.draining ? `${phone.state} (draining)` : phone.state,
      phone.since,
      phone.model,
      phone.android_version,
      phone.serial,
      whyOf(phone),
    ]),
  )
}

function whyOf({ reason, next }: { reason: string | null; next: string | null }): string | null {
  return [reason, next].filter((words) => words !== null).join('; ') || null
}

async function scan({ json }: Shown): Promise<void> {
  const answer = await daemon().json('/phones/candidates', Candidates)
  if (json) return printJson(answer)
  if (answer.candidates.length === 0) return console.log('every phone that adb has is registered')
  printTable(
    ['SERIAL', 'STATE', 'MODEL', 'SUGGESTED ID', 'REASON'],
    answer.candidates.map((candidate) => [
      candidate.serial,
      candidate.state,
      candidate.model,
      candidate.suggested_phone_id,
      whyOf(candidate),
    ]),
  )
}

async function adopt(serial: string, { id, name }: Adopted): Promise<void> {
  const client = daemon()
  const { candidates } = await client.json('/phones/candidates', Candidates)
  const candidate = candidates.find((one) => one.serial === serial)
  if (!candidate) {
    const known = candidates.map((one) => one.serial).join(', ') || 'none'
    throw new DaemonRefused(`${serial} is no candidate; there are: ${known}`, { status: 404 })
  }
  const phoneId = id ?? candidate.suggested_phone_id
  await refuseTaken(client, phoneId)
  const body = { serial, ...(name !== undefined && { name }) }
  const phone = await client.json(pathOf(phoneId), Phone, { method: 'PUT', body })
  printLine(`${phone.phone_id} is registered (${serial})`)
}

/** Putting a phone that is there would give it another device. */
async function refuseTaken(client: DaemonClient, phoneId: string): Promise<void> {
  let there: Phone
  try {
    there = await client.json(pathOf(phoneId), Phone)
  } catch (error) {
    if (error instanceof DaemonRefused && error.status === 404) return
    throw error
  }
  throw new DaemonRefused(`${phoneId} is taken by ${there.serial}: give another --id`, { status: 409 })
}

async function change(phoneId: string, verb: string, body?: object): Promise<void> {
  const call = { method: 'POST', ...(body && { body }) } as const
  const phone = await daemon().json(`${pathOf(phoneId)}/${verb}`, Phone, call)
  const why = whyOf(phone)
  if (verb === 'take' && !phone.draining)
    return printLine(`${phone.phone_id} is yours until you release it${why === null ? '' : `: ${why}`}`)
  const state = phone.draining ? `${phone.state} (a run is still going on)` : phone.state
  printLine(`${phone.phone_id} is ${state}${why === null ? '' : `: ${why}`}`)
}
