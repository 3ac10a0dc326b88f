import type { PhoneTold } from '../history.ts'
import { at, event, processTold } from './good-history.ts'
import { change, phone, type Lie } from './lie.ts'

/** Lies about phones: sessions, attempts, effects, turns. */
export const LIES_ABOUT_PHONES: readonly Lie[] = [
  {
    check: 'one session per phone',
    lie: 'a session was replaced by the next one',
    spoil: (history) => change(phone(history).sessions[0], { closed_at: at(9) }),
  },
  {
    check: 'one session per phone',
    lie: 'a session was never closed',
    spoil: (history) => change(phone(history).sessions[3], { closed_at: null }),
  },
  {
    check: 'one master per phone',
    lie: 'an attempt began before the one before had ended',
    spoil: ({ end }) => change(end.timelines['warm']?.[0], { at: at(19) }),
  },
  {
    check: 'one master per phone',
    lie: 'an attempt never ended',
    spoil: ({ end }) => void end.timelines['edit']?.splice(1, 1),
  },
  {
    check: 'one master per phone',
    lie: 'an attempt began while an old session was open',
    spoil: (history) => change(phone(history).sessions[0], { closed_at: '2026-03-22T10:00:08.500Z' }),
  },
  {
    check: 'no stale commands',
    lie: 'a command came after its attempt had ended',
    spoil: (history) =>
      void phone(history).commands.push({
        at: at(25),
        session_id: 's2',
        method: 'POST',
        path: '/session/s2/actions',
      }),
  },
  {
    check: 'no stale commands',
    lie: 'a session was opened outside of any attempt',
    spoil: (history) =>
      void phone(history).sessions.push({ session_id: 's6', opened_at: at(40), closed_at: at(41) }),
  },
  {
    check: 'no stale commands',
    lie: 'the recovery went on after it had given the phone back',
    spoil: (history) =>
      void phone(history).commands.push({
        at: at(41),
        session_id: 's5',
        method: 'GET',
        path: '/session/s5/source',
      }),
  },
  {
    check: 'nothing after cancelled',
    lie: 'the phone was still tapped after its process was called cancelled',
    spoil: ({ end }) => change(end.processes[2]?.timestamps, { finished_at: at(33) }),
  },
  {
    check: 'edits are not repeated',
    lie: 'a field was saved as what it was',
    spoil: (history) => change(phone(history).edits[0], { before: 'bio 1' }),
  },
  {
    check: 'edits are not repeated',
    lie: 'a field was saved twice',
    spoil: (history) =>
      void phone(history).edits.push({ ...edit, at: at(17), before: 'bio 0', after: 'bio 1' }),
  },
  {
    check: 'edits are not repeated',
    lie: 'a field was saved as what nobody asked for',
    spoil: (history) => void phone(history).edits.push({ ...edit, before: 'bio 1', after: 'bio 2' }),
  },
  {
    check: 'completed edits are on the phone',
    lie: 'the phone never saved what is completed',
    spoil: (history) => void phone(history).edits.pop(),
  },
  {
    check: 'completed edits are on the phone',
    lie: 'the result does not tell of the edit',
    spoil: ({ end }) => change(end.processes[0], { result: {} }),
  },
  {
    check: 'profiles end as requested',
    lie: 'the account shows something else than was saved last',
    spoil: (history) => change(phone(history).accounts[0], { bio: 'bio 0' }),
  },
  {
    check: 'profiles end as requested',
    lie: 'an edit was made for a process that is gone',
    spoil: ({ end }) => void end.processes.shift(),
  },
  {
    check: 'usernames follow',
    lie: 'the registry has a name that the phone does not know',
    spoil: ({ end }) => change(end.accounts[0], { username: 'clips_user99' }),
  },
  {
    check: 'videos count once',
    lie: 'more videos were counted than were shown',
    spoil: (history) => void phone(history).watched.pop(),
  },
  {
    check: 'videos count once',
    lie: 'the same video was counted twice',
    spoil: (history) => change(phone(history).watched[1], { video_id: 'v1' }),
  },
  {
    check: 'videos count once',
    lie: 'the counts do not add up',
    spoil: ({ end }) => change(end.processes[1]?.result.items?.[0], { videos_skipped: 0 }),
  },
  {
    check: 'first come, first served',
    lie: 'the later of two began first',
    spoil: ({ end, requests }) => {
      const late = processTold({ id: 'late', created: 1, executing: 40, finished: 41 })
      end.processes.push(late)
      end.timelines['late'] = [event('late', 'item_executing', 40), event('late', 'item_done', 41)]
      const [first] = requests
      if (first)
        requests.push({
          ...first,
          answers: [{ at: at(1), status: 202, process_id: 'late', differs: false, mismatch: false }],
        })
    },
  },
  {
    check: 'manual goes first',
    lie: 'unattended work began while manual work waited',
    spoil: ({ requests }) => {
      change(requests[1], { mode: 'unattended' })
      change(requests[2], { mode: 'manual' })
    },
  },
  {
    check: 'pauses hold',
    lie: 'an attempt began on a paused phone',
    spoil: ({ pauses }) => change(pauses[0], { at: at(18), resume_asked_at: at(22) }),
  },
  {
    check: 'tries stay within budget',
    lie: 'an item was tried nine times',
    spoil: ({ end }) => {
      end.timelines['warm'] = Array.from({ length: 9 }, (_, index) => [
        event('warm', 'item_executing', 21 + index, index + 1),
        event('warm', 'item_retrying', 21 + index, index + 1),
      ]).flat()
    },
  },
]

const edit: PhoneTold['edits'][number] = {
  at: at(16),
  account: 'clips_user01',
  field: 'bio',
  before: '',
  after: '',
}
