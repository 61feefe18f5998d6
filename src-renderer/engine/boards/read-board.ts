import { engineMessages as m } from '#messages/engine.ts'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { CohortDefinition } from '../cohorts/definition/cohort-definition.ts'
import type { SavedCohort } from '../cohorts/definition/walk-definition.ts'
import { gapStatuses } from '../measures/results/gap-status.ts'
import { nextVisits, worklistColumnNames, worklistGroupings } from '../measures/results/worklist-result.ts'
import { forecastSubjects } from '../population/panels/results/forecast-result.ts'
import { BOARD_FORMAT, MAX_BENCHMARK_SETS, type Board } from './board.ts'
import { contrastOnWhite, MIN_CONTRAST } from './brand-contrast.ts'

const MAX_ITEMS = 60
const MAX_LOGO_CHARACTERS = 140_000

const text = (length: number) => v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(length))
const Filter = v.strictObject({
  dimension: text(200),
  values: v.pipe(v.array(v.pipe(v.string(), v.maxLength(500))), v.maxLength(500)),
  exclude: v.optional(v.boolean())
})
const Day = v.pipe(v.number(), v.integer(), v.minValue(-40_000), v.maxValue(100_000))
const Cell = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000))
const chosen = { figure: text(200), choice: v.optional(v.pipe(v.string(), v.maxLength(200))) }
const Stays = v.strictObject({ allAges: v.boolean(), observation: v.boolean() })
const Basis = v.picklist(['paid', 'allowed', 'member'])
const nothing = v.strictObject({})
const list = { limit: v.literal(0), revealed: v.literal(false) }

function population<const N extends string, P extends v.GenericSchema>(panel: N, params: P) {
  return v.strictObject({ of: v.literal('population'), panel: v.literal(panel), params, ...chosen })
}
function measures<const N extends string, P extends v.GenericSchema>(panel: N, params: P) {
  return v.strictObject({ of: v.literal('measures'), panel: v.literal(panel), params, ...chosen })
}
function risk<const N extends string, P extends v.GenericSchema>(panel: N, params: P) {
  return v.strictObject({ of: v.literal('risk'), panel: v.literal(panel), params, ...chosen })
}

const Test = v.union([
  v.strictObject({
    column: text(100),
    in: v.pipe(v.array(v.pipe(v.string(), v.maxLength(500))), v.maxLength(2000)),
    exclude: v.optional(v.boolean())
  }),
  v.strictObject({ column: text(100), from: v.optional(v.number()), to: v.optional(v.number()) })
])

const Comparison = v.strictObject({
  key: text(300),
  dimension: text(100),
  reference: v.optional(text(200)),
  group: v.optional(text(200))
})

const DaysAhead = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(3660))
const View = v.strictObject({
  rates: v.pipe(v.array(text(300)), v.maxLength(500)),
  statuses: v.array(v.picklist(gapStatuses)),
  owners: v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.maxLength(500)),
  nextVisit: v.picklist(nextVisits),
  actWithin: v.optional(DaysAhead),
  followUpWithin: v.optional(DaysAhead),
  groupBy: v.optional(v.picklist(worklistGroupings)),
  sort: v.strictObject({ column: v.picklist(worklistColumnNames), descending: v.boolean() })
})

const Source = v.union([
  population('overview', nothing),
  population('signals', nothing),
  population('registry', v.strictObject({ id: text(100) })),
  population('controlChart', v.strictObject({ id: text(100), control: text(100) })),
  population('cost', v.strictObject({ basis: v.optional(Basis), stays: v.optional(Stays) })),
  population('use', v.strictObject({ stays: v.optional(Stays) })),
  population('equity', Comparison),
  population('forecast', v.strictObject({ subject: v.optional(v.picklist(forecastSubjects)) })),
  population('quality', nothing),
  measures('scorecard', v.strictObject({ table: v.optional(text(200)), everybody: v.optional(v.boolean()) })),
  measures(
    'measure',
    v.strictObject({ key: text(300), table: v.optional(text(200)), everybody: v.optional(v.boolean()) })
  ),
  measures('equity', Comparison),
  risk('summary', nothing),
  risk('lists', v.strictObject({ window: v.picklist([30, 90]), ...list })),
  risk('hcc', v.strictObject({ model: text(100), year: v.picklist(['before', 'now']), ...list })),
  v.strictObject({
    of: v.literal('sql'),
    statement: text(20_000),
    values: v.record(v.pipe(v.string(), v.maxLength(100)), v.pipe(v.string(), v.maxLength(500))),
    figure: v.picklist(['rows', 'chart'])
  }),
  v.strictObject({ of: v.literal('worklist'), view: View, figure: v.picklist(['measures', 'list']) }),
  v.strictObject({ of: v.literal('cohort'), cohort: text(36), figure: v.literal('funnel') }),
  v.strictObject({
    of: v.literal('rows'),
    selector: v.strictObject({
      table: text(100),
      asOf: Day,
      filters: v.pipe(v.array(Filter), v.maxLength(50)),
      where: v.pipe(v.array(Test), v.maxLength(50))
    }),
    figure: v.literal('rows')
  })
])

const base = {
  id: v.pipe(v.string(), v.regex(/^[a-z0-9]{1,36}$/)),
  place: v.strictObject({
    x: v.pipe(Cell, v.maxValue(11)),
    y: Cell,
    width: v.pipe(Cell, v.minValue(1), v.maxValue(12)),
    height: v.pipe(Cell, v.minValue(1), v.maxValue(12))
  }),
  title: v.optional(text(200)),
  pageBreak: v.optional(v.boolean())
}

const Item = v.variant('kind', [
  v.strictObject({
    kind: v.literal('figure'),
    ...base,
    source: Source,
    show: v.picklist(['chart', 'table']),
    label: v.optional(text(200)),
    note: v.optional(text(2000)),
    goal: v.optional(v.strictObject({ label: text(100), value: v.pipe(v.number(), v.finite()) }))
  }),
  v.strictObject({ kind: v.literal('text'), ...base, text: v.pipe(v.string(), v.maxLength(5000)) })
])

const BoardFile = v.strictObject({
  format: v.literal(BOARD_FORMAT),
  id: v.pipe(v.string(), v.regex(/^[a-z0-9]{1,36}$/)),
  title: text(100),
  description: v.optional(text(500)),
  asOf: v.variant('rule', [
    v.strictObject({ rule: v.literal('latest') }),
    v.strictObject({ rule: v.literal('fixed'), day: Day })
  ]),
  filters: v.pipe(v.array(Filter), v.maxLength(50)),
  items: v.pipe(v.array(Item), v.maxLength(MAX_ITEMS)),
  events: v.pipe(
    v.array(
      v.strictObject({
        id: v.pipe(v.string(), v.regex(/^[a-z0-9]{1,36}$/)),
        at: Day,
        kind: v.picklist(['event', 'target', 'note']),
        text: text(200)
      })
    ),
    v.maxLength(100)
  ),
  benchmarks: v.pipe(
    v.array(
      v.strictObject({
        title: text(100),
        values: v.pipe(
          v.array(v.strictObject({ figure: text(400), value: v.pipe(v.number(), v.finite()) })),
          v.maxLength(1000)
        )
      })
    ),
    v.maxLength(MAX_BENCHMARK_SETS)
  ),
  brand: v.optional(
    v.strictObject({
      name: v.pipe(v.string(), v.trim(), v.maxLength(100)),
      color: v.pipe(
        v.string(),
        v.regex(/^#[0-9a-f]{6}$/),
        v.check((color) => contrastOnWhite(color) >= MIN_CONTRAST)
      ),
      logo: v.optional(
        v.pipe(v.string(), v.maxLength(MAX_LOGO_CHARACTERS), v.regex(/^data:image\/(png|jpeg);base64,[A-Za-z0-9+/=]+$/))
      )
    })
  )
})

/** A board with the definitions of its cohorts, as a file has them. */
const FileWithCohorts = v.strictObject({
  ...BoardFile.entries,
  cohorts: v.optional(v.pipe(v.array(v.strictObject({ id: text(36), definition: CohortDefinition })), v.maxLength(200)))
})

/** A board of a file, and the cohorts that came with it. */
export interface ReadBoard {
  readonly board: Board
  readonly cohorts: readonly SavedCohort[]
}

/**
 * Reads a board with its cohorts.
 * @param content JSON
 * @throws AppError `invalid-input`, which names the first part that does not fit
 */
export function readBoard(content: string): ReadBoard {
  let value: unknown
  try {
    value = JSON.parse(content)
  } catch (cause) {
    throw new AppError('invalid-input', m.theFileIsNoJSONChoose, { cause })
  }
  const parsed = v.safeParse(FileWithCohorts, value)
  if (parsed.success) {
    const { cohorts = [], ...board } = parsed.output
    return { board: board as Board, cohorts }
  }
  const path = v.getDotPath(parsed.issues[0])
  const place = path === null ? '' : m.theFirstProblemIsAt(path)
  throw new AppError('invalid-input', m.theFileIsNoBoardOf(place))
}

/** Reads a board alone. @throws AppError `invalid-input` */
export function parseBoard(content: string): Board {
  return readBoard(content).board
}
