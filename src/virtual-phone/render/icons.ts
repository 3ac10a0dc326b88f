/** Glyphs on a 24 x 24 grid as SVG, drawn in `currentColor`; lines unless a part says `fill`. */
const GLYPHS = {
  home: '<path d="M3 11.5 12 4l9 7.5V21h-6v-6H9v6H3z" fill="currentColor"/>',
  plus: '<path d="M12 5v14M5 12h14" stroke-width="2.6"/>',
  inbox: '<path d="M4 5h16v11H9l-5 4z"/><path d="M8 9h8M8 12.5h5"/>',
  person:
    '<circle cx="12" cy="8" r="4" fill="currentColor"/><path d="M4 21c0-5 3.5-8 8-8s8 3 8 8z" fill="currentColor"/>',
  search: '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
  back: '<path d="M15 4 7 12l8 8"/>',
  chevron_right: '<path d="m9 5 7 7-7 7"/>',
  chevron_down: '<path d="m6 9 6 6 6-6"/>',
  check: '<path d="m4.5 12.5 5 5 10-11" stroke-width="2.6"/>',
  menu: '<path d="M4 7h16M4 12h16M4 17h16"/>',
  more: '<circle cx="12" cy="5" r="1.6" fill="currentColor"/><circle cx="12" cy="12" r="1.6" fill="currentColor"/><circle cx="12" cy="19" r="1.6" fill="currentColor"/>',
  mawja:
    '<path d="M2.500 9c3.200-4 6.300-4 9.500 0s6.300 4 9.500 0" stroke="#4dd0c2"/><path d="M2.500 15.500c3.200-4 6.300-4 9.500 0s6.300 4 9.500 0"/>',
  heart:
    '<path d="M12 20.5C5 15.5 2.5 12 2.5 8.6 2.5 5.8 4.7 4 7 4c2 0 3.8 1 5 3 1.2-2 3-3 5-3 2.3 0 4.5 1.8 4.5 4.6 0 3.4-2.5 6.900-9.500 11.900z" fill="currentColor"/>',
  comment:
    '<path d="M12 3.500c5.500 0 9.500 3.300 9.500 7.800 0 4.400-4 7.800-9.500 7.800-.8 0-1.600-.1-2.300-.2L5.500 21.500v-4.200C3.500 15.900 2.500 13.700 2.500 11.300c0-4.500 4-7.800 9.500-7.800z" fill="currentColor"/>',
  share:
    '<path d="M13.500 4 22 11.500 13.500 19v-4.500C8 14.500 4.500 16 2 20c.5-6.500 4-11 11.500-11.500z" fill="currentColor"/>',
  note: '<path d="M9 17.500V5l10-2v12.500" /><ellipse cx="6.500" cy="17.500" rx="2.800" ry="2.300" fill="currentColor"/><ellipse cx="16.500" cy="15.500" rx="2.800" ry="2.300" fill="currentColor"/>',
  disc: '<circle cx="12" cy="12" r="9.500"/><circle cx="12" cy="12" r="6" opacity=".5"/><circle cx="12" cy="12" r="2.800" fill="currentColor"/>',
  play: '<path d="M7 4.500 20 12 7 19.500z" fill="currentColor"/>',
  camera: '<path d="M3 8h4l2-3h6l2 3h4v11H3z"/><circle cx="12" cy="13.200" r="3.600"/>',
  grid: '<path d="M4 4h6.500v6.500H4zM13.500 4H20v6.500h-6.500zM4 13.500h6.500V20H4zM13.500 13.500H20V20h-6.500z"/>',
  spinner: '<circle cx="12" cy="12" r="9" opacity=".25"/><path d="M12 3a9 9 0 0 1 9 9"/>',
  lock: '<rect x="5" y="10.500" width="14" height="10" rx="2" fill="currentColor"/><path d="M8 10V7.500a4 4 0 0 1 8 0V10"/>',
  wifi: '<path d="M2 9.500C8 4 16 4 22 9.500L12 20.500z" fill="currentColor" stroke="none"/>',
  battery:
    '<rect x="1.500" y="6.500" width="19" height="11" rx="3"/><rect x="3.700" y="8.700" width="13" height="6.600" rx="1.500" fill="currentColor" stroke="none"/><path d="M22.600 10.500v3"/>',
  gear: '<circle cx="12" cy="12" r="4"/><path d="M12 2.500v3M12 18.500v3M2.500 12h3M18.500 12h3M5.300 5.300l2.100 2.100M16.600 16.600l2.100 2.100M5.300 18.700l2.100-2.100M16.600 7.400l2.100-2.100" stroke-width="2.600"/>',
  flask:
    '<path d="M9 3h6M10 3v6L4.500 19.500A1.300 1.300 0 0 0 5.700 21.500h12.600a1.300 1.300 0 0 0 1.200-2L14 9V3"/><path d="M7.500 15h9"/>',
  clips:
    '<path d="M8.500 4.500v15l12-7.500z" fill="#e0245e" stroke="none"/><path d="M5 4.500v15l12-7.500z" fill="currentColor" stroke="none"/>',
  app: '<rect x="5" y="5" width="14" height="14" rx="4"/>',
  backspace: '<path d="M9 5h12v14H9l-6-7z"/><path d="m12 9.500 5 5M17 9.500l-5 5"/>',
  shift: '<path d="M12 4 4 12.500h4.500V19h7v-6.500H20z"/>',
  keyboard_hide:
    '<rect x="2.500" y="4" width="19" height="11" rx="2"/><path d="M6 8h1M10 8h1M14 8h1M18 8h0M8 11.500h8M9 18.500l3 3 3-3"/>',
} as const

export type IconName = keyof typeof GLYPHS

function isIcon(name: string): name is IconName {
  return name in GLYPHS
}

/** The glyph in a square of `size` pixels at (x, y). Unknown names draw nothing. */
export function icon(name: string, x: number, y: number, size: number, color: string): string {
  if (!isIcon(name)) return ''
  return `<svg x="${x}" y="${y}" width="${size}" height="${size}" viewBox="0 0 24 24" color="${color}" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${GLYPHS[name]}</svg>`
}
