/** Values over time, one for each second; undefined: nothing is drawn there. */
export type Line = {
  readonly name: string
  readonly given: readonly (number | undefined)[]
  readonly wanted?: readonly (number | undefined)[]
}

export type Panel = {
  readonly title: string
  readonly lines: readonly Line[]
  /** A level that is marked. */
  readonly bound?: { readonly at: number; readonly label: string }
}

/** Shares over time, and what else there is to see below them. */
export type Plot = {
  readonly title: string
  readonly spans: readonly { readonly from: number; readonly to: number; readonly label: string }[]
  readonly above: Panel
  readonly below: Panel
}

/** Place of a panel in the drawing. */
type Frame = { readonly top: number; readonly height: number }

const WIDTH = 860
const [LEFT, RIGHT] = [48, 12]
const above: Frame = { top: 62, height: 220 }
const below: Frame = { top: 322, height: 100 }
const HEIGHT = 452

const STYLE = `
    text { fill: #4a5568 }
    .title { fill: #1a202c; font-size: 15px; font-weight: 600 }
    .grid { stroke: #4a5568; stroke-opacity: 0.2 }
    .span { fill: #c53030; fill-opacity: 0.1 }
    .bound { stroke: #4a5568; stroke-dasharray: 5 4 }
    .line { fill: none; stroke-width: 1.6; stroke-linejoin: round }
    .wanted { stroke-width: 7; stroke-opacity: 0.28 }
    .c0 { stroke: #1f5fa8 } .c1 { stroke: #c05621 } .c2 { stroke: #2f855a } .c3 { stroke: #97266d } .origin { stroke: #4a5568 }
    .failing { stroke: #c53030 }
    @media (prefers-color-scheme: dark) {
      text { fill: #cbd5e0 }
      .title { fill: #edf2f7 }
      .grid, .bound { stroke: #cbd5e0 }
      .span { fill: #fc8181; fill-opacity: 0.16 }
      .c0 { stroke: #7db4f0 } .c1 { stroke: #f6ad55 } .c2 { stroke: #68d391 } .c3 { stroke: #f687b3 } .origin { stroke: #cbd5e0 }
      .failing { stroke: #fc8181 }
    }`

/** Draws a plot as SVG: what is wanted as a broad pale line, what is given as a thin one. Equal plots give equal bytes. */
export function drawPlot({ title, spans, above: shares, below: other }: Plot): string {
  const seconds = Math.max(...shares.lines.map(({ given }) => given.length))
  const x = (second: number): number => LEFT + (second * (WIDTH - LEFT - RIGHT)) / seconds
  const names = shares.lines.map(({ name }) => name)
  const parts = [
    `<title id="title">${title}: ${shares.title}, wanted and given, over ${seconds} seconds; ${other.title}</title>`,
    `<style>${STYLE}\n  </style>`,
    `<text class="title" x="${LEFT}" y="20">${title}</text>`,
    ...legend(names),
    ...[above, below].flatMap(drawSpans),
    ...spans.flatMap(({ from, label }) => (label === '' ? [] : [text(x(from) + 4, above.top + 14, label)])),
    ...drawPanel(shares, above, 100),
    ...drawPanel(other, below, topOf(other)),
    ...ticksOf(seconds).map((second) => text(x(second), HEIGHT - 12, `${second} s`, second === 0 ? 'start' : 'middle')),
  ]
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title" font-family="system-ui, sans-serif" font-size="12.5">`
  return `${[head, ...parts.map((part) => `  ${part}`), '</svg>'].join('\n')}\n`

  function drawSpans({ top, height }: Frame): readonly string[] {
    return spans.map(
      ({ from, to }) =>
        `<rect class="span" x="${short(x(from))}" y="${top}" width="${short(x(to) - x(from))}" height="${height}" />`,
    )
  }

  function drawPanel({ title: words, lines, bound }: Panel, { top, height }: Frame, most: number): readonly string[] {
    const y = (value: number): number => top + height * (1 - value / most)
    const grid = [0, 0.25, 0.5, 0.75, 1].flatMap((part) => [
      level('grid', y(part * most)),
      text(LEFT - 6, y(part * most) + 4, short(part * most), 'end'),
    ])
    const marked =
      bound === undefined ? [] : [level('bound', y(bound.at)), text(WIDTH - RIGHT, y(bound.at) - 5, bound.label, 'end')]
    const wanted = lines.map(({ name, wanted: values = [] }) => drawLine(`line wanted ${colourOf(name)}`, values, y))
    const given = lines.map(({ name, given: values }) => drawLine(`line ${colourOf(name)}`, values, y))
    return [text(LEFT, top - 8, words), ...grid, ...marked, ...wanted.flat(), ...given.flat()]
  }

  /** Draws a line through the middle of each second. */
  function drawLine(style: string, values: readonly (number | undefined)[], y: (value: number) => number): readonly string[] {
    const points = values.flatMap((value, second) => {
      if (value === undefined) return []
      return [`${second === 0 || values[second - 1] === undefined ? 'M' : 'L'}${short(x(second + 0.5))} ${short(y(value))}`]
    })
    return points.length === 0 ? [] : [`<path class="${style}" d="${points.join('')}" />`]
  }

  function colourOf(name: string): string {
    const index = names.indexOf(name)
    return name === 'origin' || index < 0 ? name : `c${index}`
  }

  function legend(entries: readonly string[]): readonly string[] {
    const ofTargets = entries.flatMap((name, index) => entry(LEFT + 330 + index * 90, `line ${colourOf(name)}`, name))
    return [...entry(LEFT + 150, 'line wanted origin', 'wanted'), ...entry(LEFT + 240, 'line origin', 'given'), ...ofTargets]
  }
}

function entry(from: number, style: string, name: string): readonly string[] {
  return [`<path class="${style}" d="M${from} 38h22" />`, text(from + 28, 42, name)]
}

/** A round number that no value is above, nor the bound. */
function topOf({ lines, bound }: Panel): number {
  const most = Math.max(bound?.at ?? 0, ...lines.flatMap(({ given }) => given.map((value) => value ?? 0)))
  return [20, 40, 60, 80, 100, 120, 160, 200, 300, 400, 600, 800].find((top) => top >= most * 1.05) ?? Math.ceil(most)
}

function ticksOf(seconds: number): readonly number[] {
  const step = seconds <= 80 ? 10 : seconds <= 150 ? 20 : 50
  return Array.from({ length: Math.floor(seconds / step) }, (_, tick) => tick * step)
}

function level(style: string, y: number): string {
  return `<path class="${style}" d="M${LEFT} ${short(y)}H${WIDTH - RIGHT}" />`
}

function text(x: number, y: number, words: string, anchor: 'start' | 'middle' | 'end' = 'start'): string {
  return `<text x="${short(x)}" y="${short(y)}"${anchor === 'start' ? '' : ` text-anchor="${anchor}"`}>${words}</text>`
}

function short(number: number): string {
  return String(Math.round(number * 10) / 10)
}
