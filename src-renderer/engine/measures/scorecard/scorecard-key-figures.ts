import type { Figure } from '../../base/figures/figure.ts'
import type { KeyFigure } from '../../population/panels/results/shapes.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import { gapsFigure } from '../gaps/gap-figures.ts'
import { gapsToDo, toDoStatuses, type GapCounts } from '../gaps/gap-search.ts'
import { proportionFigure } from '../rates/rate-figures.ts'
import { CLOSED, DUE_SOON, NO_DATA, OPEN, SET_ASIDE } from '../results/gap-status.ts'
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
    title: 'Quality at a glance',
    text:
      'Over all rates with gaps that were run for the period: living people in view, each once for each rate, as the ' +
      'worklist lists them, with what people recorded there. Closed: the numerator is met, by source data or evidence. A gap ' +
      'that was set aside with a reason, such as a refusal, is neither closed nor left to close, and still applies. Of two measures of the same thing one counts, and so does a missing record that leaves two measures open, such as a test.',
    sources: []
  })
  const text = (count: number): string => count.toLocaleString('en-US')
  const toClose = gapsToDo(all)
  const closed = gapsFigure(all[CLOSED]!, ['closed'], provenance)
  const nobody = view.population.count === 0
  /** Without people a count of zero would look like an answer. */
  const known = (figure: Figure): Figure =>
    nobody ? { value: undefined, missing: 'no Patient is in these data', unit: figure.unit, provenance } : figure
  const withTarget = rows.filter(({ target }) => target !== undefined)
  return [
    {
      id: 'rates',
      label: 'Rates',
      figure: { value: rows.length, unit: 'number', provenance },
      note: 'run for the period',
      trend: []
    },
    {
      id: 'to-close',
      label: 'Gaps to close',
      figure: known(gapsFigure(toClose, toDoStatuses, provenance)),
      note: nobody
        ? ''
        : `${text(all[OPEN]!)} open, ${text(all[DUE_SOON]!)} due soon, ${text(all[NO_DATA]!)} without data`,
      trend: []
    },
    {
      id: 'no-data',
      label: 'Without data',
      figure: known(gapsFigure(all[NO_DATA]!, ['no-data'], provenance)),
      note: 'nothing of the kind is loaded',
      trend: []
    },
    {
      id: 'closed',
      label: 'Closed',
      // Setting a gap aside must not make the share of closed ones look better.
      figure: proportionFigure(all[CLOSED]!, all[CLOSED]! + all[SET_ASIDE]! + toClose, {
        provenance,
        ...(closed.route === undefined ? {} : { route: closed.route })
      }),
      note: all[SET_ASIDE] === 0 ? 'of all that apply' : `of all that apply; ${text(all[SET_ASIDE]!)} set aside`,
      trend: []
    },
    {
      id: 'targets',
      label: 'Targets met',
      figure: proportionFigure(withTarget.filter(({ target }) => target!.met).length, withTarget.length, {
        provenance
      }),
      note: withTarget.length === 0 ? 'no targets are set' : `${withTarget.length} targets are set`,
      trend: []
    }
  ]
}
