import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of services/roles. */
export const servicesRolesMessages = catalog({
  rolesAreAssignedByYourOrganization: (isPolicy: boolean) =>
    `Roles are assigned ${isPolicy ? 'by your organization' : 'on this computer'}, and this account has none. Ask an admin for a role.`,
  thePolicyRolesOfYourOrganization:
    'The policy Roles of your organization cannot be read, so nobody has a role. Ask your IT department to correct it.',
  peopleOutOfScope: 'people out of scope',
  yourRoleIsKnownWhenThe: 'Your role is known when the data are unlocked. Unlock with the passphrase first.',
  thisAccountHasNoRole: 'This account has no role.',
  yourRoleDoesNotIncludeAsk: (first: Text, right: Text) =>
    `Your role, ${first}, does not include ${right}. Ask an admin of Populus if you need it.`,
  yourRolesDoNotIncludeAsk: (list: Text, right: Text) =>
    `Your roles, ${list}, do not include ${right}. Ask an admin of Populus if you need it.`,
  storedResultsAreAboutEverybodyAnd:
    'Stored results are about everybody, and your role shows only some of the people. They are calculated again for these people.',
  theColumnsOfSavedDataAre:
    'The columns of saved data are about everybody, and your role shows some of the people only. The saved data are unchanged.',
  signedResultsAreAboutEverybody:
    'Signed results are about everybody, and your role shows some of the people only. Ask somebody whose role shows all of them.',
  whichRecordsAreOfOnePerson:
    'Which records are of one person is decided for everybody, and your role shows some of the people only. Ask somebody whose role shows all of them.',
  theWorklistOfOtherDataIs:
    'The worklist of other data is about everybody, and your role shows some of the people only. Have somebody carry it on whose role shows all of them.',
  rolesAreSealedSaveDataOr: 'Roles are sealed. Save data or unlock first, then assign roles.',
  theRolesThatWereAssignedOn:
    'The roles that were assigned on this computer were changed, replaced or removed outside Populus. Data are closed to everybody until the file roles.sealed of the data folder is put back from a backup.',
  yourOrganizationAssignsRolesByPolicy: 'Your organization assigns roles by policy. They cannot be changed here.',
  youWouldNoLongerBeAn:
    'You would no longer be an admin, and nobody could change this back. Give your own account the role admin, and save again.',
  thisAccountMayNotReadTheDataFolder:
    'This account may not read the data folder, so it has no role there. Use the account that owns it, or a data folder of your own.'
})
