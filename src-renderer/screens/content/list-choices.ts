import { andList } from '#shared/messages/list-text.ts'
import { screensContentCodeListsMessages as m } from '#messages/screens/content/code-lists.ts'
import { screensContentMessages as general } from '#messages/screens/content.ts'
import { kindsOfList } from '#engine/population/codes/list-kinds.ts'
import type { RecordKind } from '#engine/population/codes/code-use.ts'
import type { CodeList } from '#engine/measures/content/code-lists.ts'

/** Lists of one title, which people choose together: that of measures, that of a registry. */
export interface ListChoice {
  readonly title: string
  /** What the lists are of. */
  readonly of: string
  readonly ids: readonly string[]
  readonly kinds: readonly RecordKind[]
}

const words: Readonly<Record<CodeList['kind'], string>> = {
  'value-set': m.measures,
  registry: m.registry,
  result: m.testOfARegistry
}

/** The lists as choices by title. */
export function listChoices(lists: readonly CodeList[]): readonly ListChoice[] {
  return [...Map.groupBy(lists, ({ title }) => title.toLowerCase()).values()].map((same) => ({
    title: same[0]!.title,
    of: andList(new Set(same.map(({ kind }) => words[kind]))),
    ids: same.map(({ id }) => id),
    kinds: [
      ...new Set(same.flatMap(({ kind, systems }) => (kind === 'result' ? ['results' as const] : kindsOfList(systems))))
    ]
  }))
}

/** The choice that has a list. */
export function choiceOf(choices: readonly ListChoice[], list: string | undefined): ListChoice | undefined {
  return choices.find(({ ids }) => list !== undefined && ids.includes(list))
}

/** What kinds of record are called at the head of a line. */
export const kindLabels: Readonly<Record<RecordKind, string>> = {
  diagnoses: m.diagnoses,
  drugs: m.drugs,
  procedures: m.proceduresAndServices,
  results: general.results,
  immunizations: m.immunizations
}
