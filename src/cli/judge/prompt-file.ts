import { readFile, stat } from 'node:fs/promises'
import { createCheck } from '../../domain/check.ts'
import { FarmError } from '../../domain/errors.ts'
import { PromptObject } from '../../domain/judge.ts'
import { createPromptCheck } from '../../domain/prompt-check.ts'
import { BadUsage } from '../bad-usage.ts'

/** More than three texts of 64 KiB take, however they are escaped. */
const FILE_MAX = 4 * 1024 * 1024

/** Reads a prompt object and checks it as the API does. @throws BadUsage that tells every problem with its path */
export async function readPrompt(file: string): Promise<PromptObject> {
  const document = parsed(file, await textOf(file))
  try {
    const prompt = createCheck(PromptObject)(document)
    createPromptCheck()(prompt, '')
    return prompt
  } catch (error) {
    if (!(error instanceof FarmError)) throw error
    const problems = error.problems.map(({ path, message }) => `${path === '' ? '/' : path} ${message}`)
    throw new BadUsage([`${file} is not a prompt:`, ...problems].join('\n  '), { cause: error })
  }
}

async function textOf(file: string): Promise<string> {
  try {
    const found = await stat(file)
    // A device or a pipe has no size and may have no end.
    if (!found.isFile()) throw new BadUsage(`${file} is no file`)
    if (found.size > FILE_MAX) throw new BadUsage(`${file} is larger than a prompt can be`)
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof BadUsage) throw error
    throw new BadUsage(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new BadUsage(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}
