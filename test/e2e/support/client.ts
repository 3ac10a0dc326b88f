import assert from 'node:assert/strict'
import type { Static, TSchema } from 'typebox'
import Value from 'typebox/value'
import { AcceptedProcess, CancelOutcome, Process, Timeline } from '../../../src/http/answer-schemas.ts'
import { until } from './until.ts'

export type ProcessTold = Static<typeof Process>
type Status = ProcessTold['status']

/** Longer than any story's work on a busy machine; what takes longer is a failure. */
const WORK_MS = 60_000
const TERMINAL: readonly Status[] = ['completed', 'failed_terminal', 'cancelled']

export interface Answer {
  status: number
  json: unknown
}

/** A caller of the farm's API. */
export type Client = ReturnType<typeof createClient>

export function createClient(baseUrl: () => string, key: string) {
  async function ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await fetch(new URL(path, baseUrl()), {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, json: text === '' ? null : JSON.parse(text) }
  }

  /** An answer with the expected status and, strictly, the shape of the API's own description. */
  async function expect<S extends TSchema>(
    status: number,
    schema: S,
    ...[method, path, body]: Parameters<typeof ask>
  ): Promise<Static<S>> {
    const answer = await ask(method, path, body)
    assert.equal(answer.status, status, `${method} ${path}: ${JSON.stringify(answer.json)}`)
    return Value.Parse(schema, answer.json)
  }

  const read = (processId: string) => expect(200, Process, 'GET', `/processes/${processId}`)

  async function waitFor(
    processId: string,
    what: string,
    isSo: (told: ProcessTold) => boolean,
  ): Promise<ProcessTold> {
    let told: ProcessTold | undefined
    return until(
      `${processId} to be ${what}`,
      async () => {
        told = await read(processId)
        return isSo(told) ? told : undefined
      },
      WORK_MS,
      () => told,
    )
  }

  return {
    ask,
    expect,
    read,
    waitFor,
    /** @returns the new process's id */
    async submit(route: string, body: unknown): Promise<string> {
      return (await expect(202, AcceptedProcess, 'POST', route, body)).process_id
    },
    ended: (processId: string) => waitFor(processId, 'over', ({ status }) => TERMINAL.includes(status)),
    /** Waits until the first item has done so many of its steps. */
    done: (processId: string, count: number) =>
      waitFor(
        processId,
        `${count} steps far`,
        (told) =>
          TERMINAL.includes(told.status) ||
          told.partial_progress.items?.some(({ done = 0 }) => done >= count) === true,
      ),
    cancel: (processId: string, how: object) =>
      expect(200, CancelOutcome, 'POST', `/processes/${processId}/cancel`, {
        reason: 'operator requested stop',
        requested_by: { system: 'ugc-tracker' },
        ...how,
      }),
    timeline: async (processId: string) =>
      (await expect(200, Timeline, 'GET', `/processes/${processId}/timeline`)).events,
  }
}
