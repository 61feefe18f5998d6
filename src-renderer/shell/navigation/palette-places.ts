import type { Route } from '../../state/navigation/route.ts'
import type { IconName } from '../../ui/primitives/icons.ts'

/** A place or a term that has no command of its own. */
export interface PalettePlace {
  readonly id: string
  readonly title: string
  readonly detail: string
  /** Other words that people look for it by. */
  readonly words: string
  readonly icon: IconName
  readonly group: 'Go to' | 'Do' | 'Terms'
  readonly route: Route
}

const cost: Route = { screen: 'cost', tab: 'summary' }
const claims: Route = { screen: 'cost', tab: 'claims' }
const use: Route = { screen: 'cost', tab: 'use' }
const scorecard: Route = { screen: 'measures', tab: 'scorecard' }
const reports: Route = { screen: 'measures', tab: 'reports' }

function term(id: string, title: string, detail: string, words: string, route: Route): PalettePlace {
  return { id: `term:${id}`, title, detail, words, icon: 'question', group: 'Terms', route }
}

function act(id: string, title: string, words: string, icon: IconName, route: Route): PalettePlace {
  return { id: `act:${id}`, title, detail: 'Recorded in the audit log', words, icon, group: 'Do', route }
}

/** Parts of screens, exports and terms of the field, for the command palette. */
export const palettePlaces: readonly PalettePlace[] = [
  {
    id: 'place:signals',
    title: 'Signals',
    detail: 'Overview',
    words: 'control chart xmr variation',
    icon: 'chart',
    group: 'Go to',
    route: { screen: 'overview', tab: 'signals' }
  },
  {
    id: 'place:checks',
    title: 'Data quality checks',
    detail: 'Data quality',
    words: 'plausibility completeness conformance duplicates validation',
    icon: 'shield',
    group: 'Go to',
    route: { screen: 'quality', tab: 'checks' }
  },
  {
    id: 'place:findings',
    title: 'Load findings',
    detail: 'Data quality',
    words: 'rejected lines errors',
    icon: 'shield',
    group: 'Go to',
    route: { screen: 'quality', tab: 'findings' }
  },
  {
    id: 'place:changes',
    title: 'Changes between snapshots',
    detail: 'Quality measures',
    words: 'compare difference waterfall refresh',
    icon: 'chart',
    group: 'Go to',
    route: { screen: 'measures', tab: 'changes' }
  },
  {
    id: 'place:units',
    title: 'Providers and sites',
    detail: 'Quality measures',
    words: 'provider practice clinician heatmap funnel',
    icon: 'people',
    group: 'Go to',
    route: { screen: 'measures', tab: 'units' }
  },
  {
    id: 'place:use',
    title: 'Use: emergency visits, stays, readmissions',
    detail: 'Cost and use',
    words: 'utilization hospital inpatient',
    icon: 'money',
    group: 'Go to',
    route: use
  },
  {
    id: 'place:forecast',
    title: 'Forecast of visits, stays and cost',
    detail: 'Cost and use',
    words: 'prediction projection trend season next year',
    icon: 'money',
    group: 'Go to',
    route: { screen: 'cost', tab: 'forecast' }
  },
  {
    id: 'place:capacity',
    title: 'Capacity: contacts, hours and staff to reach a rate',
    detail: 'Quality measures',
    words: 'staffing outreach planning slots workload',
    icon: 'people',
    group: 'Go to',
    route: { screen: 'measures', tab: 'capacity' }
  },
  {
    id: 'place:equity',
    title: 'Equity: gaps by race, ethnicity, language, sex and age',
    detail: 'Quality measures',
    words: 'disparity health equity stratification fairness',
    icon: 'people',
    group: 'Go to',
    route: { screen: 'measures', tab: 'equity' }
  },
  {
    id: 'place:hcc',
    title: 'CMS-HCC risk scores and recapture',
    detail: 'Risk',
    words: 'raf hierarchical condition categories risk adjustment v28 v24 suspect',
    icon: 'gauge',
    group: 'Go to',
    route: { screen: 'risk', tab: 'hcc' }
  },
  {
    id: 'place:models',
    title: 'Models of risk: readmission, admission, emergency, high cost',
    detail: 'Risk',
    words: 'predict prediction machine learning train regression trees calibration auc',
    icon: 'gauge',
    group: 'Go to',
    route: { screen: 'risk', tab: 'models' }
  },
  {
    id: 'place:matching',
    title: 'Match people of several sources',
    detail: 'Sources',
    words: 'mpi empi dedupe duplicate merge person linkage review unmerge',
    icon: 'people',
    group: 'Go to',
    route: { screen: 'sources' }
  },
  {
    id: 'place:rising',
    title: 'High cost and rising risk',
    detail: 'Risk',
    words: 'high utilizer top spender stratification care management',
    icon: 'gauge',
    group: 'Go to',
    route: { screen: 'risk', tab: 'lists' }
  },
  {
    id: 'place:code-lists',
    title: 'Value sets and code lists',
    detail: 'Measure content',
    words: 'vsac terminology codes',
    icon: 'document',
    group: 'Go to',
    route: { screen: 'content', tab: 'code-lists' }
  },
  act('reports', 'Export results and reports', 'measurereport deqm qrda workbook xlsx csv fhir', 'export', reports),
  act('print', 'Print a report', 'paper pdf', 'export', reports),
  act('worklist', 'Export care gaps', 'worklist outreach list xlsx csv', 'export', { screen: 'gaps' }),
  act('people', 'Export a list of people', 'patients csv', 'export', { screen: 'patients' }),
  act('tables', 'Export tables', 'parquet arrow csv views sql', 'export', { screen: 'views' }),
  {
    id: 'place:audit',
    title: 'Audit log: who revealed names, what was exported',
    detail: 'Audit log',
    words: 'trail verify anchor tampering',
    icon: 'lock',
    group: 'Go to',
    route: { screen: 'audit' }
  },
  term('pmpm', 'PMPM: paid per member per month', 'What was paid ÷ months of membership', 'cost claims', cost),
  term('member-month', 'Member month', 'One person enrolled for one month', 'enrollment pmpm', cost),
  term(
    'run-out',
    'Claims run-out and completion',
    'Share of a month’s claims that is known',
    'ibnr lag triangle chain ladder',
    claims
  ),
  term(
    'final-action',
    'Final action claims',
    'Without replaced, reversed, duplicate and denied ones',
    'adjustment void denial adjudication',
    claims
  ),
  term('readmission', 'Readmission', 'Another stay within 30 days of a discharge', 'readmitted pcr hospital', use),
  term(
    'ed',
    'Emergency visits per 1,000',
    'Treat-and-release visits per 1,000 member-years or person-years',
    'ed er edu utilization',
    use
  ),
  term('alos', 'Average length of stay', 'Days from admission to discharge', 'alos inpatient', use),
  term('pdc', 'PDC: proportion of days covered', 'Days with medication ÷ days of the period', 'adherence', scorecard),
  term('stars', 'Star rating', 'CMS rating of Medicare plans, 1 to 5', 'cut points medicare advantage', {
    screen: 'measures',
    tab: 'what-if'
  }),
  term('gap', 'Care gap', 'A service that a measure asks for and no record shows', 'unmet', { screen: 'gaps' }),
  term('exclusion', 'Exclusion', 'People whom a measure leaves out of its denominator', 'exception', scorecard),
  term('attribution', 'Attribution', 'Assigning people to a provider or practice', 'pcp panel', {
    screen: 'measures',
    tab: 'units'
  }),
  term('fitness', 'Fitness for use', 'Whether the data support a figure', 'quality score', { screen: 'quality' })
]
