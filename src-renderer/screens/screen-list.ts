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
    load: () => import('./overview/OverviewScreen.svelte')
  },
  {
    screen: 'registry',
    title: common.registry,
    question: m.howManyPeopleHaveItAnd,
    load: () => import('./registry/RegistryScreen.svelte')
  },
  {
    screen: 'cost',
    title: common.costAndUse,
    question: m.whatDoesCareCostAndWhich,
    load: () => import('./cost/CostScreen.svelte')
  },
  {
    screen: 'risk',
    title: common.risk,
    question: m.whoIsAtRiskAndBy,
    load: () => import('./risk/RiskScreen.svelte')
  },
  {
    screen: 'patients',
    title: common.patients,
    question: m.whoAreThePeopleInView,
    load: () => import('./patients/PatientsScreen.svelte')
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
    load: () => import('./cohorts/CohortsScreen.svelte')
  },
  {
    screen: 'boards',
    title: common.boards,
    question: m.whatDoILookAtTogether,
    load: () => import('./boards/BoardsScreen.svelte')
  },
  {
    screen: 'explore',
    title: common.explore,
    question: m.whatAboutMyOwnQuestion,
    load: () => import('./explore/ExploreScreen.svelte')
  },
  {
    screen: 'views',
    title: common.views,
    question: m.whichFlatTableDoIWant,
    load: () => import('./views/ViewsScreen.svelte')
  },
  { screen: 'sql', title: common.sql, question: m.whatDoTheTablesSay, load: () => import('./sql/SqlScreen.svelte') },
  {
    screen: 'connections',
    title: common.connections,
    question: m.whereDoTheDataComeFrom,
    load: () => import('./connections/ConnectionsScreen.svelte'),
    withoutData: true
  },
  {
    screen: 'sources',
    title: common.sources,
    question: m.whereDoTheseDataComeFrom,
    load: () => import('./sources/SourcesScreen.svelte'),
    withoutData: true
  },
  {
    screen: 'measures',
    title: common.qualityMeasures,
    question: m.howFarIsEachMeasureFrom,
    load: () => import('./measures/MeasuresScreen.svelte')
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
    load: () => import('./worklist/WorklistScreen.svelte')
  },
  {
    screen: 'content',
    title: common.measureContent,
    question: m.whichMeasuresAreInstalledAndCan,
    load: () => import('./content/ContentScreen.svelte'),
    withoutData: true
  },
  {
    screen: 'cql',
    title: common.cqlEditor,
    question: m.howWouldTheResultsChangeIf,
    load: () => import('./cql/CqlScreen.svelte'),
    withoutData: true
  },
  {
    screen: 'sharing',
    title: common.sharing,
    question: m.whatMayLeaveAndHowDo,
    load: () => import('./sharing/SharingScreen.svelte')
  },
  {
    screen: 'audit',
    title: common.auditLog,
    question: m.whoDidWhatWhenAndWhy,
    load: () => import('./audit/AuditScreen.svelte'),
    withoutData: true
  }
]
