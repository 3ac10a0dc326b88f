import type { FeedItem, JudgeContext } from '../src/domain/judge.ts'
import { createEmbeddedJudge } from '../src/judging/embedded-judge.ts'

// Items a second of the embedded judge: npx tsx bench/judge-speed.ts
const ITEMS = 20_000

const CAPTIONS = [
  'Weekly meal prep in 20 minutes, no stress #mealprep #healthyrecipes #fyp',
  '{n} Fehler, die fast alle machen: Zimmerpflanzen umtopfen #zimmerpflanzen #fürdich',
  'Lo que nadie te dice de las recetas fáciles para la semana #recetasfaciles #cocina',
  'Match highlights and the best goals of the week #highlights #football',
  '簡単な料理を作る #料理 #レシピ',
]

const context: JudgeContext = {
  capability: 'keyword_warmup',
  inputs: {},
  keyword: 'meal prep',
  snapshot: {
    snapshot_id: 'bench',
    strategy_version: 1,
    stage: null,
    active_action: null,
    interests: ['healthy recipes', 'meal prep', 'houseplants', 'budget cooking', 'one pan dinners'],
    personality: {},
  },
  prompt: {
    prompt_id: 'bench',
    name: 'bench',
    version: 1,
    system_prompt: '',
    task_prompt:
      'Watch videos about cooking, baking and healthy food. Skip gaming, politics, ads and alcohol.',
    output_contract: {
      type: 'object',
      properties: { decision: { enum: ['watch', 'skip'] }, reason: { type: 'string' } },
      required: ['decision'],
    },
  },
}

function itemAt(index: number): FeedItem {
  const caption = CAPTIONS[index % CAPTIONS.length] ?? ''
  return {
    author: `anna.kitchen${index}`,
    caption: `${caption} ${index}`,
    hashtags: [...caption.matchAll(/#([\p{L}\p{N}_]+)/gu)].map(([, tag]) => tag ?? ''),
    sound: 'Slow Sunday',
  }
}

/** Seconds that passed, and those of them that this process was computing: on a busy machine the two are far apart. */
interface Taken {
  seconds: number
  cpuSeconds: number
}

async function measure(count: number): Promise<Taken> {
  const judge = createEmbeddedJudge()
  const { signal } = new AbortController()
  const startedMs = performance.now()
  const cpuBefore = process.cpuUsage()
  for (let index = 0; index < count; index++) await judge.judge(itemAt(index), context, signal)
  const { user, system } = process.cpuUsage(cpuBefore)
  return { seconds: (performance.now() - startedMs) / 1000, cpuSeconds: (user + system) / 1_000_000 }
}

await measure(ITEMS / 10) // warm-up: the first calls are compiled
const { seconds, cpuSeconds } = await measure(ITEMS)
const perSecond = (of: number) => Math.round(ITEMS / of)
process.stdout.write(
  `${JSON.stringify({ items: ITEMS, items_per_second: perSecond(seconds), items_per_cpu_second: perSecond(cpuSeconds) })}\n`,
)
