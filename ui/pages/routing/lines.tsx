import { useCallback, useEffect, useLayoutEffect, useState, type RefObject } from 'react'
import classes from './routing.module.css'
import type { Link } from './picture.ts'

type Line = Link & { readonly path: string; readonly x: number; readonly y: number }
export type LinesProps = {
  readonly box: RefObject<HTMLDivElement | null>
  readonly links: readonly Link[]
  /** Box whose lines stand out, as those of the box do that is pointed at or has the focus. */
  readonly met: string
}

/** Draws the links between the boxes that have their names as `data-anchor`. For eyes alone: each box says in words where it leads. */
export function Lines({ box, links, met }: LinesProps) {
  const [lines, setLines] = useState<readonly Line[]>([])
  const measure = useCallback(() => {
    const { current } = box
    if (current === null) return
    const next = draw(current, links)
    setLines((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next)) // oxlint-disable-line react/set-state-in-effect -- where boxes are is known once they are laid out
  }, [box, links])
  useLayoutEffect(measure)
  const lookedAt = useLookedAt(box)
  useEffect(() => {
    const { current } = box
    if (current === null) return undefined
    const observer = new ResizeObserver(measure)
    observer.observe(current)
    return () => observer.disconnect()
  }, [box, measure])

  return (
    <svg className={classes['lines']} aria-hidden="true">
      <defs>
        <marker
          id="routing-arrow"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="9"
          markerHeight="9"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M0 0 L8 4 L0 8 z" fill="context-stroke" />
        </marker>
      </defs>
      {lines.map(({ from, to, kind, isFallback, path }) => (
        <path
          key={`${from} ${to} ${kind ?? ''}`}
          className={classes['line']}
          d={path}
          data-kind={kind}
          data-fallback={isFallback || undefined}
          data-active={from === met || from === lookedAt || to === lookedAt || undefined}
          markerEnd="url(#routing-arrow)"
        />
      ))}
      {lines.map(({ from, to, kind, x, y }) =>
        kind === undefined ? null : (
          <text key={`${from} ${to} ${kind}`} className={classes['word']} x={x} y={y} textAnchor="middle">
            {kind}
          </text>
        ),
      )}
    </svg>
  )
}

/** The box below the pointer or with the focus. */
function useLookedAt(box: LinesProps['box']): string | undefined {
  const [anchor, setAnchor] = useState<string>()
  useEffect(() => {
    const { current } = box
    const look = ({ target }: Event): void =>
      setAnchor(target instanceof Element ? target.closest<HTMLElement>('[data-anchor]')?.dataset['anchor'] : undefined)
    const leave = (): void => setAnchor(undefined)
    current?.addEventListener('pointerover', look)
    current?.addEventListener('focusin', look)
    current?.addEventListener('pointerleave', leave)
    current?.addEventListener('focusout', leave)
    return () => {
      current?.removeEventListener('pointerover', look)
      current?.removeEventListener('focusin', look)
      current?.removeEventListener('pointerleave', leave)
      current?.removeEventListener('focusout', leave)
    }
  }, [box])
  return anchor
}

function draw(box: HTMLElement, links: readonly Link[]): readonly Line[] {
  const origin = box.getBoundingClientRect()
  const anchors = new Map(
    [...box.querySelectorAll<HTMLElement>('[data-anchor]')].map((element) => [
      element.dataset['anchor'] ?? '',
      element.getBoundingClientRect(),
    ]),
  )
  return links.flatMap((link, index): readonly Line[] => {
    const [start, end] = [anchors.get(link.from), anchors.get(link.to)]
    if (start === undefined || end === undefined) return []
    const [x1, x2] = [start.right - origin.left, (link.isFallback ? end.right : end.left) - origin.left]
    const y1 = (link.isFallback ? start.bottom - 12 : start.top + start.height / 2) - origin.top
    const y2 = end.top + (link.isFallback ? 30 : 18) - origin.top
    const bend = link.isFallback ? 30 + (index % 4) * 8 : (x2 - x1) / 2
    const path = `M${x1} ${y1} C${x1 + bend} ${y1} ${link.isFallback ? x2 + bend : x2 - bend} ${y2} ${x2} ${y2}`
    return [{ ...link, path, x: (x1 + x2) / 2 + (link.isFallback ? bend * 0.75 : 0), y: (y1 + y2) / 2 + 3 }]
  })
}
