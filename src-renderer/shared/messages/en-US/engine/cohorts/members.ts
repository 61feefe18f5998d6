import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of engine/cohorts/members. */
export const engineCohortsMembersMessages = catalog({
  titleAndTitle: (title: Text, title2: Text) => `${title} and ${title2}`,
  idOfTheCohort: 'Id of the cohort.',
  nameOfTheCohort: 'Name of the cohort.',
  peopleInItOnTheAs: 'People in it on the as-of date.',
  peopleOfWhomTheDataCannot: 'People whose membership the data cannot determine.',
  itsDefinitionAsJSONListsOf: 'Its definition as JSON; lists of people are left out.',
  idOfThePerson: 'Id of the person.',
  dayOfTheEventByWhich: 'Day of the event by which the person entered, where the cohort has one.',
  theSavedCohorts: 'The saved cohorts.',
  whoIsInWhichSavedCohort: 'Who is in which saved cohort on the as-of date.',
  theMeasureHasNoResultsYet: 'the measure has no results yet',
  thisCohortIsGoneChooseAnother: 'This cohort is gone. Choose another one.',
  theCohortUsesChangeOrDelete: (title: Text, title2: Text) =>
    `The cohort “${title}” uses “${title2}”. Change or delete that one first.`,
  cohortTitle: (title: Text) => `Cohort ${title}`,
  outside: 'Outside',
  inside: 'Inside',
  theMeasureHasNoResultsFor: 'the measure has no results for a period that has begun; run it first',
  theMeasureHasNoSuchRate: 'the measure has no such rate',
  theMeasureHasNoPopulationOf: 'the measure has no population of the kind'
})
