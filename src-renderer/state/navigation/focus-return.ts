/** Where the focus was when something opened, so that it can go back there. */
export class FocusReturn {
  #element: Element | null = null

  /** What has the focus now opens something. */
  remember(): void {
    this.#element = document.activeElement
  }

  /** Gives the focus back; to the title of the screen where what had it is gone. */
  giveBack(): void {
    const opener = this.#element
    this.#element = null
    // Nothing had the focus where the body had it.
    if (
      opener !== document.body &&
      (opener instanceof HTMLElement || opener instanceof SVGElement) &&
      opener.isConnected
    )
      opener.focus()
    else document.querySelector<HTMLElement>('#screen-title')?.focus()
  }
}
