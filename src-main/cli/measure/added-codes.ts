import { cliMeasureMessages as m } from '#messages/cli/measure.ts'
import { AddedCodes } from '#engine/base/codes/code-additions.ts'
import { assignLists, codeLists, type TitledValueSet } from '#engine/measures/content/code-lists.ts'
import type { ContentDocument } from '#engine/measures/content/document/content-document.ts'
import type { Expansion } from '#engine/measures/definition/value-set-expansions.ts'
import { textOf } from '#engine/cql/elm/fhir/fhir-json.ts'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import { AppError } from '#shared/app-error.ts'
import { readRegistries } from '../../services/population/read-registries.ts'
import type { CommandIo } from '../terminal/command.ts'

/** Files with codes for the lists of a command, and the lists of codes that name none. */
export interface CodeOptions {
  readonly codes: readonly string[]
  readonly lists: readonly string[]
}

/** Most names that a sentence lists. */
const maxNamed = 5

/**
 * The codes of the files of a command with the lists that they are added to.
 * @param otherwise names of the lists of codes that name none
 * @throws AppError `invalid-input` for a list that there is not, and for codes without any
 */
export async function addedCodes(
  { resources, codes = [], crosswalks = [] }: ContentDocument,
  valueSets: ReadonlyMap<string, Expansion>,
  otherwise: readonly string[],
  io: CommandIo
): Promise<AddedCodes> {
  if (codes.length + crosswalks.length === 0) return new AddedCodes([])
  const titles = new Map(
    resources
      .filter(({ resourceType }) => resourceType === 'ValueSet')
      .map((item) => [(textOf(item['url']) ?? '').split('|')[0]!, textOf(item['title']) ?? textOf(item['name'])])
  )
  const titled = [...valueSets].map(([url, found]): TitledValueSet => ({
    url,
    name: titles.get(url) ?? url,
    codes: found
  }))
  const lists = codeLists(titled, loadRegistries(await readRegistries(io.resources)))
  const named = assignLists(
    otherwise.map((list) => ({ list, system: '', code: '' })),
    lists
  )
  const assigned = assignLists(
    codes,
    lists,
    named.codes.map(({ list }) => list)
  )
  const unknown = [...named.unknown, ...assigned.unknown]
  if (unknown.length > 0) {
    const rest = unknown.length > maxNamed ? m.andUnknownMore(unknown.length - maxNamed) : ''
    throw new AppError(
      'invalid-input',
      m.thereIsNoCodeListName(
        unknown
          .slice(0, maxNamed)
          .map((name) => `“${name}”`)
          .join(', '),
        rest
      )
    )
  }
  if (assigned.unassigned.length > 0) {
    throw new AppError('invalid-input', m.codesNameNoListAddA(assigned.unassigned.length))
  }
  return new AddedCodes([{ codes: assigned.codes, crosswalks }])
}
