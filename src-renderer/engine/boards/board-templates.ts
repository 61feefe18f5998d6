import { commonMessages as common } from '#messages/common.ts'
import { engineBoardsMessages as m } from '#messages/engine/boards.ts'
import type { BoardPlace, FigureItem } from './board.ts'
import type { FigureSource } from './figure-source.ts'

/** A board to begin with, to be changed like any other. */
export interface BoardTemplate {
  readonly title: string
  /** What it is for, in a sentence or two. */
  readonly description: string
  readonly figures: readonly Pick<FigureItem, 'place' | 'source' | 'title' | 'label'>[]
}

type Source<Of extends FigureSource['of']> = Extract<FigureSource, { readonly of: Of }>

const overview = (figure: string): FigureSource => ({ of: 'population', panel: 'overview', params: {}, figure })
/** @param choice `all` for every series, also where none departs from what is usual */
const signals = (figure: string, choice?: 'all'): FigureSource => ({
  of: 'population',
  panel: 'signals',
  params: {},
  figure,
  ...(choice === undefined ? {} : { choice })
})
const cost = (figure: string): FigureSource => ({ of: 'population', panel: 'cost', params: {}, figure })
const use = (figure: string): FigureSource => ({ of: 'population', panel: 'use', params: {}, figure })
const quality = (figure: string): FigureSource => ({ of: 'population', panel: 'quality', params: {}, figure })
const scorecard = (figure: string): Source<'measures'> => ({ of: 'measures', panel: 'scorecard', params: {}, figure })
const registry = (id: string, figure: string): FigureSource => ({
  of: 'population',
  panel: 'registry',
  params: { id },
  figure
})

/** Heights in rows of the grid. */
const KEY_HEIGHT = 2
const CHART_HEIGHT = 5

/**
 * Places figures in rows, from left to right: key figures in a row of four, then charts.
 * @param rows of figures, each with the columns that it takes
 */
function inRows(
  rows: readonly (readonly (readonly [columns: number, source: FigureSource, title?: string])[])[]
): BoardTemplate['figures'] {
  let y = 0
  return rows.flatMap((row) => {
    const height = row.every(([, { figure }]) => figure.startsWith('key:')) ? KEY_HEIGHT : CHART_HEIGHT
    let x = 0
    const placed = row.map(([width, source, title]) => {
      const place: BoardPlace = { x, y, width, height }
      x += width
      if (title === undefined) return { place, source }
      // The data say what a key figure is called, in the words of their registries and claims.
      return { place, source, ...(source.figure.startsWith('key:') ? { label: title } : { title }) }
    })
    y += height
    return placed
  })
}

/** Boards to begin with, by what people meet about. */
export const boardTemplates: readonly BoardTemplate[] = [
  {
    title: m.qualityMeeting,
    description: m.gapsLeftRatesOfAllMeasures,
    figures: inRows([
      [
        [3, overview('key:people'), common.peopleInView],
        [3, scorecard('key:to-close'), m.gapsToClose],
        [3, scorecard('key:closed'), m.closedGaps],
        [3, scorecard('key:no-data'), m.withoutData]
      ],
      [
        [7, scorecard('gaps')],
        [5, signals('practices')]
      ],
      [[12, signals('signals', 'all')]],
      [[12, scorecard('rates')]]
    ])
  },
  {
    title: m.chronicDisease,
    description: m.prevalenceAndControlOfDiabetes,
    figures: inRows([
      [
        [3, overview('key:people'), common.peopleInView],
        [3, overview('key:with-condition'), m.withAChronicCondition],
        [3, overview('key:diabetes-goal'), m.diabetesAtGoal],
        [3, overview('key:hypertension-goal'), m.hypertensionAtGoal]
      ],
      [
        [6, overview('chronic')],
        [6, registry('diabetes', 'prevalence'), m.diabetesPrevalence]
      ],
      [
        [6, registry('diabetes', 'control:hba1c')],
        [6, registry('hypertension', 'control:blood-pressure')]
      ],
      [
        [6, registry('hyperlipidaemia', 'control:ldl')],
        [6, registry('diabetes', 'comorbidity'), m.diabetesComorbidities]
      ]
    ])
  },
  {
    title: m.costAndUseOfHospitals,
    description: m.costByMonthServiceAndPayer,
    figures: inRows([
      [
        [3, overview('key:people'), common.peopleInView],
        [3, cost('key:paid'), m.paidPerMemberPerMonth],
        [3, cost('key:concentration'), m.costOfTheTop5],
        [3, overview('key:emergency'), m.emergencyVisits]
      ],
      [
        [7, cost('trend'), m.paidByMonth],
        [5, cost('services')]
      ],
      [
        [6, cost('groups')],
        [6, cost('concentration')]
      ],
      [
        [4, use('emergency')],
        [4, use('inpatient')],
        [4, use('readmissions-by-group')]
      ]
    ])
  },
  {
    title: m.dataCheck,
    description: m.whatTheDataHoldBySource,
    figures: inRows([
      [
        [6, quality('types')],
        [6, quality('gaps')]
      ],
      [
        [6, overview('coverage')],
        [6, cost('run-out')]
      ]
    ])
  }
]

/** What the templates call a key figure, for boards that were saved without its name; `undefined` for one that none of them has. */
export function templateLabel(source: FigureSource): string | undefined {
  const isSame = (other: FigureSource): boolean =>
    other.of === source.of && other.figure === source.figure && panelOf(other) === panelOf(source)
  const figures = boardTemplates.flatMap((template) => template.figures)
  return figures.find((figure) => figure.label !== undefined && isSame(figure.source))?.label
}

function panelOf(source: FigureSource): string | undefined {
  return 'panel' in source ? source.panel : undefined
}
