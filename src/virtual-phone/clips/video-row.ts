import type { View } from '../android/view.ts'
import { rect, type ViewBuilder } from '../apps/view-builder.ts'
import type { Video } from '../content/videos.ts'
import type { PageState } from '../video-app/page-loader.ts'
import type { Player } from '../video-app/player.ts'
import type { VideoPages } from '../video-app/video-pages.ts'
import { TAB_BAR_TOP } from './tab-bar.ts'

/** Full height of a page; the picture lies behind the status bar. */
export const PAGE = rect(0, 0, 720, TAB_BAR_TOP)

/** The page that is in front: a video, or what stands in its place. */
export function pageRow(views: ViewBuilder, pages: VideoPages): View {
  const state = pages.state()
  if (state === 'end') return endRow(views)
  return videoRow(views, pages.player, { state, onRetry: pages.retry })
}

/**
 * A video and what lies over it. The keys do not name the video: pages are recycled, so a node that was found on one video is
 * silently the same node of the next.
 */
function videoRow(views: ViewBuilder, player: Player, page: { state: PageState; onRetry: () => void }): View {
  const video = player.current()
  if (page.state === 'failed') return failedRow(views, page.onRetry)
  if (!video || page.state === 'loading')
    return views.group('video_row', PAGE, [spinner(views, 'video_loading')])
  const light = { color: '#ffffff' } as const
  const stalled = player.isStalled()
  const playing = player.isPlaying() || stalled
  return views.group(
    'video_row',
    PAGE,
    [
      views.view('android.view.TextureView', 'video_surface', PAGE, {
        contentDesc: playing ? 'Pause video' : 'Play video',
        onTap: player.toggleHold,
        onLongPress: () => undefined,
        paint: { video: { seed: video.pictureSeed, position: player.position() / video.durationSeconds } },
      }),
      ...(stalled ? [spinner(views, 'video_buffering')] : []),
      ...(playing
        ? []
        : [
            views.icon('play_icon', rect(296, 656, 128, 128), 'play', {
              paint: { color: 'rgba(255,255,255,0.75)' },
            }),
          ]),
      ...sideButtons(views, video),
      views.text('author_name', rect(32, 1168, 540, 52), `@${video.author}`, {
        clickable: true,
        focusable: true,
        paint: { ...light, textSizePx: 32, bold: true },
      }),
      views.text('caption', rect(32, 1224, 540, 120), captionText(video), {
        paint: { ...light, textSizePx: 28 },
      }),
      views.icon('sound_icon', rect(32, 1362, 32, 32), 'note', { paint: light }),
      views.text('sound_title', rect(76, 1354, 480, 48), video.sound, {
        contentDesc: `Sound: ${video.sound}`,
        clickable: true,
        focusable: true,
        paint: { ...light, textSizePx: 26 },
      }),
      views.view('android.widget.SeekBar', 'video_progress', rect(0, 1436, 720, 20), {
        focusable: true,
        range: { min: 0, max: video.durationSeconds, current: Math.floor(player.position() * 10) / 10 },
        paint: { color: '#ffffff', background: 'rgba(255,255,255,0.35)' },
      }),
    ],
    { longClickable: true, contentDesc: null },
  )
}

function spinner(views: ViewBuilder, id: string): View {
  return views.view('android.widget.ProgressBar', id, rect(336, 680, 48, 48), {
    paint: { icon: 'spinner', color: '#ffffff' },
  })
}

/** A page that did not load says so and offers to try again. */
function failedRow(views: ViewBuilder, onRetry: () => void): View {
  return views.group('video_row', PAGE, [errorPage(views, { top: 560, color: '#ffffff', onRetry })])
}

/** "No internet connection" where content should be. */
export function errorPage(
  views: ViewBuilder,
  { top, color, onRetry }: { top: number; color: string; onRetry: () => void },
): View {
  return views.group('error_page', rect(60, top, 600, 360), [
    views.text('error_title', rect(60, top, 600, 64), 'No internet connection', {
      paint: { color, textSizePx: 36, bold: true, align: 'center' },
    }),
    views.text('error_message', rect(60, top + 80, 600, 64), 'Connect to the internet and try again.', {
      paint: { color, textSizePx: 26, align: 'center' },
    }),
    views.button('error_retry', rect(240, top + 192, 240, 88), 'Retry', onRetry, {
      paint: { background: '#3b6ef0', color: '#ffffff', cornerPx: 16, textSizePx: 30, align: 'center' },
    }),
  ])
}

/** Behind the last video of a feed that has run dry. */
function endRow(views: ViewBuilder): View {
  return views.group('video_row', PAGE, [
    views.text('feed_end', rect(60, 640, 600, 64), 'You’re all caught up', {
      paint: { color: '#ffffff', textSizePx: 36, bold: true, align: 'center' },
    }),
  ])
}

function captionText({ caption, hashtags }: Video): string {
  return [caption, ...hashtags.map((tag) => `#${tag}`)].join(' ')
}

/** Part of every such screen; this farm neither likes nor comments, so nothing happens behind them. */
function sideButtons(views: ViewBuilder, video: Video): View[] {
  const inert = { clickable: true, focusable: true } as const
  const button = (id: string, top: number, icon: string, label: string, count: number) =>
    views.group(
      id,
      rect(600, top, 104, 128),
      [
        views.icon(`${id}_icon`, rect(620, top, 64, 64), icon, { paint: { color: '#ffffff' } }),
        views.text(`${id}_count`, rect(600, top + 72, 104, 36), shortCount(count), {
          paint: { color: '#ffffff', textSizePx: 22, align: 'center', bold: true },
        }),
      ],
      { ...inert, contentDesc: `${label} ${shortCount(count)}` },
    )
  return [
    views.icon('author_avatar', rect(604, 700, 96, 96), 'person', {
      ...inert,
      contentDesc: `${video.author} profile`,
      paint: {
        background: avatarColor(video.pictureSeed),
        color: '#ffffff',
        cornerPx: 48,
        border: '#ffffff',
      },
    }),
    button('like_button', 836, 'heart', 'Like video. Likes:', video.likes),
    button('comment_button', 976, 'comment', 'Read or add comments. Comments:', video.comments),
    button('share_button', 1116, 'share', 'Share video. Shares:', video.shares),
    views.icon('sound_disc', rect(612, 1312, 80, 80), 'disc', {
      ...inert,
      contentDesc: `Sound: ${video.sound}`,
      paint: { color: '#ffffff', background: '#1c1d22', cornerPx: 40 },
    }),
  ]
}

const avatarColor = (seed: number) => `hsl(${seed % 360}, 55%, 45%)`

/** 1234 → 1.2K, as such apps write it. */
export function shortCount(count: number): string {
  if (count < 1_000) return String(count)
  if (count < 1_000_000) return `${(count / 1_000).toFixed(1)}K`
  return `${(count / 1_000_000).toFixed(1)}M`
}
