import { isUseBegun } from '../base/records-begin.ts'
import { enginePopulationPanelsEquityMessages as m } from '#messages/engine/population/panels/equity.ts'
import { defined } from '#shared/language/defined.ts'
import { lowerBound } from '../../../base/kernels/lower-bound.ts'
import { hospitalStays } from '../../stays/inpatient-stays.ts'
import { readmissions, stayOutcomes } from '../../stays/readmissions.ts'
import { rateFigure, shareFigure } from '../base/figures.ts'
import { missingUse } from '../base/use-events.ts'
import { eventRows, memberEvents, useDefinition, useDispersion, type UseRate } from '../base/use-rates.ts'
import { useEnd, useTime } from '../base/use-time.ts'
import type { View } from '../base/view.ts'
import { defaultScope, dischargeWindow, readmissionDefinition, readmissionRows } from '../cost/readmission.ts'
import type { EquityFigure, PersonAmounts } from './equity-figure.ts'

/** Emergency visits or inpatient stays per 1,000, as groups are compared by them. */
export function useEquity(view: View, rate: UseRate): EquityFigure {
  const { asOf, filters, population, span } = view
  const time = useTime(view)
  const { from, to } = time.year
  const events = memberEvents(view, rate)
  // Computed for the first figure; where nothing is told there is none.
  let dispersion: number | undefined
  return {
    kind: 'rate',
    unit: time.unit,
    direction: rate === 'emergency' ? 'decrease' : undefined,
    definition: useDefinition(view, rate),
    missing:
      missingUse(population, rate === 'emergency' ? 'released' : 'inpatient') ??
      (events === undefined ? m.theDataHoldNeitherEncountersNor : undefined),
    hasRepeats: true,
    date: asOf,
    isWhole: span.first !== undefined && span.first <= from && isUseBegun(view)(from),
    view,
    perPart: 1,
    perOver: time.unitsPerYear,
    people: (shard) => shard.population.select(asOf, filters),
    amounts(shard): PersonAmounts {
      const { days, people: who } = defined(memberEvents(shard, rate)).members
      const parts = new Int32Array(shard.store.patients)
      for (let index = lowerBound(days, from); index < lowerBound(days, to + 1); index++) {
        const person = who[index]!
        if (person >= 0) parts[person]!++
      }
      return { parts, over: time.unitsByPerson(shard) }
    },
    figureOf({ parts, over }, more, provenance) {
      const rows = eventRows(defined(events), [...filters, ...more], asOf, from, to)
      dispersion ??= useDispersion(view, rate)
      return rateFigure(parts, over, time.unit, rows, provenance, parts * dispersion)
    }
  }
}

/** The share of stays that another one followed, as groups are compared by it. */
export function readmissionEquity(view: View): EquityFigure {
  const { asOf, filters, population, span } = view
  const window = dischargeWindow(useEnd(view).end)
  const readmitted = stayOutcomes.indexOf('readmitted')
  return {
    kind: 'proportion',
    unit: 'proportion',
    direction: 'decrease',
    definition: readmissionDefinition(view, defaultScope),
    missing:
      missingUse(population, 'inpatient') ??
      (hospitalStays(view.store) === undefined ? m.theDataHoldNeitherEncountersNor : undefined),
    hasRepeats: true,
    date: asOf,
    isWhole: span.first !== undefined && span.first <= window.from,
    view,
    perPart: 1,
    perOver: 1,
    people: (shard) => shard.population.select(asOf, filters),
    amounts(shard): PersonAmounts {
      const parts = new Int32Array(shard.store.patients)
      const over = new Int32Array(shard.store.patients)
      const stays = readmissions(shard.store, defaultScope)
      stays?.rows.forEach((row, index) => {
        const person = defined(stays.table.patient)[row]!
        if (stays.outcome[index] === 0 || stays.last[index]! < window.from || stays.last[index]! > window.to) return
        if (person < 0) return
        over[person]!++
        if (stays.outcome[index] === readmitted) parts[person]!++
      })
      return { parts, over }
    },
    figureOf: ({ parts, over }, more, provenance) => ({
      ...shareFigure(parts, over, readmissionRows(view, defaultScope, window, [...filters, ...more]), provenance),
      opens: parts
    })
  }
}
