import { engineMeasuresRatesMessages as m } from '#messages/engine/measures/rates.ts'
import type { RecordKind } from '../../population/codes/code-use.ts'
import type { Improvement } from '../results/improvement.ts'
import { AppError } from '#shared/app-error.ts'
import type { MeasureGroup } from '../definition/measure-group.ts'
import type { Day } from '../../base/figures/filter.ts'
import { countedInstead } from './counted-measures.ts'
import { dayOfIso } from './iso-day.ts'
import type { GroupRun, MeasureRun } from '../run/measure-run.ts'
import type { MeasureInput, InputMeasure, RateSettings } from './measure-input.ts'

/** One group of one measure with its result for the period in view. */
export interface Rate {
  /** `<measure id>/<group id>` */
  readonly key: string
  /** Place among the rates of the input. */
  readonly index: number
  readonly title: string
  readonly measure: InputMeasure
  /** Place of the group in the measure. */
  readonly at: number
  readonly definition: MeasureGroup
  readonly run: MeasureRun
  readonly group: GroupRun
  readonly settings: RateSettings
  readonly improvement: Improvement
  /** Why the data cannot tell it, in words such as `no record of mammography in these data`; undefined where they can. */
  readonly cannotCompute: string | undefined
  /** Kinds of record that would tell it if their codes were in its lists; none where it can be computed. */
  readonly unread: readonly RecordKind[]
  /** Exclusions that could not be applied, in a sentence. */
  readonly unapplied: string | undefined
  /** What of the records that it reads has codes that no list knows, as a sentence. */
  readonly partlyRead: string | undefined
  /** The measure of the same thing whose gaps count in totals instead; undefined where those of this one do. */
  readonly countedInstead: InputMeasure | undefined
  /** Whether a person's place in it says that something is left to do: proportions and ratios, not cohorts or means. */
  readonly hasGaps: boolean
  readonly start: Day
  readonly end: Day
}

const cache = new WeakMap<MeasureInput, readonly Rate[]>()

/** All rates of the input, in the order of its measures. */
export function ratesOfRun(input: MeasureInput): readonly Rate[] {
  let rates = cache.get(input)
  if (rates === undefined) {
    rates = readRates(input)
    cache.set(input, rates)
  }
  return rates
}

/** @throws AppError `not-found` when no installed measure has the rate */
export function rateOf(input: MeasureInput, key: string): Rate {
  const found = ratesOfRun(input).find((rate) => rate.key === key)
  if (found === undefined) throw new AppError('not-found', m.thisMeasureWasNotRunOn)
  return found
}

function readRates(input: MeasureInput): readonly Rate[] {
  const rates: Rate[] = []
  const instead = countedInstead(input)
  for (const measure of input.measures) {
    measure.definition.groups.forEach((definition, position) => {
      const group = measure.run.groups[position]
      if (group === undefined) return
      const key = `${measure.id}/${definition.id}`
      const settings = input.settings.rates[key] ?? {}
      const cannotCompute = measure.cannotCompute?.[definition.id]
      rates.push({
        key,
        index: rates.length,
        title: rateTitle(measure.definition, definition.id),
        measure,
        at: position,
        definition,
        run: measure.run,
        group,
        settings,
        improvement: improvementOf(definition, settings),
        cannotCompute,
        unread: measure.unread?.[definition.id] ?? [],
        unapplied: measure.unapplied?.[definition.id],
        partlyRead: cannotCompute === undefined ? measure.partlyRead?.[definition.id] : undefined,
        countedInstead: instead.get(measure),
        hasGaps:
          cannotCompute === undefined &&
          (definition.scoring === 'proportion' || definition.scoring === 'ratio') &&
          measure.closing?.never !== true,
        start: dayOfIso(measure.run.key.period.start),
        end: dayOfIso(measure.run.key.period.end)
      })
    })
  }
  return rates
}

/** The title of a rate: that of its measure, with the rate's own words where there are several. */
export function rateTitle(
  { title, groups }: { readonly title: string; readonly groups: readonly unknown[] },
  group: string
): string {
  // `within-30-days` as `within 30 days`.
  return groups.length === 1 ? title : `${title}: ${group.replaceAll(/[-_]+/g, ' ').trim()}`
}

/** Some official measures say the wrong direction, so that a site can set it (CMS122 in two editions). */
function improvementOf(definition: MeasureGroup, settings: RateSettings): Improvement {
  if (settings.improvement !== undefined) return { direction: settings.improvement, source: 'setting' }
  if (definition.improvement !== undefined) return { direction: definition.improvement, source: 'measure' }
  return { direction: 'increase', source: 'assumed' }
}
