import type { TSchema } from 'typebox'
import { MaintenanceInputs } from './maintenance-inputs.ts'
import type { Capability } from './process.ts'
import { FypWarmupInputs, KeywordWarmupInputs } from './warmup-inputs.ts'

/** JSON Schema of every capability's `inputs`, as a caller has to send them. */
export function inputsSchemas(): Record<Capability, unknown> {
  return {
    keyword_warmup: published(KeywordWarmupInputs),
    // Its absence has a code of its own, so that the schema which checks does not ask for it.
    fyp_warmup: published(FypWarmupInputs, ['fyp_judge_prompt']),
    maintenance: published(MaintenanceInputs),
  }
}

/** Ours is the schema of what is stored, where defaults are filled: a caller may leave those fields out. */
function published(schema: TSchema, alsoRequired: readonly string[] = []): unknown {
  const { required = [], ...rest }: JsonSchema = JSON.parse(JSON.stringify(schema))
  const { properties = {} } = rest
  const asked = required.filter((name) => !('default' in (properties[name] ?? {})))
  return { ...rest, required: [...asked, ...alsoRequired] }
}

interface JsonSchema {
  required?: string[]
  properties?: Record<string, object>
}
