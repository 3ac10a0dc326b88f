import { Option, type Command } from 'commander'
import type { ReplayOptions } from './judge/replay-command.ts'
import type { TryOptions } from './judge/try-command.ts'
import { told } from './told.ts'

const JUDGES = ['embedded', 'model']

const PROMPT = ['--prompt <file>', 'a prompt object as JSON, as callers send it'] as const
const JSON_OPTION = ['--json', 'print it for programs'] as const

/** Adds `phonefarm judge`: what judges decided, and would decide with another prompt (docs/judges.md). */
export function addJudgeCommands(program: Command): void {
  const judge = program.command('judge').description('what is worth watching, and why')
  judge
    .command('replay')
    .description('make the recorded decisions of a process again, and show both side by side')
    .argument('[process]', 'its id')
    .option('--bundle <file>', 'read them from an archive of "process bundle" instead of the running daemon')
    .option(PROMPT[0], `${PROMPT[1]}; takes the place of the recorded one`)
    .addOption(judgeOption())
    .option('--changed', 'list only what is decided otherwise')
    .option(...JSON_OPTION)
    .action((id: string | undefined, options: ReplayOptions) =>
      told(async () => (await import('./judge/replay-command.ts')).replayCommand(id, options)),
    )
  judge
    .command('try')
    .description('ask a judge about one video')
    .requiredOption('--caption <text>', 'what stands below the video')
    .option('--author <name>', 'who made it', '')
    .option('--hashtags <a,b>', 'separated by commas', '')
    .option('--sound <name>', 'its sound', '')
    .option('--language <code>', 'of the caption, when the app tells it; ISO 639-1')
    .option('--keyword <text>', 'what was searched for; the feed without')
    .option('--interests <a,b>', "of the account's runtime snapshot, separated by commas")
    .option(...PROMPT)
    .addOption(judgeOption())
    .option(...JSON_OPTION)
    .action((options: TryOptions) =>
      told(async () => (await import('./judge/try-command.ts')).tryCommand(options)),
    )
}

function judgeOption(): Option {
  return new Option('--judge <kind>', 'embedded asks nobody; model asks the one of PHONEFARM_JUDGE_URL')
    .choices(JUDGES)
    .default('embedded')
}
