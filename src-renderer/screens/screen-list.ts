import { commonMessages as common } from '#messages/common.ts'
import { screensMessages as m } from '#messages/screens.ts'
import type { Component } from 'svelte'
import type { ScreenName } from '../state/navigation/route.ts'

/** A screen with a folder of its own. */
export interface ScreenEntry {
  /** The screen of the route that it draws; it reads the route's parameters itself. */
  readonly screen: Exclude<ScreenName, 'start' | 'quality' | 'snapshots' | 'settings'>
  readonly title: string
  /** The question it answers. */
  readonly question: string
  /** Fetches its code: the first screen does not wait for that of the others. */
  readonly load: () => Promise<{ readonly default: Component }>
  /** It can be opened before any data are loaded. */
  readonly withoutData?: true
}

/** Every screen with a folder of its own. What else a new one touches is in docs/add-something.md. */
export const screens: readonly ScreenEntry[] = [
  {
    screen: 'overview',
    title: common.overview,
    question: m.whatChangedAndWhatNeedsA,
    load: () => import('./overview/Overview.svelte')
  },
  {
    screen: 'registry',
    title: common.registry,
    question: m.howManyPeopleHaveItAnd,
    load: () => import('./registry/Registry.svelte')
  },
  {
    screen: 'cost',
    title: common.costAndUse,
    question: m.whatDoesCareCostAndWhich,
    load: () => import('./cost/Cost.svelte')
  },
  {
    screen: 'risk',
    title: common.risk,
    question: m.whoIsAtRiskAndBy,
    load: () => import('./risk/Risk.svelte')
  },
  {
    screen: 'patients',
    title: common.patients,
    question: m.whoAreThePeopleInView,
    load: () => import('./patients/Patients.svelte')
  },
  {
    screen: 'patient',
    title: m.patient,
    question: m.whatIsOpenForThisPerson,
    load: () => import('./patients/PatientPage.svelte')
  },
  {
    screen: 'cohorts',
    title: common.cohorts,
    question: m.whoMeetsMyCriteria,
    load: () => import('./cohorts/Cohorts.svelte')
  },
  {
    screen: 'boards',
    title: common.boards,
    question: m.whatDoILookAtTogether,
    load: () => import('./boards/Boards.svelte')
  },
  {
    screen: 'explore',
    title: common.explore,
    question: m.whatAboutMyOwnQuestion,
    load: () => import('./explore/Explore.svelte')
  },
  {
    screen: 'views',
    title: common.views,
    question: m.whichFlatTableDoIWant,
    load: () => import('./views/Views.svelte')
  },
  { screen: 'sql', title: common.sql, question: m.whatDoTheTablesSay, load: () => import('./sql/Sql.svelte') },
  {
    screen: 'connections',
    title: common.connections,
    question: m.whereDoTheDataComeFrom,
    load: () => import('./connections/Connections.svelte'),
    withoutData: true
  },
  {
    screen: 'sources',
    title: common.sources,
    question: m.whereDoTheseDataComeFrom,
    load: () => import('./sources/Sources.svelte'),
    withoutData: true
  },
  {
    screen: 'measures',
    title: common.qualityMeasures,
    question: m.howFarIsEachMeasureFrom,
    load: () => import('./measures/Measures.svelte')
  },
  {
    screen: 'measure',
    title: common.measure,
    question: m.whoMeetsItWhoDoesNot,
    load: () => import('./measures/measure/MeasurePage.svelte')
  },
  {
    screen: 'gaps',
    title: common.careGaps,
    question: m.whoNeedsWhatByWhenAnd,
    load: () => import('./worklist/Worklist.svelte')
  },
  {
    screen: 'content',
    title: common.measureContent,
    question: m.whichMeasuresAreInstalledAndCan,
    load: () => import('./content/Content.svelte'),
    withoutData: true
  },
  {
    screen: 'cql',
    title: common.cqlEditor,
    question: m.howWouldTheResultsChangeIf,
    load: () => import('./cql/Cql.svelte'),
    withoutData: true
  },
  {
    screen: 'sharing',
    title: common.sharing,
    question: m.whatMayLeaveAndHowDo,
    load: () => import('./sharing/Sharing.svelte')
  },
  {
    screen: 'audit',
    title: common.auditLog,
    question: m.whoDidWhatWhenAndWhy,
    load: () => import('./audit/Audit.svelte'),
    withoutData: true
  }
]
