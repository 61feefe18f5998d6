import { catalog } from '../../catalog.ts'

/** Texts of shared/rights. */
export const sharedRightsMessages = catalog({
  figuresAboutGroupsOfPeople: 'figures about groups of people',
  listsAndRecordsOfPeople: 'lists and records of people',
  namesAndRecordNumbers: 'names and record numbers',
  workOnCareGaps: 'work on care gaps',
  sqlAndViewsOfYourOwn: 'SQL and views of your own',
  exportsOfFigures: 'exports of figures',
  exportsAboutSinglePeople: 'exports about single people',
  exportsWithNamesOrRecordNumbers: 'exports with names or record numbers',
  loadingAndSavingData: 'loading and saving data',
  exportsFromServers: 'exports from servers',
  changesOfMeasuresRegistriesAndTargets: 'changes of measures, registries and targets',
  theApprovalOfDefinitions: 'the approval of definitions',
  changesOfSavedSnapshots: 'changes of saved snapshots',
  changesOfConnectionsAndSchedules: 'changes of connections and schedules',
  settingsOfSecurityAndRetention: 'settings of security and retention',
  theAssignmentOfRoles: 'the assignment of roles',
  theAuditLog: 'the audit log',
  restrictedRecords: 'Restricted records'
})
