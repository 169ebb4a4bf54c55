export type FocusMarks = ReturnType<typeof focusMarks>

/** What can be told of an element that a person uses. Runs in the page, so it has all that it needs within itself. */
export function focusMarks() {
  /** Whether a pointer can use it: by what it is, by its role, or as React listens to it. */
  function isUsable(it: HTMLElement): boolean {
    const tags = ['a[href]', 'button', 'input', 'select', 'textarea', 'summary', '[tabindex="0"]']
    const roles = [
      'button',
      'link',
      'tab',
      'switch',
      'checkbox',
      'radio',
      'slider',
      'menuitem',
      'option',
      'combobox',
      'spinbutton',
    ]
    const name = Object.keys(it).find((key) => key.startsWith('__reactProps$')) ?? ''
    const props = Object(Reflect.get(it, name)) as Readonly<Record<string, unknown>>
    const isHandled = ['onClick', 'onMouseDown', 'onPointerDown'].some((handler) => typeof props[handler] === 'function')
    const isOne = isHandled || it.matches([...tags, ...roles.map((role) => `[role=${role}]`)].join())
    return isOne && it.checkVisibility({ visibilityProperty: true }) && !it.matches(':disabled')
  }

  /** What draws a ring: the element, one beside it, or a box around it. */
  function ringsOf(it: Element): string {
    for (const change of document.getAnimations()) if (change instanceof CSSTransition) change.finish()
    const box = it.parentElement
    return [...(box?.children ?? []), box, box?.parentElement, box?.parentElement?.parentElement]
      .map((one) => (one ? getComputedStyle(one) : undefined))
      .map((css) => `${css?.outlineStyle === 'none' ? '' : css?.outline} ${css?.boxShadow} ${css?.borderColor}`)
      .join('\n')
  }

  /** Whether nothing of it is in sight: out of the window, or below a bar. */
  function isCovered(it: HTMLElement): boolean {
    const { width, height } = it.getBoundingClientRect()
    const box = width * height > 1 ? it : (it.parentElement ?? it) // the input of a switch has no size
    const { left, top, right, bottom } = box.getBoundingClientRect()
    const [x, y] = [Math.max(0, left), Math.max(0, top)]
    const [wide, high] = [Math.min(innerWidth, right) - x, Math.min(innerHeight, bottom) - y]
    if (wide <= 0 || high <= 0) return true
    const points = [0.5, 0.1, 0.9].flatMap((across) =>
      [0.5, 0.1, 0.9].map((down) => [x + wide * across, y + high * down] as const),
    )
    return !points.some((point) => (box.parentElement ?? box).contains(document.elementFromPoint(...point)))
  }

  /** Where it is on the page, however far the boxes around it are scrolled. */
  function placeOf(it: HTMLElement) {
    const { left, top, width, height } = it.getBoundingClientRect()
    let [x, y] = [left, top]
    for (let box = it.parentElement; box !== null; box = box.parentElement) [x, y] = [x + box.scrollLeft, y + box.scrollTop]
    return { left: x, top: y, right: x + width, bottom: y + height }
  }

  /** Whether the way leads up within a column, or to the left within a line. */
  function goesBack(from: HTMLElement, to: HTMLElement): boolean {
    const [one, other] = [placeOf(from), placeOf(to)]
    const isBeside = other.top < one.bottom && other.bottom > one.top
    return isBeside ? other.right <= one.left : other.bottom <= one.top && other.left < one.right
  }

  return { isUsable, ringsOf, isCovered, goesBack }
}
