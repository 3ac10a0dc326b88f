import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NO_COST, type FeedItem, type JudgeContext, type PromptObject } from '../../src/domain/judge.ts'
import { createEmbeddedJudge } from '../../src/judging/embedded-judge.ts'
import { judgeContext, judgeSnapshot } from '../support/judging.ts'

const never = new AbortController().signal

function video(caption: string, given: Partial<FeedItem> = {}): FeedItem {
  const hashtags = [...caption.matchAll(/#(\S+)/g)].map(([, tag]) => tag ?? '')
  return { author: 'someone', caption, hashtags, sound: 'original sound', ...given }
}

function prompt(
  task_prompt: string,
  output_contract: PromptObject['output_contract'] = CONTRACT,
): PromptObject {
  return { prompt_id: 'p-1', name: 'judge', version: 2, system_prompt: '', task_prompt, output_contract }
}

const CONTRACT = {
  type: 'object',
  properties: {
    decision: { enum: ['watch', 'skip'] },
    reason: { type: 'string' },
    confidence: { type: 'number' },
  },
  required: ['decision'],
  additionalProperties: false,
}

const judge = (item: FeedItem, context: Partial<JudgeContext>) =>
  createEmbeddedJudge().judge(item, judgeContext(context), never)

const BY_EMBEDDED = { judge: 'embedded', fallback: null, cost: NO_COST }

const MATCHES: readonly { keyword: string; caption: string; decision: 'watch' | 'skip'; why: string }[] = [
  { keyword: 'pasta', caption: 'Easy PASTA tonight', decision: 'watch', why: 'case does not matter' },
  {
    keyword: 'light',
    caption: 'Match highlights of the week',
    decision: 'skip',
    why: 'a part of a word is another word',
  },
  {
    keyword: 'light',
    caption: 'Goals #highlights',
    decision: 'skip',
    why: 'a part of a hashtag is another word',
  },
  {
    keyword: 'recipes',
    caption: 'My best recipe',
    decision: 'watch',
    why: 'an English plural is the same word',
  },
  { keyword: 'berry', caption: 'Pie with berries', decision: 'watch', why: 'berries are berry' },
  {
    keyword: 'Rezept',
    caption: 'Gesunde Rezepte für die Woche',
    decision: 'watch',
    why: 'a German plural is the same word',
  },
  {
    keyword: 'Garten',
    caption: 'Die Gärten und der Balkon',
    decision: 'watch',
    why: 'an umlaut is no other word',
  },
  {
    keyword: 'flor',
    caption: 'Las flores de mi casa',
    decision: 'watch',
    why: 'a Spanish plural is the same word',
  },
  { keyword: 'luces', caption: 'La luz de la casa', decision: 'watch', why: 'luces are luz' },
  {
    keyword: 'gâteau',
    caption: 'Les gateaux de la semaine',
    decision: 'watch',
    why: 'a French plural is the same word',
  },
  {
    keyword: 'limão',
    caption: 'Torta de limões para a festa',
    decision: 'watch',
    why: 'a Portuguese plural is the same word',
  },
  {
    keyword: 'meal prep',
    caption: 'Sunday routine #mealprep',
    decision: 'watch',
    why: 'a hashtag is taken apart',
  },
  {
    keyword: 'meal prep',
    caption: 'Sunday #MealPrepIdeas',
    decision: 'watch',
    why: 'a hashtag shows its words by case',
  },
  {
    keyword: 'meal prep',
    caption: 'Sunday #mealpreptips',
    decision: 'watch',
    why: 'a hashtag is made of known words',
  },
  { keyword: '#mealprep', caption: 'Weekly #mealprep', decision: 'watch', why: 'a keyword may be a hashtag' },
  {
    keyword: 'meal prep',
    caption: 'A prep for the exam',
    decision: 'skip',
    why: 'half of a keyword is not the keyword',
  },
  { keyword: 'pasta', caption: 'No pasta today', decision: 'skip', why: 'what is negated is not there' },
  {
    keyword: 'pasta',
    caption: 'This is not another pasta video',
    decision: 'skip',
    why: 'a negation reaches a little',
  },
  { keyword: 'pasta', caption: 'No oven, just pasta', decision: 'watch', why: 'a negation ends at a comma' },
  {
    keyword: 'pasta',
    caption: 'Not only pasta for dinner',
    decision: 'watch',
    why: 'not only is no negation',
  },
  { keyword: 'Zucker', caption: 'Kuchen ohne Zucker', decision: 'skip', why: 'ohne is a negation' },
  {
    keyword: '料理',
    caption: '簡単な料理を作る',
    decision: 'watch',
    why: 'words without blanks are found by dictionary',
  },
  {
    keyword: 'the who',
    caption: 'The Who live',
    decision: 'watch',
    why: 'small words count when there are no others',
  },
]

for (const { keyword, caption, decision, why } of MATCHES) {
  test(`"${keyword}" and "${caption}" mean ${decision}: ${why}`, async () => {
    const judgement = await judge(video(caption), { keyword })

    assert.equal(judgement.decision, decision, judgement.reason)
  })
}

const PROMPTS: readonly { task: string; watch: readonly string[]; skip: readonly string[] }[] = [
  {
    task: 'Watch videos about cooking and baking. Skip gaming, politics and ads.',
    watch: ['Cooking on a Monday', 'Baking bread'],
    skip: ['Gaming setup for cooking fans', 'Politics today', 'Puppies at play'],
  },
  {
    task: 'Watch only videos about houseplants. Skip everything else.',
    watch: ['Watering my houseplants'],
    skip: ['Quick dinners for busy people'],
  },
  {
    task: 'Watch:\n- meal prep\n- healthy recipes\nAvoid:\n- fast food\n- alcohol',
    watch: ['Meal prep on Sunday', 'A healthy recipe'],
    skip: ['Fast food tour', 'Alcohol free'],
  },
  {
    task: 'Skip anything that is not about travel.',
    watch: ['Travel by train'],
    skip: ['My morning run'],
  },
  {
    task: 'Videos about food, but not about sushi',
    watch: ['Street food in Osaka'],
    skip: ['Sushi is the best food'],
  },
  {
    task: 'Watch it if it is about football; otherwise skip it.',
    watch: ['Football training'],
    skip: ['Basketball training'],
  },
  {
    task: 'No politics.',
    watch: ['Cats at home'],
    skip: ['Politics explained'],
  },
  {
    task: 'Do not watch makeup videos. Do not skip gadgets.',
    watch: ['Gadgets on my desk'],
    skip: ['Makeup for beginners'],
  },
  {
    task: 'Mira vídeos sobre recetas, evita la política',
    watch: ['Recetas para la semana'],
    skip: ['Recetas y política'],
  },
  {
    task: 'Schaue nur Videos über Zimmerpflanzen und vermeide Werbung',
    watch: ['Zimmerpflanzen umtopfen und gießen'],
    skip: ['Werbung für Zimmerpflanzen', 'Laufen für Einsteiger'],
  },
]

for (const { task, watch, skip } of PROMPTS) {
  test(`the prompt "${task.replaceAll('\n', ' ')}" is followed`, async () => {
    for (const caption of watch) {
      const judgement = await judge(video(caption), { prompt: prompt(task) })
      assert.equal(judgement.decision, 'watch', `${caption}: ${judgement.reason}`)
    }
    for (const caption of skip) {
      const judgement = await judge(video(caption), { prompt: prompt(task) })
      assert.equal(judgement.decision, 'skip', `${caption}: ${judgement.reason}`)
    }
  })
}

test('interests make a video worth watching, a strict prompt overrules them', async () => {
  const item = video('Weekly meal prep')
  const snapshot = judgeSnapshot({ interests: ['healthy recipes', 'meal prep'] })

  const open = await judge(item, { snapshot })
  const strict = await judge(item, { snapshot, prompt: prompt('Watch only houseplants') })

  assert.deepEqual(open, {
    decision: 'watch',
    confidence: 0.86,
    relevance: 0.73,
    reason: 'fits interest "meal prep"',
    ...BY_EMBEDDED,
  })
  assert.deepEqual(strict, {
    decision: 'skip',
    confidence: 0.9,
    relevance: 0,
    reason: 'fits nothing that is wanted: prompt "houseplants"',
    ...BY_EMBEDDED,
  })
})

test('what fits in two ways is watched longer than what fits in one', async () => {
  const item = video('Weekly meal prep')

  const one = await judge(item, { keyword: 'meal prep' })
  const two = await judge(item, {
    keyword: 'meal prep',
    snapshot: judgeSnapshot({ interests: ['meal prep'] }),
  })

  assert.ok(two.relevance > one.relevance)
})

test('what is to be skipped is skipped although it fits', async () => {
  const judgement = await judge(video('Pasta ads'), { keyword: 'pasta', prompt: prompt('Skip ads') })

  assert.deepEqual(judgement, {
    decision: 'skip',
    confidence: 0.9,
    relevance: 0,
    reason: 'is to be skipped: prompt "ads"',
    ...BY_EMBEDDED,
  })
})

test('with nothing asked for every video is as good as the next', async () => {
  const judgement = await judge(video('Whatever'), {})

  assert.equal(judgement.decision, 'watch')
  assert.equal(judgement.relevance, 0.5)
})

test('the same video in the same context is always judged the same', async () => {
  const embedded = createEmbeddedJudge()
  const snapshot = judgeSnapshot({ interests: ['food'] })
  const context = judgeContext({ keyword: 'pasta', snapshot, prompt: prompt('Skip ads') })

  const first = await embedded.judge(video('Pasta and food'), context, never)
  const again = await embedded.judge(video('Pasta and food'), context, never)

  assert.deepEqual(again, first)
})

test('a contract without reason and confidence is fine', async () => {
  const contract = {
    type: 'object',
    properties: { decision: { enum: ['watch', 'skip'] } },
    additionalProperties: false,
  }

  const judgement = await judge(video('Pasta'), { prompt: prompt('Watch pasta', contract) })

  assert.equal(judgement.decision, 'watch')
})

test('a contract that asks for more than the judge knows is a fault of the reasoner', async () => {
  const contract = { ...CONTRACT, required: ['decision', 'topic'] }

  await assert.rejects(judge(video('Pasta'), { prompt: prompt('Watch pasta', contract) }), {
    category: 'reasoner',
    message: /^the judge's answer does not fit the output_contract of prompt p-1 version 2: /,
  })
})

test('a contract that is no schema is a fault of the reasoner', async () => {
  await assert.rejects(judge(video('Pasta'), { prompt: prompt('Watch pasta', { type: 'nonsense' }) }), {
    category: 'reasoner',
  })
})

test('an aborted run is not judged', async () => {
  const reason = new Error('stop')
  const context = judgeContext({ keyword: 'pasta' })

  await assert.rejects(
    createEmbeddedJudge().judge(video('Pasta'), context, AbortSignal.abort(reason)),
    reason,
  )
})
