import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  isItemTerminal,
  isTerminal,
  ProcessStatus,
  publicStatus,
  QueueItemStatus,
  rollUp,
} from '../../src/domain/process.ts'

test('every internal status has the public one of the contract', () => {
  assert.deepEqual(
    ProcessStatus.enum.map((status) => [status, publicStatus(status)]),
    [
      ['QUEUED', 'queued'],
      ['PLANNED', 'queued'],
      ['EXECUTING', 'executing'],
      ['RETRYABLE', 'retrying'],
      ['DONE', 'completed'],
      ['PARTIAL', 'failed_terminal'],
      ['DEAD_LETTER', 'failed_terminal'],
      ['CANCELLED', 'cancelled'],
    ],
  )
})

test('four statuses of a process and three of an item are the end', () => {
  assert.deepEqual(ProcessStatus.enum.filter(isTerminal), ['DONE', 'PARTIAL', 'DEAD_LETTER', 'CANCELLED'])
  assert.deepEqual(QueueItemStatus.enum.filter(isItemTerminal), ['DONE', 'DEAD_LETTER', 'CANCELLED'])
})

const FRESH = { begun: false, cancelRequested: false }
const BEGUN = { begun: true, cancelRequested: false }
const CANCELLING = { begun: true, cancelRequested: true }

const ROLLED: [items: QueueItemStatus[], circumstances: typeof FRESH, status: ProcessStatus][] = [
  [['QUEUED'], FRESH, 'PLANNED'],
  [['CLAIMED'], FRESH, 'PLANNED'],
  [['CLAIMED', 'QUEUED'], FRESH, 'PLANNED'],
  [['EXECUTING', 'QUEUED'], BEGUN, 'EXECUTING'],
  [['DONE', 'QUEUED'], BEGUN, 'EXECUTING'],
  [['DONE', 'CLAIMED'], BEGUN, 'EXECUTING'],
  [['EXECUTING', 'RETRYABLE'], BEGUN, 'EXECUTING'],
  [['RETRYABLE', 'QUEUED'], BEGUN, 'RETRYABLE'],
  [['RETRYABLE', 'DONE', 'DEAD_LETTER'], BEGUN, 'RETRYABLE'],
  [['DONE', 'DONE'], BEGUN, 'DONE'],
  [['DONE', 'DEAD_LETTER'], BEGUN, 'PARTIAL'],
  [['DONE', 'DEAD_LETTER', 'CANCELLED'], BEGUN, 'PARTIAL'],
  [['DEAD_LETTER', 'DEAD_LETTER'], BEGUN, 'DEAD_LETTER'],
  [['DEAD_LETTER', 'CANCELLED'], BEGUN, 'DEAD_LETTER'],
  [['EXECUTING', 'CANCELLED'], CANCELLING, 'EXECUTING'],
  [['CANCELLED'], CANCELLING, 'CANCELLED'],
  [['DONE', 'CANCELLED'], CANCELLING, 'CANCELLED'],
  [['DEAD_LETTER', 'CANCELLED'], CANCELLING, 'CANCELLED'],
  [['DONE'], CANCELLING, 'DONE'],
  [['DEAD_LETTER'], CANCELLING, 'DEAD_LETTER'],
]

for (const [items, circumstances, status] of ROLLED) {
  const { begun, cancelRequested } = circumstances
  const how = cancelRequested ? ', cancel requested' : begun ? ', begun' : ''
  test(`${items.join(' and ')}${how}: ${status}`, () => {
    assert.equal(rollUp(items, circumstances), status)
  })
}
