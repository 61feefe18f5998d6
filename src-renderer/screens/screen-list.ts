import type { Component } from 'svelte'
import type { ScreenName } from '../state/navigation/route.ts'

/** A screen with a folder of its own. */
export interface Dashboard {
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

/** Every dashboard. To add one: a folder here, a line below, and its route. */
export const dashboards: readonly Dashboard[] = [
  {
    screen: 'overview',
    title: 'Overview',
    question: 'What changed, and what needs a decision?',
    load: () => import('./overview/Overview.svelte')
  },
  {
    screen: 'registry',
    title: 'Registry',
    question: 'How many people have it, and is it controlled?',
    load: () => import('./registry/Registry.svelte')
  },
  {
    screen: 'cost',
    title: 'Cost and use',
    question: 'What does care cost, and which care is used?',
    load: () => import('./cost/Cost.svelte')
  },
  {
    screen: 'risk',
    title: 'Risk',
    question: 'Who is at risk, and by which definition?',
    load: () => import('./risk/Risk.svelte')
  },
  {
    screen: 'patients',
    title: 'Patients',
    question: 'Who are the people in view?',
    load: () => import('./patients/Patients.svelte')
  },
  {
    screen: 'patient',
    title: 'Patient',
    question: 'What is open for this person, and what happened?',
    load: () => import('./patients/PatientPage.svelte')
  },
  {
    screen: 'cohorts',
    title: 'Cohorts',
    question: 'Who meets my criteria?',
    load: () => import('./cohorts/Cohorts.svelte')
  },
  {
    screen: 'boards',
    title: 'Boards',
    question: 'What do I look at together?',
    load: () => import('./boards/Boards.svelte')
  },
  {
    screen: 'explore',
    title: 'Explore',
    question: 'What about my own question?',
    load: () => import('./explore/Explore.svelte')
  },
  {
    screen: 'views',
    title: 'Views',
    question: 'Which flat table do I want?',
    load: () => import('./views/Views.svelte')
  },
  { screen: 'sql', title: 'SQL', question: 'What do the tables say?', load: () => import('./sql/Sql.svelte') },
  {
    screen: 'connections',
    title: 'Connections',
    question: 'Where do the data come from, and is the next load safe?',
    load: () => import('./connections/Connections.svelte'),
    withoutData: true
  },
  {
    screen: 'sources',
    title: 'Sources',
    question: 'Where do these data come from, and which records are of one person?',
    load: () => import('./sources/Sources.svelte'),
    withoutData: true
  },
  {
    screen: 'measures',
    title: 'Quality measures',
    question: 'How far is each measure from its target and its next star?',
    load: () => import('./measures/Measures.svelte')
  },
  {
    screen: 'measure',
    title: 'Measure',
    question: 'Who meets it, who does not, and how does that change?',
    load: () => import('./measures/measure/MeasurePage.svelte')
  },
  {
    screen: 'gaps',
    title: 'Care gaps',
    question: 'Who needs what, by when, and why?',
    load: () => import('./worklist/Worklist.svelte')
  },
  {
    screen: 'content',
    title: 'Measure content',
    question: 'Which measures are installed, and can they run?',
    load: () => import('./content/Content.svelte'),
    withoutData: true
  },
  {
    screen: 'cql',
    title: 'CQL editor',
    question: 'How would the results change if this measure were defined differently?',
    load: () => import('./cql/Cql.svelte'),
    withoutData: true
  },
  {
    screen: 'sharing',
    title: 'Sharing',
    question: 'What may leave, and how do others compare?',
    load: () => import('./sharing/Sharing.svelte')
  },
  {
    screen: 'audit',
    title: 'Audit log',
    question: 'Who did what, when and why, and is the record intact?',
    load: () => import('./audit/Audit.svelte'),
    withoutData: true
  }
]
