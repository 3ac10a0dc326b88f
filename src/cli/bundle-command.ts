import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { Command } from 'commander'
import { loadConfig } from '../config.ts'
import { createDaemonClient } from './daemon-client.ts'
import { told } from './told.ts'

/** Adds `phonefarm process bundle`. @param noun `phonefarm process` */
export function addBundleCommand(noun: Command): void {
  noun
    .command('bundle')
    .description('save everything that is known of it in one archive, without secrets')
    .argument('<process>', 'its id')
    .option('-o, --output <file>', 'where it goes; phonefarm-process-<id>.tar.gz otherwise')
    .action((id: string, { output }: { output?: string }) => told(() => saveBundle(id, output)))
}

/** A file of the final name is always whole. */
async function saveBundle(id: string, output = `phonefarm-process-${id}.tar.gz`): Promise<void> {
  const { config } = loadConfig(process.env)
  const archive = await createDaemonClient(config).stream(`/processes/${encodeURIComponent(id)}/bundle`)
  const partial = `${output}.partial`
  try {
    await pipeline(archive, createWriteStream(partial, { mode: 0o600 }))
    await rename(partial, output)
  } catch (error) {
    await rm(partial, { force: true })
    throw new Error(`${output} could not be saved whole`, { cause: error })
  }
  console.log(output)
}
