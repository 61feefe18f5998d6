import type { FhirObject } from '../../cql/elm/values/fhir-element.ts'
import { extensionOf, objectsOf, textOf } from '../../cql/elm/fhir/fhir-json.ts'
import type { Closing, ClosingWindow } from './measure-input.ts'

/** A part of a complex extension, which is named by a bare word. */
function partOf(extension: FhirObject, name: string): FhirObject | undefined {
  return objectsOf(extension['extension']).find((item) => item['url'] === name)
}

function windowOf(extension: FhirObject): readonly ClosingWindow[] {
  const after = textOf(partOf(extension, 'after')?.['valueCode'])
  if (after !== 'discharge' && after !== 'emergency-visit' && after !== 'birth') return []
  const group = textOf(partOf(extension, 'group')?.['valueString'])
  const days = partOf(extension, 'days')?.['valueInteger']
  const years = partOf(extension, 'years')?.['valueInteger']
  return [
    {
      after,
      ...(group === undefined ? {} : { group }),
      ...(typeof days === 'number' ? { days } : {}),
      ...(typeof years === 'number' ? { years } : {})
    }
  ]
}

/** What a Measure says of how its gaps are closed; undefined when it says nothing. */
export function closingOf(measure: FhirObject): Closing | undefined {
  const text = textOf(extensionOf(measure, 'closing')?.['valueString'])
  if (text === undefined) return undefined
  const days = extensionOf(measure, 'closing-days')?.['valueInteger']
  const lookBack = extensionOf(measure, 'closing-look-back')?.['valueInteger']
  const within = objectsOf(measure['extension'])
    .filter((item) => textOf(item['url'])?.endsWith('/closing-within') === true)
    .flatMap(windowOf)
  return {
    text,
    ...(typeof days === 'number' ? { days } : {}),
    ...(typeof lookBack === 'number' ? { lookBackMonths: lookBack } : {}),
    ...(extensionOf(measure, 'closing-never')?.['valueBoolean'] === true ? { never: true } : {}),
    ...(within.length > 0 ? { within } : {})
  }
}
