import { commonMessages as common } from '#messages/common.ts'
import type { PackFacts } from '#shared/contract/measures.ts'
import { textOf } from '../../cql/elm/fhir/fhir-json.ts'
import type { ContentDocument } from './document/content-document.ts'

/** Longest text of a fact. */
const longest = 500

/** What is said about a pack in lists. */
export function packFacts<S extends PackFacts['source']>(
  { title, resources, codes = [], crosswalks = [] }: ContentDocument,
  about: Pick<PackFacts, 'hash' | 'textBytes'> & { readonly source: S }
): Omit<PackFacts, 'source'> & { source: S } {
  const count = (type: string): number => resources.filter(({ resourceType }) => resourceType === type).length
  const mapped = crosswalks.reduce((sum, item) => sum + Object.keys(item.codes).length, 0)
  const short = (text: string | undefined): string => (text ?? '').slice(0, longest)
  return {
    title: short(title) || common.measures,
    measures: resources
      .filter(({ resourceType }) => resourceType === 'Measure')
      .map((measure) => {
        const version = textOf(measure['version'])
        return {
          url: short(textOf(measure['url']) ?? textOf(measure['id'])),
          ...(version === undefined ? {} : { version: short(version) }),
          title: short(textOf(measure['title']) ?? textOf(measure['name']))
        }
      }),
    libraries: count('Library'),
    valueSets: count('ValueSet'),
    ...(codes.length > 0 ? { codes: codes.length } : {}),
    ...(mapped > 0 ? { mapped } : {}),
    ...about
  }
}
