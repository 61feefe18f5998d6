/** What a walk by the Tab key found on a screen. */
export interface FocusWalk {
  /** The focus has left the part that is walked through, so that no key is lost in it. */
  readonly hasLeft: boolean
  readonly problems: readonly string[]
}

/** What the page offers to a walk; it lives in the page, under this name. */
export interface FocusWatch {
  /** Begins with a part, before anything in it has the focus. @param within its selector @param backward from its end */
  begin(within: string, backward: boolean): void
  /** Looks at where the focus is, after a key. */
  look(): void
  /** What was found. @param isComplete the walk went to the end, so that what it did not reach cannot be reached */
  end(isComplete: boolean): FocusWalk
  /** `over` when the focus has left the part or has gone around in it, `stuck` when the key does not move it any more. */
  state(): 'going' | 'stuck' | 'over'
}

declare global {
  /** Installed by {@link installFocusWatch}. */
  var focusWatch: FocusWatch | undefined
}

/** Runs in the page: every name that it uses is its own. */
export function installFocusWatch(): void {
  const interactive =
    'a[href], button, input, select, textarea, summary, [tabindex], [role="button"], [role="link"], [role="checkbox"], [role="slider"], [role="switch"]'
  /** What the arrow keys move in, so that one stop stands for all that is inside. */
  const composite =
    '[role="tablist"], [role="radiogroup"], [role="toolbar"], [role="menu"], [role="listbox"], [role="grid"], [role="tree"]'
  let part: Element = document.body
  let visited: Element[] = []
  let problems: string[] = []
  let isOutside = false
  let isAround = false
  let isBackward = false
  /** Keys that did not move the focus. */
  let stays = 0
  /** What can be reached from the beginning: what comes in meanwhile may stand before where the focus is. */
  let there: ReadonlySet<Element> = new Set()

  const nameOf = (element: Element): string => {
    const text = element.getAttribute('aria-label') ?? element.textContent ?? ''
    const words = text.trim().replace(/\s+/g, ' ').slice(0, 40)
    const kind = element.getAttribute('role') ?? element.tagName.toLowerCase()
    return `${kind} "${words === '' ? (element.closest('label')?.textContent ?? '').trim().slice(0, 40) : words}"`
  }
  const isShown = (element: Element): boolean => {
    const { width, height } = element.getBoundingClientRect()
    return width > 0 && height > 0 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  }
  /** Something is drawn around it, or around the field that it is in. */
  const isMarked = (element: Element): boolean => {
    for (
      let each: Element | null = element, steps = 0;
      each !== null && steps < 3;
      each = each.parentElement, steps++
    ) {
      const { outlineStyle, outlineWidth } = getComputedStyle(each)
      if (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) return true
    }
    // The button of a date that opens a calendar draws its own.
    if (element.matches('input[type="date"]')) return true
    // A row of a grid, a mark of a chart or an entry of a list shows it where the container has the focus.
    const active = element.getAttribute('aria-activedescendant')
    return active !== null || element.querySelector(':is([aria-selected="true"], [data-active], .active)') !== null
  }
  /** Some of it can be seen: it is in the window, and not all of it is behind something (WCAG 2.4.11). */
  const isSeen = (element: Element): boolean => {
    // The list of a chart's points lies on the chart, for the pointer to go through.
    const target = getComputedStyle(element).pointerEvents === 'none' ? (element.parentElement ?? element) : element
    const { left, right, top, bottom } = target.getBoundingClientRect()
    const [x, y] = [Math.max(left, 0), Math.max(top, 0)]
    const [width, height] = [Math.min(right, innerWidth) - x, Math.min(bottom, innerHeight) - y]
    if (width <= 0 || height <= 0) return false
    return [0.5, 0.1, 0.9].some((across) =>
      [0.5, 0.1, 0.9].some((down) => {
        const top = document.elementFromPoint(x + width * across, y + height * down)
        return top !== null && (target.contains(top) || target.closest('label')?.contains(top) === true)
      })
    )
  }
  const stands = (element: Element): Element => element.closest(composite) ?? element

  globalThis.focusWatch = {
    begin(within, backward) {
      part = document.querySelector(within) ?? document.body
      visited = []
      problems = []
      isOutside = false
      isAround = false
      isBackward = backward
      stays = 0
      there = new Set(part.querySelectorAll(interactive))
      // A dialog begins at the element that has the focus.
      if (document.activeElement !== part) this.look()
    },
    look() {
      const element = document.activeElement
      if (element === null || element === document.body || !part.contains(element)) {
        isOutside ||= visited.length > 0
        return
      }
      if (isOutside) return
      const before = visited.at(-1)
      // A date has several stops, and an editor takes the key.
      stays = before === element ? stays + 1 : 0
      if (before === element) return
      if (visited.includes(element)) {
        isAround = true
        return
      }
      const precedes =
        before !== undefined && (before.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) !== 0
      if (precedes !== isBackward && before !== undefined && !before.contains(element) && !element.contains(before))
        problems.push(`${nameOf(element)} comes after ${nameOf(before)}, against the order in which they stand`)
      visited.push(element)
      if (!isMarked(element)) problems.push(`nothing shows that ${nameOf(element)} has the focus`)
      if (!isSeen(element)) problems.push(`${nameOf(element)} has the focus and cannot be seen`)
    },
    state: () => (isOutside || isAround ? 'over' : stays >= 8 ? 'stuck' : 'going'),
    end(isComplete) {
      const reached = new Set(visited.map(stands))
      const groups = new Set(
        visited
          .filter((each): each is HTMLInputElement => each instanceof HTMLInputElement && each.type === 'radio')
          .map(({ name }) => name)
      )
      const missed = [...part.querySelectorAll(interactive)].filter((each) => {
        if (!there.has(each) || visited.includes(each) || !isShown(each) || reached.has(stands(each))) return false
        if (each.matches(':disabled, [aria-hidden="true"] *, [inert] *')) return false
        if (each instanceof HTMLInputElement && each.type === 'radio' && groups.has(each.name)) return false
        // Headings and rows take the focus from the program alone.
        return !each.matches('[tabindex="-1"]:not(button, a, input, select, textarea)')
      })
      if (isComplete) for (const each of missed) problems.push(`Tab does not lead to ${nameOf(each)}`)
      return { hasLeft: isOutside, problems }
    }
  }
  addEventListener('keyup', ({ key }) => key === 'Tab' && globalThis.focusWatch?.look(), { capture: true })
}
