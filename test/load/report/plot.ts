import { format } from '../judge/verdict.ts'

/** A line of a plot; undefined values leave a gap. */
export type Series = { readonly name: string; readonly values: readonly (number | undefined)[] }
export type Plot = {
  readonly title: string
  readonly unit: string
  readonly seconds: readonly number[]
  readonly series: readonly Series[]
}

/** The colours stand in report.css.ts; a plot has as many lines. */
const MAX_SERIES = 4
const WIDTH = 600
const HEIGHT = 160

/**
 * A figure with lines over time, as SVG without anything from elsewhere. Its text is HTML around the SVG, which is stretched: so it
 * is as large on a telephone as on a desk. Empty when there is nothing to show.
 */
export function renderPlot({ title, unit, seconds, series }: Plot): string {
  const shown = series.filter(({ values }) => values.some((value) => value !== undefined)).slice(0, MAX_SERIES)
  if (shown.length === 0) return ''
  const all = shown.flatMap(({ values }) => values.filter((value) => value !== undefined))
  const top = niceCeiling(Math.max(...all))
  const end = Math.max(seconds.at(-1) ?? 1, 1)
  const lines = shown.map(({ values }, index) => `<path class="line c${index}" d="${pathOf(seconds, values, { end, top })}"/>`)
  const legend = shown.map(({ name, values }, index) => {
    const known = values.filter((value) => value !== undefined)
    const range = `${format(Math.min(...known))} to ${format(Math.max(...known))}, last ${format(known.at(-1) ?? 0)}`
    return `<li><span class="swatch c${index}"></span>${escapeHtml(name)} <small>${range}</small></li>`
  })
  return `<figure>
<figcaption>${escapeHtml(title)} <small>${escapeHtml(unit)}</small></figcaption>
<ul class="legend">${legend.join('')}</ul>
<div class="plot">
<div class="axis"><span>${format(top)}</span><span>${format(top / 2)}</span><span>0</span></div>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${escapeHtml(title)}, ${escapeHtml(unit)}">
<path class="grid" d="M0 0H${WIDTH}M0 ${HEIGHT / 2}H${WIDTH}M0 ${HEIGHT}H${WIDTH}"/>
${lines.join('\n')}
</svg>
<div></div><div class="axis across"><span>0 s</span><span>${format(end / 2)} s</span><span>${format(end)} s</span></div>
</div>
</figure>`
}

function pathOf(
  seconds: readonly number[],
  values: readonly (number | undefined)[],
  { end, top }: { readonly end: number; readonly top: number },
): string {
  let isDrawing = false
  return values
    .flatMap((value, index) => {
      // A reading every few seconds is one line; a single one that is missing does not break it.
      if (value === undefined) return []
      const point = `${round(((seconds[index] ?? 0) / end) * WIDTH)} ${round(HEIGHT - (value / top) * HEIGHT)}`
      const command = isDrawing ? 'L' : 'M'
      isDrawing = true
      return [`${command}${point}`]
    })
    .join('')
}

/** The next of 1, 2, 5, 10, 20 … */
function niceCeiling(value: number): number {
  if (!(value > 0)) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  return ([1, 2, 5].find((step) => step * power >= value) ?? 10) * power
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
