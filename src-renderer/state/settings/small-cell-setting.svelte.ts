import { shortSmallCellNote, smallCellLimitOf, smallCellNote } from '#shared/small-cell-rule.ts'
import type { FigureRelease } from '#engine/sharing/published/figure-release.ts'
import type { SettingsState } from './settings.svelte.ts'

/**
 * Which groups of people are too small to be shown. On the screen of one's own computer all are shown, unless the settings
 * say otherwise; whatever leaves the program is made within {@link whileLeaving}, so that formats, tables and charts follow
 * the rule for it.
 */
export class SmallCells {
  readonly #settings: Pick<SettingsState, 'value'>
  readonly #isForced: () => boolean
  #leaving = $state(0)
  #release: FigureRelease | undefined

  /** @param isForced small groups are suppressed on the screen, too, whatever the settings say */
  constructor(settings: Pick<SettingsState, 'value'>, isForced: () => boolean = () => false) {
    this.#settings = settings
    this.#isForced = isForced
  }

  /** Groups of 1 to this many people are suppressed in what leaves. */
  get exportLimit(): number {
    return smallCellLimitOf(this.#settings.value)
  }

  /** The same for what is shown or made now. */
  get limit(): number {
    return this.#leaving > 0 || this.#settings.value.smallCellsOnScreen || this.#isForced() ? this.exportLimit : 0
  }

  /** Who is asked about each figure that leaves now. */
  get release(): FigureRelease | undefined {
    return this.#leaving > 0 ? this.#release : undefined
  }

  /** The rule in a sentence, for the notes of what leaves; undefined on the screen. */
  get note(): string | undefined {
    return this.#leaving > 0 ? smallCellNote(this.exportLimit) : undefined
  }

  /** The rule in a few words, below a picture that leaves. */
  get shortNote(): string {
    return shortSmallCellNote(this.exportLimit)
  }

  /**
   * Makes something that leaves the program. What it reads is computed again, without being drawn.
   * @param make synchronous
   * @param release is asked about each figure
   */
  whileLeaving<T>(make: () => T, release: FigureRelease | undefined = this.#release): T {
    const before = this.#release
    this.#release = release
    this.#leaving++
    try {
      return make()
    } finally {
      this.#leaving--
      this.#release = before
    }
  }

  /** From now on the screen itself is what leaves, as when it is printed. */
  startLeaving(): void {
    this.#leaving++
  }

  stopLeaving(): void {
    this.#leaving = Math.max(0, this.#leaving - 1)
  }
}
