import { engineMeasuresScorecardMessages as m } from '#messages/engine/measures/scorecard.ts'
import { defined } from '#shared/language/defined.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import type { Figure } from '../../base/figures/figure.ts'
import type { KeyFigure } from '../../population/panels/results/shapes.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import { closedShareFigure, gapsFigure } from '../gaps/gap-figures.ts'
import { gapsToDo, toDoStatuses, type GapCounts } from '../gaps/gap-search.ts'
import { proportionFigure } from '../rates/rate-figures.ts'
import { DUE_SOON, NO_DATA, OPEN, SET_ASIDE } from '../results/gap-status.ts'
import type { ScorecardRow } from '../results/scorecard-result.ts'

/** The figures above the scorecard. @param all gaps of all rates, by status */
export function scorecardKeyFigures(
  view: PeopleView,
  rows: readonly ScorecardRow[],
  all: GapCounts
): readonly KeyFigure[] {
  const provenance = view.provenance({
    id: 'quality/overview',
    version: '1.3.0',
    title: m.qualityAtAGlance,
    text: m.overAllRatesWithGapsThat,
    sources: []
  })
  const text = (count: number): string => count.toLocaleString(activeLocale)
  const toClose = gapsToDo(all)
  const nobody = view.population.count === 0
  /** Without people a count of zero would look like an answer. */
  const known = (figure: Figure): Figure =>
    nobody ? { value: undefined, missing: m.noPatientIsInTheseData, unit: figure.unit, provenance } : figure
  const withTarget = rows.filter(({ target }) => target !== undefined)
  return [
    {
      id: 'rates',
      label: m.rates,
      figure: { value: rows.length, unit: 'number', provenance },
      note: m.runForThePeriod,
      trend: []
    },
    {
      id: 'to-close',
      label: m.gapsToClose,
      figure: known(gapsFigure(toClose, toDoStatuses, provenance)),
      note: nobody ? '' : m.openDueSoonWithoutData(text(all[OPEN]!), text(all[DUE_SOON]!), text(all[NO_DATA]!)),
      trend: []
    },
    {
      id: 'no-data',
      label: m.withoutData,
      figure: known(gapsFigure(all[NO_DATA]!, ['no-data'], provenance)),
      note: nobody ? '' : all[NO_DATA] === 0 ? m.everyGapHasDataOfItsKind : m.nothingOfTheKindIsLoaded,
      trend: []
    },
    {
      id: 'closed',
      label: m.closed,
      figure: closedShareFigure(all, provenance),
      note: all[SET_ASIDE] === 0 ? m.ofAllThatApply : m.ofAllThatApplySetAside(text(all[SET_ASIDE]!)),
      trend: []
    },
    {
      id: 'targets',
      label: m.targetsMet,
      figure: proportionFigure(withTarget.filter(({ target }) => defined(target).met).length, withTarget.length, {
        provenance
      }),
      note: withTarget.length === 0 ? m.noTargetsAreSet : m.targetsAreSet(withTarget.length),
      trend: []
    }
  ]
}
