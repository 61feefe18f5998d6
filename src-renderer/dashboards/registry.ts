import type { Component } from 'svelte'
import type { ScreenName } from '../state/route.ts'
import Explore from './explore/Explore.svelte'
import Overview from './overview/Overview.svelte'
import PatientPage from './patients/PatientPage.svelte'
import Patients from './patients/Patients.svelte'
import Registry from './registry/Registry.svelte'
import Sql from './sql/Sql.svelte'

/** A screen of figures about the people in view. */
export interface Dashboard {
  /** The screen of the route that it draws; it reads the route's parameters itself. */
  readonly screen: Extract<ScreenName, 'overview' | 'registry' | 'patients' | 'patient' | 'explore' | 'sql'>
  readonly title: string
  /** The question it answers. */
  readonly question: string
  readonly component: Component
}

/** Every dashboard. To add one: a folder here, a line below, and its route. */
export const dashboards: readonly Dashboard[] = [
  {
    screen: 'overview',
    title: 'Overview',
    question: 'Who is in view, and what do the data hold?',
    component: Overview
  },
  {
    screen: 'registry',
    title: 'Registry',
    question: 'How many people have it, and is it controlled?',
    component: Registry
  },
  { screen: 'patients', title: 'Patients', question: 'Who are the people in view?', component: Patients },
  { screen: 'patient', title: 'Patient', question: 'What happened to this person, and when?', component: PatientPage },
  { screen: 'explore', title: 'Explore', question: 'What about my own question?', component: Explore },
  { screen: 'sql', title: 'SQL', question: 'What do the tables say?', component: Sql }
]
