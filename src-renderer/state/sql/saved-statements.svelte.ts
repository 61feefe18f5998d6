import { activeLocale } from '#shared/messages/locale.ts'
import { withPresentNames } from '#engine/explore/renamed-measures.ts'
import { mayNamePerson } from '#engine/tables/sql/may-name-person.ts'
import type { SettingsState } from '../settings/settings.svelte.ts'
import type { NamedQuery } from './query-file.ts'

/** A statement that was saved under a name. */
export interface SavedStatement extends NamedQuery {
  readonly description: string
  /** It may name a person, so it lies in the sealed drafts and not in the settings. */
  readonly sealed: boolean
}

/** Where the statements lie that may name a person. */
export interface SealedStatements {
  read(): readonly NamedQuery[]
  write(statements: readonly NamedQuery[]): void
}

/** The SQL statements that the user saved: in the settings of the profile, or sealed where one may name a person. */
export class SavedStatements {
  readonly #settings: SettingsState
  readonly #sealed: SealedStatements

  constructor(settings: SettingsState, sealed: SealedStatements) {
    this.#settings = settings
    this.#sealed = sealed
  }

  /** In order of name. */
  get all(): readonly SavedStatement[] {
    const present = (sealed: boolean) => (statement: NamedQuery) => ({
      title: statement.title,
      description: statement.description ?? '',
      text: withPresentNames(statement.text),
      sealed
    })
    return [
      ...this.#settings.value.savedStatements.map(present(false)),
      ...this.#sealed.read().map(present(true))
    ].toSorted((a, b) => a.title.localeCompare(b.title, activeLocale))
  }

  /**
   * Saves statements, each in place of one of the same name.
   * @param renamed name of a statement that goes away
   * @returns whether they were saved; a failure is shown in a toast, and nothing has changed
   */
  async save(statements: readonly NamedQuery[], renamed?: string): Promise<boolean> {
    const last = new Map(statements.map((statement) => [statement.title, statement]))
    const added = [...last.values()]
    return this.#change(
      (title) => title !== renamed && !last.has(title),
      added.filter(({ text }) => !mayNamePerson(text)),
      added.filter(({ text }) => mayNamePerson(text))
    )
  }

  /** @returns whether it was removed; a failure is shown in a toast */
  async remove(title: string): Promise<boolean> {
    return this.#change((each) => each !== title, [], [])
  }

  async #change(
    stays: (title: string) => boolean,
    plain: readonly NamedQuery[],
    sealed: readonly NamedQuery[]
  ): Promise<boolean> {
    const before = this.#settings.value.savedStatements
    const after = [...before.filter(({ title }) => stays(title)), ...plain.map(storedOf)]
    const isChanged = plain.length > 0 || after.length !== before.length
    // First what can fail: a statement that moves from one place to the other is in one of them at least.
    if (isChanged && !(await this.#settings.set({ savedStatements: after }))) return false
    const sealedBefore = this.#sealed.read()
    const sealedAfter = [...sealedBefore.filter(({ title }) => stays(title)), ...sealed]
    if (sealed.length > 0 || sealedAfter.length !== sealedBefore.length) this.#sealed.write(sealedAfter)
    return true
  }
}

function storedOf({ title, description = '', text }: NamedQuery): { title: string; description: string; text: string } {
  return { title, description, text }
}
