import { engineMeasuresRatesMessages as m } from '#messages/engine/measures/rates.ts'
import { defined } from '#shared/language/defined.ts'
import type { MeasurementPeriod } from '../definition/measurement-period.ts'
import type { MeasureInput, InputMeasure } from './measure-input.ts'

const known = new WeakMap<MeasureInput, ReadonlyMap<InputMeasure, InputMeasure>>()

/**
 * Measures that measure the same as another one, with the one whose gaps count instead. An imported measure stands before
 * a built-in one, because its publisher maintains it; but one that the data can answer before one that they cannot. The
 * site may choose another.
 */
export function countedInstead(input: MeasureInput): ReadonlyMap<InputMeasure, InputMeasure> {
  let instead = known.get(input)
  if (instead === undefined) {
    instead = new Map(
      familiesOf(input).flatMap((family) => {
        const counted = countedOf(family, input.settings.counted?.[defined(family[0]!.origin).family])
        return family.flatMap((measure) => (measure === counted ? [] : [[measure, counted] as const]))
      })
    )
    known.set(input, instead)
  }
  return instead
}

/** Other measures of the same family. */
export function duplicatesOf(input: MeasureInput, measure: InputMeasure): readonly InputMeasure[] {
  return (familiesOf(input).find((family) => family.includes(measure)) ?? []).filter((item) => item !== measure)
}

/** Families of more than one measure. */
function familiesOf({ measures }: MeasureInput): readonly (readonly InputMeasure[])[] {
  const families = new Map<string, InputMeasure[]>()
  for (const measure of measures) {
    if (measure.origin === undefined) continue
    const { family } = measure.origin
    families.set(family, [...(families.get(family) ?? []), measure])
  }
  return [...families.values()].filter(({ length }) => length > 1)
}

function countedOf(family: readonly InputMeasure[], chosen: string | undefined): InputMeasure {
  // Of two versions the newer one has the plain id.
  const rank = (measure: InputMeasure): number =>
    (isAnswered(measure) ? 0 : 4) + (measure.origin?.builtIn === true ? 2 : 0) + (measure.id.includes('@') ? 1 : 0)
  const byDefault = family.reduce((best, measure) => (rank(measure) < rank(best) ? measure : best))
  return family.find(({ id }) => id === chosen) ?? byDefault
}

/** The data can tell at least one of its rates. */
function isAnswered({ definition, cannotCompute = {} }: InputMeasure): boolean {
  return definition.groups.some(({ id }) => cannotCompute[id] === undefined)
}

/** Says that a measure was written for other days than those it is measured over. */
export function periodMismatch({ origin }: InputMeasure, { start, end }: MeasurementPeriod): string | undefined {
  const { start: from, end: to } = origin?.effective ?? {}
  if ((from === undefined || from <= start) && (to === undefined || to >= end)) return undefined
  const days = from === undefined ? m.upToTo(to ?? '') : to === undefined ? m.fromFromOn(from) : m.fromToTo(from, to)
  return m.writtenForMeasuredHereForTo(days, start, end)
}
