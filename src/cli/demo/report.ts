import type { PhoneStory, ShownProcess } from './answers.ts'
import type { Check, Outcome } from './checks.ts'
import type { DemoFarm } from './farm.ts'

const print = (text = '') => process.stdout.write(`${text}\n`)

/** Each process with its timeline and callbacks, the phones' own story, then every expectation. */
export function printSummary(outcome: Outcome, checks: readonly Check[], dir: string): void {
  const processes = [outcome.maintenance, outcome.keyword, outcome.fyp, outcome.cancelled]
  for (const [index, process] of processes.entries()) printProcess(process, outcome, index)
  print('\nprofile of clips_user01 as the phone tells it')
  printProfile('before', outcome.before[0])
  printProfile('after ', outcome.after[0])
  print('\nwhat the phones watched')
  for (const { serial, watched, sessions } of outcome.after) {
    const seconds = watched.reduce((sum, one) => sum + one.seconds, 0)
    print(`  ${serial}: ${watched.length} videos, ${seconds.toFixed(1)} s, in ${sessions.length} sessions`)
  }
  print('\nexpectations')
  for (const { what, held } of checks) print(`  ${held ? 'ok    ' : 'FAILED'} ${what}`)
  const failed = checks.filter(({ held }) => !held).length
  print(`\npictures and log: ${dir}/`)
  print(`${checks.length - failed} passed, ${failed} failed`)
}

function printProcess(process: ShownProcess, { timelines, callbacks }: Outcome, index: number): void {
  print(`\n${process.process_type} ${process.process_id}: ${process.status}`)
  for (const { at, event, phone_id, detail } of timelines[index]?.events ?? []) {
    print(`  ${at.slice(11)} ${[event, phone_id, detail].filter((part) => part !== null).join('  ')}`)
  }
  const own = callbacks.filter((callback) => callback.process.process_id === process.process_id)
  const told = own.map(
    ({ milestone, verified }) => `${milestone}${verified ? ' (signed)' : ' (BAD SIGNATURE)'}`,
  )
  print(`  callbacks: ${told.join(', ')}`)
}

function printProfile(when: string, story: PhoneStory | undefined): void {
  const account = story?.accounts.find(({ username }) => username === 'clips_user01')
  print(`  ${when} name "${account?.display_name}"  bio "${account?.bio}"`)
}

/** What a person can do with the farm that is still running. */
export function printNextSteps({ url, controlUrl }: DemoFarm, apiKey: string): void {
  print(`
The farm stays up until you press Ctrl-C. In another terminal:
  export PHONEFARM_BASE_URL=${url} PHONEFARM_API_KEY=${apiKey}
  curl -s "$PHONEFARM_BASE_URL/processes" -H "Authorization: Bearer $PHONEFARM_API_KEY"
  curl -s "$PHONEFARM_BASE_URL/capabilities" -H "Authorization: Bearer $PHONEFARM_API_KEY"
  curl -s ${controlUrl}/phones/vp-01
  curl -s ${controlUrl}/phones/vp-01/screenshot -o vp-01.png
  curl -s ${controlUrl}/phones/vp-01/faults -H 'Content-Type: application/json' -d '{"fault":"unplug"}'`)
}
