import { useEffect, useMemo, useRef, useState, type PointerEvent } from 'react'

/** Pixels from the edge of the window within which a drag scrolls the page. */
const EDGE = 70

export type Drag = {
  readonly key: string
  /** Where the pointer took hold of it, and where it is, in the page. */
  readonly fromY: number
  readonly atY: number
  /** How many of the other rules of the list are above it. */
  readonly place: number
  /** Top of the gap that it would go into, within the list. */
  readonly gapY: number
}

export type Handle = {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerUp: () => void
  readonly onPointerCancel: () => void
}

/** Drags entries of a list by their handles, with a mouse, a pen or a finger; Escape leaves all as it was. */
export function useDrag(onDrop: (key: string, place: number) => void): {
  readonly drag: Drag | undefined
  readonly handle: Handle
} {
  const [drag, setDrag] = useState<Drag>()
  const newest = useRef({ drag, onDrop })
  useEffect(() => {
    newest.current = { drag, onDrop }
  }, [drag, onDrop])
  const isDragging = drag !== undefined
  useEffect(() => {
    if (!isDragging) return undefined
    const cancel = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') setDrag(undefined)
    }
    addEventListener('keydown', cancel)
    return () => removeEventListener('keydown', cancel)
  }, [isDragging])

  const handle = useMemo<Handle>(
    () => ({
      onPointerDown(event) {
        const { button, currentTarget, pointerId, pageY } = event
        const key = currentTarget.closest<HTMLElement>('[data-entry]')?.dataset['entry']
        if (button !== 0 || key === undefined) return
        event.preventDefault()
        currentTarget.setPointerCapture(pointerId)
        setDrag({ key, fromY: pageY, atY: pageY, ...placeAt(currentTarget, key, pageY) })
      },
      onPointerMove({ currentTarget, clientY, pageY }) {
        if (newest.current.drag === undefined) return
        if (clientY < EDGE) scrollBy(0, -EDGE / 4)
        if (clientY > innerHeight - EDGE) scrollBy(0, EDGE / 4)
        const { drag: before } = newest.current
        setDrag({ ...before, atY: pageY, ...placeAt(currentTarget, before.key, pageY) })
      },
      onPointerUp() {
        const { drag: dropped, onDrop: dropAt } = newest.current
        if (dropped !== undefined) dropAt(dropped.key, dropped.place)
        setDrag(undefined)
      },
      onPointerCancel: () => setDrag(undefined),
    }),
    [],
  )
  return { drag, handle }
}

/** Entries that can be dragged have their key as `data-entry`. */
function placeAt(handle: HTMLElement, key: string, pageY: number): Pick<Drag, 'place' | 'gapY'> {
  const list = handle.closest('ol')
  const others = [...(list?.querySelectorAll<HTMLElement>('[data-entry]') ?? [])].filter(
    (entry) => entry.dataset['entry'] !== key,
  )
  const top = list === null ? 0 : list.getBoundingClientRect().top + scrollY
  const place = others.filter((entry) => entry.offsetTop + entry.offsetHeight / 2 < pageY - top).length
  const [next, last] = [others[place], others.at(-1)]
  return { place, gapY: next === undefined ? (last?.offsetTop ?? 0) + (last?.offsetHeight ?? 0) + 4 : next.offsetTop - 8 }
}
