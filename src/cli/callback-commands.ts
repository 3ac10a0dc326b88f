import { InvalidArgumentError, type Command } from 'commander'
import type { Static } from 'typebox'
import { loadConfig } from '../config.ts'
import { normalizeInstant } from '../domain/instant.ts'
import {
  Delivery,
  FarmDeliveryPage,
  Redelivered,
  RedeliveredSince,
  TestedCallback,
} from '../http/delivery-schemas.ts'
import { BadUsage } from './bad-usage.ts'
import { createDaemonClient, type DaemonClient } from './daemon-client.ts'
import { printJson, printLine, printTable, type Shown } from './print.ts'
import { told } from './told.ts'

const STATUSES = ['exhausted', 'pending', 'delivered', 'all']

interface Wanted extends Shown {
  status: string
  origin?: string
  most: number
}

interface Redelivering {
  since?: string
  until?: string
  status?: string
  origin?: string
  process?: string
  delivery?: string
}

/** Adds `phonefarm callbacks`: what receivers were told and what they were not. */
export function addCallbackCommands(program: Command): void {
  const callbacks = program
    .command('callbacks')
    .description('messages to receivers, through the running daemon')
  callbacks
    .command('list')
    .description('messages, newest first, and receivers that do not answer')
    .option('--status <status>', STATUSES.join(', '), oneOf(STATUSES), 'exhausted')
    .option('--origin <origin>', 'of one receiver: https://caller.example')
    .option('--most <n>', 'so many at most', wholeNumber, 200)
    .option('--json', 'print what the API answers')
    .action((wanted: Wanted) => told(() => list(wanted)))
  callbacks
    .command('redeliver')
    .description('send messages again: everything since a time, or of one process')
    .option('--since <time>', 'made at that time or later: 2027-01-01T00:00:00Z', instant)
    .option('--until <time>', 'made before that time', instant)
    .option('--status <status>', 'exhausted (when not given) or delivered', oneOf(['exhausted', 'delivered']))
    .option('--origin <origin>', 'to one receiver: https://caller.example')
    .option('--process <process>', 'everything of this process that was given up')
    .option('--delivery <delivery>', 'this message of the process, whatever became of it')
    .action((asked: Redelivering) => told(() => redeliver(asked)))
  callbacks
    .command('test')
    .description('send a signed test event at once')
    .argument('<url>', 'of the receiver')
    .option('--json', 'print what the API answers')
    .action((url: string, shown: Shown) => told(() => sendTest(url, shown)))
}

function daemon(): DaemonClient {
  return createDaemonClient(loadConfig(process.env).config)
}

function oneOf(values: readonly string[]): (text: string) => string {
  return (text) => {
    if (values.includes(text)) return text
    throw new InvalidArgumentError(`must be one of ${values.join(', ')}.`)
  }
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('must be a whole number.')
}

function instant(text: string): string {
  const time = normalizeInstant(text)
  if (time !== null) return time
  throw new InvalidArgumentError('must be a time with its offset, such as 2027-01-01T00:00:00Z.')
}

async function list({ status, origin, most, json }: Wanted): Promise<void> {
  const { receivers, deliveries } = await read({ status, ...(origin !== undefined && { origin }) }, most)
  if (json) return printJson({ receivers, deliveries })
  if (receivers.length > 0) {
    printTable(
      ['RECEIVER', 'BREAKER', 'FAILURES', 'SINCE', 'NEXT PROBE', 'WAITING', 'LAST ERROR'],
      receivers.map((one) => [
        one.origin,
        one.breaker,
        String(one.failures),
        one.failing_since,
        one.probe_at,
        String(one.waiting),
        one.last_error,
      ]),
    )
    printLine('')
  }
  if (deliveries.length === 0) return printLine(`no messages${status === 'all' ? '' : ` are ${status}`}`)
  printTable(
    ['PROCESS', 'DELIVERY', 'RECEIVER', 'MILESTONE', 'STATUS', 'TRIES', 'MADE', 'NEXT TRY', 'LAST ERROR'],
    deliveries.map((one) => [
      one.process_id,
      one.delivery_id,
      one.origin,
      one.milestone,
      one.status,
      String(one.try_count),
      one.emitted_at,
      one.next_try_at,
      one.last_error,
    ]),
  )
}

type Page = Static<typeof FarmDeliveryPage>

async function read(
  { status, origin }: { status: string; origin?: string },
  most: number,
): Promise<Pick<Page, 'receivers' | 'deliveries'>> {
  const client = daemon()
  const query = new URLSearchParams({ limit: String(Math.min(most, 200)) })
  if (status !== 'all') query.set('status', status)
  if (origin !== undefined) query.set('origin', origin)
  const first = await client.json(`/callbacks?${query}`, FarmDeliveryPage)
  const deliveries = [...first.deliveries]
  let cursor = first.next_cursor
  while (cursor !== null && deliveries.length < most) {
    query.set('cursor', cursor)
    const page: Page = await client.json(`/callbacks?${query}`, FarmDeliveryPage)
    deliveries.push(...page.deliveries)
    cursor = page.next_cursor
  }
  return { receivers: first.receivers, deliveries: deliveries.slice(0, most) }
}

async function redeliver({ process: processId, delivery, ...since }: Redelivering): Promise<void> {
  if (processId !== undefined) return await redeliverOfProcess(processId, delivery, since)
  if (since.since === undefined || delivery !== undefined)
    throw new BadUsage('say --since <time>, or --process <process> with or without --delivery <delivery>')
  const client = daemon()
  let cursor: string | null = null
  let all = 0
  do {
    const body: object = { ...since, ...(cursor !== null && { cursor }) }
    const call = { method: 'POST', body } as const
    const done: Static<typeof RedeliveredSince> = await client.json(
      '/callbacks/redeliver',
      RedeliveredSince,
      call,
    )
    all += done.redelivered
    cursor = done.next_cursor
  } while (cursor !== null)
  printLine(`${counted(all)} sent again`)
}

async function redeliverOfProcess(
  processId: string,
  deliveryId: string | undefined,
  others: Omit<Redelivering, 'process' | 'delivery'>,
): Promise<void> {
  const [other] = Object.keys(others)
  if (other !== undefined) throw new BadUsage(`--process and --${other} do not go together`)
  const path = `/processes/${encodeURIComponent(processId)}/deliveries`
  if (deliveryId === undefined) {
    const { redelivered } = await daemon().json(`${path}/redeliver`, Redelivered, { method: 'POST' })
    return printLine(`${counted(redelivered)} sent again`)
  }
  const one = await daemon().json(`${path}/${encodeURIComponent(deliveryId)}/redeliver`, Delivery, {
    method: 'POST',
  })
  printLine(`${one.milestone} of ${one.process_id} is sent again`)
}

function counted(messages: number): string {
  return messages === 1 ? '1 message is' : `${messages} messages are`
}

async function sendTest(url: string, { json }: Shown): Promise<void> {
  const outcome = await daemon().json('/callbacks/test', TestedCallback, { method: 'POST', body: { url } })
  if (!outcome.delivered) process.exitCode = 1
  if (json) return printJson(outcome)
  const signed = outcome.signed ? '' : '; it was not signed: PHONE_FARM_WEBHOOK_SECRET is not set'
  const what = outcome.delivered ? `delivered: answered ${outcome.status}` : `not delivered: ${outcome.error}`
  printLine(`${what} after ${outcome.ms} ms${signed}`)
  if (outcome.address_refused)
    printLine('callbacks reach public addresses only; PHONEFARM_CALLBACK_ALLOW names others')
}
