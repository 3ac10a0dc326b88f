import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { ElementSight, ElementStatus } from '../../driving/look-for-elements.ts'
import { sketchOf } from '../../driving/sketch-screen.ts'
import type { WalkedScreen } from '../../driving/walk-screens.ts'
import { reportOf, type CheckedPack } from './checked-pack.ts'
import { BOX_COLORS, drawBoxes, type Box } from './drawn-boxes.ts'
import { printable } from './printable.ts'

const COLORS = {
  found: BOX_COLORS.green,
  drift: BOX_COLORS.yellow,
  unreadable: BOX_COLORS.orange,
  missing: BOX_COLORS.orange,
  not_shown: BOX_COLORS.blue,
} as const satisfies Record<ElementStatus, string>

/** More boxes of one element (rows of a list) than these say nothing more. */
const BOXES_OF_ELEMENT = 6

/**
 * Writes what a check has found into a folder: `report.html` for people, `report.json` for programs, and for every screen its picture with the
 * elements' boxes (`NN-screen.png`) and its hierarchy (`NN-screen.xml`).
 */
export async function writeReport(checked: CheckedPack, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const [index, walked] of checked.screens.entries()) {
    if (walked.sight === null) continue
    const { screen, picture } = walked.sight
    const name = path.join(folder, fileName(index, walked))
    await writeFile(`${name}.png`, await drawBoxes(picture, boxesOf(walked)))
    await writeFile(`${name}.xml`, sketchOf(screen))
  }
  await writeFile(path.join(folder, 'report.json'), `${JSON.stringify(reportOf(checked), null, 2)}\n`)
  await writeFile(path.join(folder, 'report.html'), page(checked))
}

function fileName(index: number, { screen }: WalkedScreen): string {
  return `${String(index + 1).padStart(2, '0')}-${screen}`
}

/** What contains others first, so that no small box is hidden by a large one's label. */
function boxesOf({ elements }: WalkedScreen): Box[] {
  const area = ({ bounds: { left, top, right, bottom } }: Box) => (right - left) * (bottom - top)
  return elements
    .flatMap(({ element, status, candidate, nodes }) =>
      nodes.slice(0, BOXES_OF_ELEMENT).map(({ bounds }) => ({
        bounds,
        label: status === 'drift' ? `${element} (${candidate})` : element,
        color: COLORS[status],
      })),
    )
    .toSorted((a, b) => area(b) - area(a))
}

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1d1d1f;background:#fff}
section{display:flex;gap:1.5rem;align-items:flex-start;border-top:1px solid #ccc;padding:1rem 0}
img{width:18rem;flex:none;border:1px solid #ccc}table{border-collapse:collapse;width:100%}
td,th{text-align:left;padding:.2rem .8rem .2rem 0;border-bottom:1px solid #eee;vertical-align:top}
b{padding:.05rem .4rem;border-radius:.3rem;color:#fff;font-weight:600;white-space:nowrap}
.found{background:${COLORS.found}}.drift{background:${COLORS.drift}}.unreadable,.missing,.not_reached{background:${COLORS.missing}}
.not_shown,.no_way{background:#6e6e73}.recognized{background:${COLORS.found}}`

/** Words of screens are strangers' and stand in the page escaped; nothing in it is loaded from elsewhere or run. */
function page(checked: CheckedPack): string {
  const { pack, serial, version, ended, dialogs } = checked
  const { fine } = reportOf(checked)
  const title = `${pack.app}: ${fine ? 'everything found' : 'not everything in order'}`
  const wrong = dialogs.filter(({ ok }) => !ok)
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' file:; style-src 'unsafe-inline'">
<title>${text(title)}</title><style>${STYLE}</style></head><body>
<h1>${text(title)}</h1>
<p>Pack ${text(pack.file)} (${pack.hash}) on ${text(serial)}, ${text(pack.name)} ${text(version ?? 'of an unknown version')}.</p>
${ended === null ? '' : `<p><b class="missing">ended early</b> ${text(ended)}</p>`}
<p>Recorded dialogs: ${dialogs.length - wrong.length} of ${dialogs.length} as expected${wrong.length === 0 ? '' : `, but not ${text(wrong.map(({ file }) => file).join(', '))}`}.
Dialogs are not brought up by a check. Each element is <b class="found">found</b> by its first candidate, or by a later one
(<b class="drift">drift</b>); <b class="unreadable">unreadable</b> when it says nothing that the pack can read; <b class="missing">missing</b>;
or <b class="not_shown">not shown</b>, which is no fault of what only sometimes is there.</p>
${checked.screens.map(section).join('\n')}
</body></html>
`
}

function section(walked: WalkedScreen, index: number): string {
  const { screen, outcome, why, elements, sight } = walked
  const name = fileName(index, walked)
  const picture = sight === null ? '' : `<a href="${name}.png"><img src="${name}.png" alt="${screen}"></a>`
  const tree = sight === null ? '' : ` <a href="${name}.xml">hierarchy</a>`
  const rows = elements.map(row).join('')
  const table =
    rows === ''
      ? ''
      : `<table><tr><th>element</th><th>status</th><th>candidate</th><th>reads</th></tr>${rows}</table>`
  return `<section id="${screen}">${picture}<div><h2>${screen}</h2>
<p>${badge(outcome)} ${text(why ?? '')}${tree}</p>${table}</div></section>`
}

function row({ element, status, candidate, candidates, value }: ElementSight): string {
  const number = candidate === null ? '' : `${candidate} of ${candidates}`
  return `<tr><td>${element}</td><td>${badge(status)}</td><td>${number}</td><td dir="auto">${text(printable(value, 80))}</td></tr>`
}

function badge(name: string): string {
  return `<b class="${name}">${name.replace('_', ' ')}</b>`
}

function text(words: string): string {
  return words
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
