import { explainedCategories, explainedErrors, type NamedExplanation } from './document.ts'

/** The page of `/docs/errors`: each code stands where `type` of a problem points to. Loads nothing. */
export function errorsPage(): string {
  const errors = explainedErrors().map(
    ({ code, title, status, cause, cure, details }) =>
      `<h2 id="${code}"><code>${code}</code></h2>\n<p>${status} · ${title}. ${inline(cause)}</p>\n` +
      `<p><strong>What to do:</strong> ${inline(cure)}</p>\n${list(details, `${code}:`)}`,
  )
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Phonefarm: errors</title></head>
<body>
<h1>Errors</h1>
${errors.join('')}<h1>Categories</h1>
<p>Why work ended badly: ${inline('`error.category` of a process, an item or an attempt.')}</p>
${list(explainedCategories(), '')}</body>
</html>
`
}

function list(rows: readonly NamedExplanation[], before: string): string {
  if (rows.length === 0) return ''
  const entries = rows.map(
    ({ name, cause, cure }) =>
      `<dt><code>${escaped(before + name)}</code></dt>\n<dd>${inline(cause)} <em>${inline(cure)}</em></dd>\n`,
  )
  return `<dl>\n${entries.join('')}</dl>\n`
}

/** Text in which what stands between backticks is code. */
function inline(text: string): string {
  return escaped(text).replaceAll(/`([^`]*)`/g, '<code>$1</code>')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
