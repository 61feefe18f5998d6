import { catalog } from '../../../catalog.ts'
import type { Text } from '../../../message.ts'

/** Texts of screens/settings about roles. */
export const screensSettingsRolesMessages = catalog({
  rolesWereRemovedEveryAccountHas: 'Roles were removed: every account has every right',
  rolesWereAssigned: 'Roles were assigned',
  assignRoles: 'Assign roles',
  anAccountWithoutARowOpens:
    'An account without a row opens nothing. Two rows of one account give it both roles. The change takes effect at once and is recorded in the audit log.',
  account: 'Account',
  accountOfTheOperatingSystem: 'Account of the operating system',
  role: 'Role',
  removeTheRowOf: (account: Text) => `Remove the row of ${account}`,
  noAccount: 'no account',
  onlyPayers: 'Only payers',
  allOrNamesSeparatedBy: 'All; or names, separated by ;',
  onlyPractices: 'Only practices',
  allOrNamesOrIds: 'All; or names or ids',
  onlyRegistries: 'Only registries',
  allOrIdsSuchAsDiabetes: 'All; or ids such as diabetes',
  addARow: 'Add a row',
  seesNoPeopleAndNoFigures: 'Sees no people and no figures.',
  seesFiguresAboutGroupsOfPeople: 'Sees figures about groups of people alone.',
  seesListsAndRecordsWithMasked: 'Sees lists and records with masked identifiers.',
  seesListsAndRecordsAndNames: 'Sees lists and records, and names for a reason that is recorded.',
  whatEachRoleReaches: 'What each role reaches',
  screensFollowFromTheRightsOf:
    'Screens follow from the rights of a role, resource types from what its screens read, and scopes and tables from the types.',
  peopleTextsRightsRights: (peopleTexts: Text, rights: Text) => `${peopleTexts} Rights: ${rights}.`,
  screensTitles: (titles: Text) => `Screens: ${titles}.`,
  noResourceType: 'No resource type.',
  resourceType: 'Resource type',
  scope: 'Scope',
  tables: 'Tables',
  rolesAreSealedSaveDataFirst: 'Roles are sealed: save data first, or unlock.',
  noRolesAreAssignedSoWhoever: 'No roles are assigned, so whoever opens this installation has every right.',
  rolesAreAssignedOnThisComputer: 'Roles are assigned on this computer. Yours is known when the data are unlocked.',
  thisAccountHasNoRole: 'This account has no role.',
  isAssignedByYourOrganizationIncluded: (account: Text, names: Text, isPolicy: boolean, included: Text) =>
    `${account} is ${names}, assigned ${isPolicy ? 'by your organization' : 'on this computer'}. Included: ${included}.`,
  whoSeesWhom: 'Who sees whom',
  yourRole: 'Your role',
  whomYouSee: 'Whom you see',
  peopleOfEverybodyElseIsLeft: (scopes: Text) =>
    `People of ${scopes}. Everybody else is left out before any figure, list, SQL table or export is made.`,
  or: ', or ',
  setByYourOrganizationRolesCan: 'Set by your organization. Roles can be changed in its policy only.',
  givesEachAccountOfThisComputer:
    'Gives each account of this computer that uses this data folder a role, and limits whom it sees.',
  assignRolesEllipsis: 'Assign roles…',
  screensResourceTypesFHIRScopesAnd:
    'Screens, resource types, FHIR scopes and tables of each role, made from what the screens read.',
  show: 'Show…'
})
