import { catalog } from '../catalog.ts'
import type { Text } from '../message.ts'

/** Texts of screens. */
export const screensMessages = catalog({
  registerAKey: 'Register a key',
  withTheSampleServer: 'with the sample server',
  load: 'Load',
  intoTables: 'into tables',
  howDoDataComeFromA: 'How do data come from a FHIR server into Populus? The same steps as with a real one.',
  stepsOfTheSample: 'Steps of the sample',
  startingTheServerInsidePopulus: 'Starting the server inside Populus',
  nothingLeavesThisComputerTheServer: (samplePatients: Text) =>
    `${samplePatients}. Nothing leaves this computer: the server listens on 127.0.0.1 and ends with Populus.`,
  whatChangedAndWhatNeedsA: 'What changed, and what needs a decision?',
  howManyPeopleHaveItAnd: 'How many people have it, and is it controlled?',
  whatDoesCareCostAndWhich: 'What does care cost, and which care is used?',
  whoIsAtRiskAndBy: 'Who is at risk, and by which definition?',
  whoAreThePeopleInView: 'Who are the people in view?',
  patient: 'Patient',
  whatIsOpenForThisPerson: 'What is open for this person, and what happened?',
  whoMeetsMyCriteria: 'Who meets my criteria?',
  whatDoILookAtTogether: 'What do I look at together?',
  whatAboutMyOwnQuestion: 'What about my own question?',
  whichFlatTableDoIWant: 'Which flat table do I want?',
  whatDoTheTablesSay: 'What do the tables say?',
  whereDoTheDataComeFrom: 'Where do the data come from, and is the next load safe?',
  whereDoTheseDataComeFrom: 'Where do these data come from, and which records are of one person?',
  howFarIsEachMeasureFrom: 'How far is each measure from its target and its next star?',
  whoMeetsItWhoDoesNot: 'Who meets it, who does not, and how does that change?',
  whoNeedsWhatByWhenAnd: 'Who needs what, by when, and why?',
  whichMeasuresAreInstalledAndCan: 'Which measures are installed, and can they run?',
  howWouldTheResultsChangeIf: 'How would the results change if this measure were defined differently?',
  whatMayLeaveAndHowDo: 'What may leave, and how do others compare?',
  whoDidWhatWhenAndWhy: 'Who did what, when and why, and is the record intact?'
})
