/** Gives the focus to the page: where what had it is gone, the keyboard would begin at the top of the window again. */
export function focusPage(): void {
  document.getElementById('page')?.focus()
}
