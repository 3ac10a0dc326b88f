import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'

/** A request as the server got it. */
export interface AskedModel {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: {
    model: string
    messages: { role: string; content: unknown }[]
    response_format?: unknown
    temperature?: number
    max_tokens?: number
    max_completion_tokens?: number
    stream: boolean
  }
}

/** How the server answers a request. */
export type Reply = (response: ServerResponse, asked: AskedModel) => void | Promise<void>

export interface ModelServer {
  /** Base address, as it stands in PHONEFARM_JUDGE_URL. */
  url: string
  asked: AskedModel[]
  /** Answers to come, one a request; the last one is given again and again. */
  replies: (...next: Reply[]) => void
  close: () => Promise<void>
}

/** A server on loopback that speaks `/chat/completions`, as well or as badly as it is told to. */
export async function startModelServer(...first: Reply[]): Promise<ModelServer> {
  let left = first
  const asked: AskedModel[] = []

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body: AskedModel['body'] = JSON.parse(await text(request))
    const { method = '', url: path = '', headers } = request
    const one = { method, path, headers, body }
    asked.push(one)
    const [reply = status(500)] = left
    if (left.length > 1) left = left.slice(1)
    await reply(response, one)
  }

  const server = createServer((request, response) => {
    // A reply that throws is a fault of the test: whoever asked sees the connection break.
    answer(request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked,
    replies: (...next) => void (left = next),
    async close() {
      server.closeAllConnections()
      server.close()
      if (server.listening) await once(server, 'close')
    },
  }
}

/** A message of the model, as a server wraps it. */
export function completion(content: unknown, message: object = {}, usage: object | null = USAGE) {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    model: 'test',
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content, ...message } }],
    ...(usage && { usage }),
  }
}

const USAGE = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 }

export function json(body: unknown, code = 200, headers: Record<string, string> = {}): Reply {
  return (response) => {
    response.writeHead(code, { 'Content-Type': 'application/json', ...headers })
    response.end(JSON.stringify(body))
  }
}

/** What the model says, well wrapped. */
export const says = (content: unknown): Reply => json(completion(content))

/** A decision, well wrapped. */
export const decides = (answer: object): Reply => says(JSON.stringify(answer))

export function status(code: number, headers: Record<string, string> = {}, message = 'no'): Reply {
  return json({ error: { message } }, code, headers)
}

/** Takes the request and never answers. */
export const hangs: Reply = () => undefined

/** Begins an answer and breaks the connection. */
export const cut: Reply = (response) => {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' })
  response.write('{"choices": [', () => response.destroy())
}

/** Begins an answer and goes on for ever, a byte at a time, as soon as the last one is gone. */
export const drips: Reply = (response) => {
  response.writeHead(200, { 'Content-Type': 'application/json' })
  const drip = setInterval(() => response.write(' '), 20)
  response.on('close', () => clearInterval(drip))
}
