import type { TestContext } from 'node:test'
import { createPassingMemory } from '../../../src/judging/model/model-memory.ts'
import type { FeedItem, PromptObject } from '../../../src/domain/judge.ts'
import { createModelJudge, newRunUse, type ModelRun } from '../../../src/judging/model/model-judge.ts'
import type { ModelSettings } from '../../../src/judging/model/model-settings.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { recordingLog } from '../../support/recording-log.ts'
import { startModelServer, type Reply } from './model-server.ts'

/** A model without limits of cost at `url`. */
export function modelSettings(url: string, given: Partial<ModelSettings> = {}): ModelSettings {
  return {
    endpoint: `${url}/chat/completions`,
    model: 'test',
    key: null,
    timeoutMs: 20_000,
    budget: { callsPerRun: null, tokensPerRun: null, callsPerDay: null, tokensPerDay: null },
    pictures: false,
    temperature: 0,
    maxTokens: 512,
    ...given,
  }
}

export function feedItem(given: Partial<FeedItem> = {}): FeedItem {
  return {
    author: 'weekday.meals',
    caption: 'Five lunches in one hour #mealprep',
    hashtags: ['mealprep'],
    sound: 'original sound',
    ...given,
  }
}

/** A contract as callers write it, and closed. */
export const CONTRACT = {
  type: 'object',
  required: ['decision', 'reason'],
  additionalProperties: false,
  properties: {
    decision: { enum: ['watch', 'skip'] },
    reason: { type: 'string' },
    confidence: { type: 'number' },
    relevance: { type: 'number' },
  },
}

export function judgePrompt(given: Partial<PromptObject> = {}): PromptObject {
  return {
    prompt_id: 'fyp-judge',
    name: 'Judge of the feed',
    version: 3,
    system_prompt: 'You watch for a cook.',
    task_prompt: 'Is this about cooking? {{caption}}',
    output_contract: CONTRACT,
    ...given,
  }
}

export function modelRun(given: Partial<ModelRun> = {}): ModelRun {
  return { use: newRunUse(), picture: () => Promise.resolve(null), ...given }
}

/** A model judge at a server that gives these replies, on a clock that stands still. */
export async function openModelJudge(t: TestContext, settings: Partial<ModelSettings>, ...replies: Reply[]) {
  const server = await startModelServer(...replies)
  const clock = createFakeClock()
  const { log, lines } = recordingLog()
  const memory = createPassingMemory()
  const judge = createModelJudge({
    settings: modelSettings(server.url, settings),
    memory,
    clock,
    random: () => 0.5,
    log,
  })
  t.after(async () => {
    await server.close()
    await judge.stop()
  })
  return { judge, server, clock, memory, lines }
}

/** Resolves once it is true of what happens outside of the fake clock: on sockets. */
export async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve))
}
