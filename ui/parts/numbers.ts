const counts = new Intl.NumberFormat('en')
const rates = new Intl.NumberFormat('en', { maximumFractionDigits: 1, minimumFractionDigits: 1 })

/** `12,345`. */
export function count(value: number): string {
  return counts.format(value)
}

/** A fraction from 0 to 1 as `12.5 %`, a dash where it is not known. */
export function percent(fraction: number | null | undefined): string {
  return fraction === null || fraction === undefined ? '–' : `${rates.format(fraction * 100)} %`
}

/** `12.5 /s`. */
export function perSecond(value: number): string {
  return `${rates.format(value)} /s`
}
