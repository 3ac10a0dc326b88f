import { createSocket } from 'node:dgram'
import type { TestContext } from 'node:test'

export interface NameServer {
  /** `127.0.0.1:port`, as a resolver takes it. */
  address: string
  /** Names asked for, with the type of record. */
  asked: { name: string; type: 'A' | 'AAAA' }[]
}

/** One record of an answer: the name's address, or the name that it stands for. */
export type NameRecord = { a: string } | { aaaa: string } | { cname: string; a: string }

const TYPES = { 1: 'A', 28: 'AAAA' } as const

/**
 * A name server on a free port of loopback; closed with the test.
 * @param answer null: it stays silent; no records: the name is there and has no such address
 */
export async function startNameServer(
  t: TestContext,
  answer: (name: string, type: 'A' | 'AAAA') => readonly NameRecord[] | null,
): Promise<NameServer> {
  const asked: NameServer['asked'] = []
  const socket = createSocket('udp4')
  socket.on('message', (query, { port, address }) => {
    const { name, type, end } = questionOf(query)
    asked.push({ name, type })
    const records = answer(name, type)
    if (records) socket.send(answerTo(query.subarray(0, end), records), port, address)
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  t.after(() => socket.close())
  return { address: `127.0.0.1:${socket.address().port}`, asked }
}

/** The one question of a query (source: RFC 1035, 4.1). */
function questionOf(query: Buffer): { name: string; type: 'A' | 'AAAA'; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('ascii', at + 1, at + 1 + length))
    at += 1 + length
  }
  const type = query.readUInt16BE(at + 1) === 28 ? TYPES[28] : TYPES[1]
  return { name: labels.join('.'), type, end: at + 5 }
}

function answerTo(question: Buffer, records: readonly NameRecord[]): Buffer {
  const answers = records.flatMap(answersOf)
  const head = Buffer.from(question)
  head.writeUInt16BE(0x8180, 2) // an answer, recursion done
  head.writeUInt16BE(answers.length, 6)
  head.writeUInt32BE(0, 8)
  return Buffer.concat([head, ...answers])
}

/** Points to the name of the question. */
const SAME_NAME = Buffer.from([0xc0, 0x0c])

function answersOf(record: NameRecord): Buffer[] {
  if ('aaaa' in record) return [resource(SAME_NAME, 28, ipv6(record.aaaa))]
  const address = Buffer.from(record.a.split('.').map(Number))
  if (!('cname' in record)) return [resource(SAME_NAME, 1, address)]
  const name = Buffer.concat([
    ...record.cname
      .split('.')
      .map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.from([0]),
  ])
  return [resource(SAME_NAME, 5, name), resource(name, 1, address)]
}

/** Of class IN, to be forgotten at once. */
function resource(name: Buffer, type: number, content: Buffer): Buffer {
  const fixed = Buffer.alloc(10)
  fixed.writeUInt16BE(type, 0)
  fixed.writeUInt16BE(1, 2)
  fixed.writeUInt32BE(0, 4)
  fixed.writeUInt16BE(content.length, 8)
  return Buffer.concat([name, fixed, content])
}

/** Eight groups written out. */
function ipv6(text: string): Buffer {
  return Buffer.from(
    text
      .split(':')
      .map((group) => group.padStart(4, '0'))
      .join(''),
    'hex',
  )
}
