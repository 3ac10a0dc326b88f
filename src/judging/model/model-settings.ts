/** What asking a model may cost; null: no limit. */
export interface ModelBudget {
  /** Requests and tokens of one attempt of a queue item. */
  callsPerRun: number | null
  tokensPerRun: number | null
  /** Of a day, UTC, of the whole farm. */
  callsPerDay: number | null
  tokensPerDay: number | null
}

/** Where the model is and how it is asked. Only the operator sets it: a caller never says where his videos are sent. */
export interface ModelSettings {
  /** The whole address of `/chat/completions`. */
  endpoint: string
  model: string
  /** Null: none is sent. */
  key: string | null
  /** For one try, connection and answer together. */
  timeoutMs: number
  budget: ModelBudget
  /** Whether it is shown the screen as well. */
  pictures: boolean
  temperature: number
  /** Of an answer. */
  maxTokens: number
}
