import type { Lie } from './lie.ts'
import { change } from './lie.ts'
import { at, callback, event } from './good-history.ts'

/** Lies to callers: answers, statuses, callbacks, what is left. */
export const LIES_TO_CALLERS: readonly Lie[] = [
  {
    check: 'nothing acknowledged is lost',
    lie: 'an acknowledged process is gone at the end',
    spoil: ({ end }) => void end.processes.pop(),
  },
  {
    check: 'nothing acknowledged is lost',
    lie: 'an acknowledged process was not found by a poll',
    spoil: ({ surprises }) =>
      void surprises.push({ at: at(9), what: 'GET /processes/edit', status: 404, answer: {} }),
  },
  {
    check: 'one key, one process',
    lie: 'a repeat got another process',
    spoil: ({ requests }) => change(requests[0]?.answers[1], { process_id: 'warm' }),
  },
  {
    check: 'one key, one process',
    lie: 'a key was accepted as new twice',
    spoil: ({ requests }) => change(requests[0]?.answers[1], { status: 202 }),
  },
  {
    check: 'one key, one process',
    lie: 'an answer named the process of another key',
    spoil: ({ end }) => change(end.processes[0], { request_id: 'request-other' }),
  },
  {
    check: 'mismatching repeats are told',
    lie: 'a repeat with another body was taken for the same',
    spoil: ({ requests }) => change(requests[0]?.answers[1], { mismatch: false }),
  },
  {
    check: 'mismatching repeats are told',
    lie: 'a repeat with the same body was called another one',
    spoil: ({ requests }) => change(requests[0]?.answers[1], { differs: false }),
  },
  {
    check: 'no strange answers',
    lie: 'a caller got a 500',
    spoil: ({ surprises }) => void surprises.push({ at: at(9), what: 'cancel', status: 500, answer: {} }),
  },
  {
    check: 'status only moves forward',
    lie: 'an executing process is queued again',
    spoil: ({ sightings }) => change(sightings[1]?.process, { status: 'queued' }),
  },
  {
    check: 'terminal is final',
    lie: 'a completed process fails afterwards',
    spoil: ({ end }) => change(end.processes[0], { status: 'failed_terminal' }),
  },
  {
    check: 'terminal is final',
    lie: 'the result of a completed process changes',
    spoil: ({ end }) => change(end.processes[0], { result: {} }),
  },
  {
    check: 'timestamps are ordered',
    lie: 'finished before it began',
    spoil: ({ end }) => change(end.processes[1]?.timestamps, { finished_at: at(20) }),
  },
  {
    check: 'timestamps are ordered',
    lie: 'cancelled after it was over',
    spoil: ({ end }) => change(end.processes[2]?.timestamps, { cancel_requested_at: at(36) }),
  },
  {
    check: 'timestamps are ordered',
    lie: 'the beginning moves between two polls',
    spoil: ({ sightings }) => {
      const [first] = sightings
      if (first) first.process.timestamps = { ...first.process.timestamps, executing_at: at(0) }
    },
  },
  { check: 'everything ends', lie: 'a process is stuck', spoil: ({ end }) => void end.stuck.push('edit') },
  {
    check: 'everything ends',
    lie: 'a process still runs at the end',
    spoil: ({ end }) => change(end.processes[1], { status: 'executing' }),
  },
  {
    check: 'every milestone is told',
    lie: 'the last callback never came',
    spoil: ({ callbacks }) => void callbacks.splice(3, 1),
  },
  {
    check: 'every milestone is told',
    lie: 'a sequence is missing',
    spoil: ({ callbacks }) => void callbacks.splice(1, 2),
  },
  {
    check: 'every milestone is told',
    lie: 'a milestone came before the one before it',
    spoil: ({ callbacks }) => void callbacks.splice(0, 2, ...callbacks.slice(0, 2).toReversed()),
  },
  {
    check: 'every milestone is told',
    lie: 'nothing was told at all',
    spoil: ({ callbacks }) => void callbacks.splice(0),
  },
  {
    check: 'messages are constant',
    lie: 'the body changed between two tries',
    spoil: ({ callbacks }) => change(callbacks[2], { digest: 'another' }),
  },
  {
    check: 'messages are constant',
    lie: "the webhook-id is not the message's",
    spoil: ({ callbacks }) => change(callbacks[2], { webhook_id: 'another' }),
  },
  {
    check: 'messages are constant',
    lie: 'a signature is wrong',
    spoil: ({ callbacks }) => change(callbacks[0], { signed: false }),
  },
  {
    check: 'taken messages are not sent again',
    lie: 'a daemon that lives sends a taken message again',
    spoil: ({ callbacks }) => void callbacks.push(callback('gone', 2, 'cancelled', 40)),
  },
  {
    check: 'cancels take effect',
    lie: 'an attempt began after the cancel was acknowledged',
    spoil: ({ end }) => void end.timelines['gone']?.push(event('gone', 'item_executing', 34, 2)),
  },
  {
    check: 'cancels take effect',
    lie: 'the cancel was forgotten',
    spoil: ({ end }) => change(end.processes[2]?.timestamps, { cancel_requested_at: null }),
  },
  {
    check: 'metrics equal rows',
    lie: 'the metric counts one too many',
    spoil: ({ end }) => change(end, { metrics: 'phonefarm_processes{status="DONE"} 3\n' }),
  },
  {
    check: 'metrics equal rows',
    lie: 'there is no metric',
    spoil: ({ end }) => change(end, { metrics: null }),
  },
  {
    check: 'nothing is left behind',
    lie: 'the daemon did not end well',
    spoil: ({ end }) => change(end, { exit: 'SIGKILL' }),
  },
  {
    check: 'nothing is left behind',
    lie: 'an Appium is still there',
    spoil: ({ end }) => void end.leftovers.push('process 7 appium'),
  },
  {
    check: 'database is sound',
    lie: 'a lease is still held',
    spoil: ({ end }) => void end.database.push('lease still held on phone_01: run'),
  },
]
