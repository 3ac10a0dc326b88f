/** Mean width of a character of DejaVu Sans, in ems. */
const NARROW = "iIljtfr.,:;'|!()[] "
const WIDE = 'mwMW@%'

/** Width of `text` in pixels, near enough for wrapping. */
export function textWidth(text: string, sizePx: number, bold: boolean): number {
  let ems = 0
  for (const character of text) {
    if (NARROW.includes(character)) ems += 0.36
    else if (WIDE.includes(character)) ems += 0.95
    else if ((character.codePointAt(0) ?? 0) > 0x2e80) ems += 1
    else ems += /\p{Lu}/u.test(character) ? 0.7 : 0.61
  }
  return ems * sizePx * (bold ? 1.09 : 1)
}

/** The text broken at blanks into at most `most` lines of `widthPx`; what does not fit ends in an ellipsis. */
export function wrapText(
  text: string,
  sizePx: number,
  bold: boolean,
  widthPx: number,
  most: number,
): string[] {
  const fits = (line: string) => textWidth(line, sizePx, bold) <= widthPx
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (fits(longer) || line === '') line = longer
    else {
      lines.push(line)
      line = word
    }
  }
  lines.push(line)
  const kept = lines.slice(0, most)
  const last = kept.at(-1) ?? ''
  if (lines.length > most || !fits(last)) kept[kept.length - 1] = cutTo(last, lines.length > most, fits)
  return kept
}

function cutTo(line: string, always: boolean, fits: (line: string) => boolean): string {
  if (!always && fits(line)) return line
  const characters = Array.from(line)
  while (characters.length > 0 && !fits(`${characters.join('')}…`)) characters.pop()
  return `${characters.join('').trimEnd()}…`
}
