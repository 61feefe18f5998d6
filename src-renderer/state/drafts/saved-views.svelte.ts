import { stateMessages as m } from '#messages/state.ts'
import { viewTableName } from '#engine/tables/saved-views/view-table.ts'
import { readViewText } from '#engine/tables/saved-views/read-view-text.ts'
import type { ViewDefinition } from '#engine/views/view-definition.ts'
import { toWireError } from '#shared/app-error.ts'
import type { ViewApi } from '../../workers/store/protocol/view-protocol.ts'
import type { SettingsState } from '../settings/settings.svelte.ts'
import type { Toasts } from '../feedback/toasts.svelte.ts'

/** A ViewDefinition that is kept. */
export interface SavedView {
  /** Its table's name in SQL. */
  readonly name: string
  readonly text: string
  readonly definition: ViewDefinition
}

/** ViewDefinitions of the user's own. They are kept with the settings, and SQL can ask them as tables. */
export class SavedViews {
  readonly #settings: SettingsState
  readonly #store: Pick<ViewApi, 'setViews'>
  readonly #toasts: Toasts
  #version = $state(0)
  #saving: Promise<unknown> = Promise.resolve()
  readonly #all = $derived.by(() => this.#settings.value.savedViews.flatMap(readSaved))

  constructor({
    settings,
    store,
    toasts
  }: {
    settings: SettingsState
    store: Pick<ViewApi, 'setViews'>
    toasts: Toasts
  }) {
    this.#settings = settings
    this.#store = store
    this.#toasts = toasts
  }

  /** In order of name. */
  get all(): readonly SavedView[] {
    return this.#all
  }

  /** Goes up whenever other views can be asked. */
  get version(): number {
    return this.#version
  }

  /** Waits until the store worker knows what was saved last: the list shows it a moment earlier. */
  async settled(): Promise<void> {
    await this.#saving
  }

  /** Tells the store worker which views there are. */
  async announce(): Promise<void> {
    try {
      await this.#store.setViews(this.#all.map(({ definition }) => definition))
      this.#version++
    } catch (error) {
      this.#toasts.show(m.theSavedViewsCannotBeAsked(toWireError(error).message), { kind: 'failed' })
    }
  }

  /**
   * Keeps a view in place of one of the same name.
   * @param text without errors
   * @returns whether it was saved; a failure is shown in a toast
   */
  async save(text: string): Promise<boolean> {
    const [view] = readSaved(text)
    if (view === undefined) return false
    const others = this.#all.filter(({ name }) => name !== view.name)
    return this.#keep([...others, view])
  }

  /** @returns whether it was removed; a failure is shown in a toast */
  async remove(name: string): Promise<boolean> {
    return this.#keep(this.#all.filter((view) => view.name !== name))
  }

  async #keep(views: readonly SavedView[]): Promise<boolean> {
    const sorted = views.toSorted((a, b) => (a.name < b.name ? -1 : 1))
    const saving = (async () => {
      const saved = await this.#settings.set({ savedViews: sorted.map(({ text }) => text) })
      await this.announce()
      return saved
    })()
    this.#saving = saving
    return saving
  }
}

/** A text that is no view any more is left out; it stays in the settings until something is saved. */
function readSaved(text: string): SavedView[] {
  const { definition } = readViewText(text)
  return definition === undefined ? [] : [{ name: viewTableName(definition), text, definition }]
}
