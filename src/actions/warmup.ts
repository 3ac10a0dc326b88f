import type { Logger } from 'pino'
import type { ItemResult, KeywordCounts, WarmupProgress } from '../domain/action.ts'
import type { AppDriver, ShownVideo } from '../domain/app-driver.ts'
import type { Clock } from '../domain/clock.ts'
import { countJudgement, feedItemOf, NO_JUDGING, type Decision } from '../domain/decision.ts'
import { RunError } from '../domain/errors.ts'
import type { EvidenceRecorder } from '../domain/evidence.ts'
import type { Judge, JudgeContext, Judgement, JudgeSnapshot, PromptObject } from '../domain/judge.ts'
import { isLoaded } from '../domain/same-video.ts'
import { wantedWatchMs } from '../domain/watch-time.ts'
import { watchVideo } from './watch-video.ts'

/** Why a list of videos, or a whole warmup, came to its end. */
export type EndedBy = 'done' | 'max_minutes' | 'no_more_videos'

/** One video that does not play is the video's fault, several in a row are not. */
const STALLED_LIMIT = 3

/** Videos met again that are passed over before the list counts as exhausted: more than any list repeats by chance. */
const PASSED_LIMIT = 60

export interface WarmupDeps {
  driver: AppDriver
  judge: Judge
  clock: Clock
  log: Pick<Logger, 'debug' | 'info' | 'warn'>
  snapshot: JudgeSnapshot | null
  /** Where an earlier attempt left off. */
  progress: WarmupProgress | null
  saveProgress: (progress: WarmupProgress) => Promise<void>
  /** Told of each decision with the progress that has it counted; both are stored with the next progress, or when the attempt ends. */
  decided: (decision: Decision, progress: WarmupProgress) => void
  evidence: Pick<EvidenceRecorder, 'picture' | 'decided'>
}

/** What the caller asked for. */
export interface AskedWarmup {
  capability: JudgeContext['capability']
  /** Of the capability, without its prompt objects and what is never acted on: a judge is shown them. */
  inputs: Readonly<Record<string, unknown>> & {
    watch_seconds: { min: number; max: number }
    max_minutes: number
  }
  prompt: PromptObject | null
  /** Empty on the feed. */
  keywords: readonly string[]
}

/** A list of videos to go through. */
export interface VideoList {
  /** Null on the feed. */
  keyword: string | null
  /** Videos to see, those of earlier attempts included. */
  wanted: number
}

/** What is in front once a video is done with: itself, as it was read last, or the one that the app went on to by itself. */
interface InFront {
  video: ShownVideo
  isNext: boolean
}

/** What all warmups share: judging and watching videos one by one, counting each once, over all attempts. */
export interface Warmup {
  /** Videos of the list that were seen so far, by all attempts. */
  seen: (keyword: string | null) => number
  isTimeOver: () => boolean
  /** Goes through the list that is open on the phone until enough of it was seen. */
  goThrough: (list: VideoList, signal: AbortSignal) => Promise<EndedBy>
  result: (endedBy: EndedBy) => ItemResult
}

export function createWarmup(
  deps: WarmupDeps,
  { capability, inputs, prompt, keywords }: AskedWarmup,
): Warmup {
  const { driver, judge, clock, log, snapshot, saveProgress, evidence } = deps
  const startedMs = clock.monotonicMs()
  const workedBeforeMs = deps.progress?.worked_ms ?? 0
  let progress = deps.progress ?? emptyProgress(keywords)
  let stalledInARow = 0

  const workedMs = () => workedBeforeMs + clock.monotonicMs() - startedMs
  const leftMs = () => inputs.max_minutes * 60_000 - workedMs()
  const minMs = inputs.watch_seconds.min * 1000

  function seen(keyword: string | null): number {
    if (keyword === null) return progress.videos_seen
    return progress.keywords.find((counts) => counts.keyword === keyword)?.seen ?? 0
  }

  /** A video that has not loaded is taken for another one of its author rather than counted twice. */
  function isCounted(video: ShownVideo): boolean {
    if (progress.fingerprints.includes(video.fingerprint)) return true
    return !isLoaded(video) && progress.authors?.includes(video.author) === true
  }

  /** Stored after every video, so that a crash costs no more than the video it happened in. @param video as it was read first and last */
  async function count(
    [video, seenAs]: readonly [ShownVideo, ShownVideo],
    keyword: string | null,
    watchedMs: number | null,
  ): Promise<void> {
    const watched = watchedMs === null ? 0 : 1
    progress = {
      ...progress,
      videos_seen: progress.videos_seen + 1,
      videos_watched: progress.videos_watched + watched,
      videos_skipped: progress.videos_skipped + 1 - watched,
      seconds_watched: tenths(progress.seconds_watched + (watchedMs ?? 0) / 1000),
      worked_ms: Math.round(workedMs()),
      keywords: progress.keywords.map((counts) =>
        counts.keyword === keyword ? counted(counts, watched) : counts,
      ),
      fingerprints: [...new Set([...progress.fingerprints, video.fingerprint, seenAs.fingerprint])],
      authors: [...new Set([...(progress.authors ?? []), video.author])],
    }
    await saveProgress(progress)
  }

  async function watch(
    video: ShownVideo,
    keyword: string | null,
    { relevance }: Judgement,
    signal: AbortSignal,
  ): Promise<InFront> {
    const worthMs = wantedWatchMs(inputs.watch_seconds, relevance)
    const wantedMs = Math.min(worthMs, Math.max(minMs, leftMs()))
    const watched = await watchVideo({ driver, clock }, video, wantedMs, signal)
    const { playedMs, plays, seenAs, movedOnTo } = watched
    stalledInARow = plays || wantedMs === 0 ? 0 : stalledInARow + 1
    if (stalledInARow === STALLED_LIMIT) {
      throw new RunError(
        'app_changed',
        `${STALLED_LIMIT} videos in a row did not play, the last one by @${video.author}`,
      )
    }
    if (stalledInARow > 0) log.warn({ author: video.author }, 'video does not play')
    await count([video, seenAs], keyword, stalledInARow > 0 ? null : playedMs)
    return movedOnTo ? { video: movedOnTo, isNext: true } : { video: seenAs, isNext: false }
  }

  /** Judges a video and watches or skips it. */
  async function see(
    video: ShownVideo,
    context: JudgeContext,
    signal: AbortSignal,
  ): Promise<InFront | 'max_minutes'> {
    const { author } = video
    const { keyword } = context
    const detail = { moment: 'decision', video: progress.videos_seen + 1, author, keyword }
    // Of what is decided about; while the judge thinks, and a video that is watched stays where it is meanwhile.
    const pictured = evidence.picture(detail)
    const startedMs = clock.monotonicMs()
    const item = feedItemOf(video)
    const judgement = await judge.judge(item, context, signal)
    log.debug({ author, keyword, ...judgement }, 'video judged')
    const ms = Math.round(clock.monotonicMs() - startedMs)
    const decision = { judge: judge.kind, item, context, judgement, ms }
    progress = { ...progress, judging: countJudgement(progress.judging ?? NO_JUDGING, judgement) }
    deps.decided(decision, progress)
    evidence.decided(decision, detail)
    if (judgement.decision === 'watch') {
      return leftMs() < minMs ? 'max_minutes' : watch(video, keyword, judgement, signal)
    }
    await pictured
    await count([video, video], context.keyword, null)
    return { video, isNext: false }
  }

  async function goThrough({ keyword, wanted }: VideoList, signal: AbortSignal): Promise<EndedBy> {
    const context: JudgeContext = { capability, inputs, keyword, snapshot, prompt }
    let passed = 0
    let video = await driver.currentVideo(signal)
    for (;;) {
      signal.throwIfAborted()
      if (leftMs() <= 0) return 'max_minutes'
      let inFront: InFront | 'max_minutes' = { video, isNext: false }
      if (isCounted(video)) passed += 1
      else inFront = await see(video, context, signal)
      if (inFront === 'max_minutes') return inFront
      if (seen(keyword) >= wanted) return 'done'
      if (passed > PASSED_LIMIT + progress.fingerprints.length) return 'no_more_videos'
      const next = inFront.isNext ? inFront.video : await driver.nextVideo(inFront.video, signal)
      if (next === null) return 'no_more_videos'
      video = next
    }
  }

  return {
    seen,
    isTimeOver: () => leftMs() <= 0,
    goThrough,
    result: (endedBy) => ({
      videos_seen: progress.videos_seen,
      videos_watched: progress.videos_watched,
      videos_skipped: progress.videos_skipped,
      seconds_watched: progress.seconds_watched,
      ...(keywords.length > 0 && { keywords: progress.keywords }),
      ended_by: endedBy,
      judge: { kind: judge.kind, prompt_id: prompt?.prompt_id ?? null, version: prompt?.version ?? null },
      ...(progress.judging ?? NO_JUDGING),
      snapshot_id: snapshot?.snapshot_id ?? null,
      strategy_version: snapshot?.strategy_version ?? null,
    }),
  }
}

function emptyProgress(keywords: readonly string[]): WarmupProgress {
  return {
    kind: 'warmup',
    videos_seen: 0,
    videos_watched: 0,
    videos_skipped: 0,
    seconds_watched: 0,
    worked_ms: 0,
    keywords: keywords.map((keyword) => ({ keyword, seen: 0, watched: 0, skipped: 0 })),
    fingerprints: [],
  }
}

function counted({ keyword, seen, watched, skipped }: KeywordCounts, watchedOne: 0 | 1): KeywordCounts {
  return { keyword, seen: seen + 1, watched: watched + watchedOne, skipped: skipped + 1 - watchedOne }
}

/** No finer than what the phone tells of itself; also keeps binary fractions such as 12.299999999999999 out of results. */
function tenths(seconds: number): number {
  return Math.round(seconds * 10) / 10
}
