import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of services/definitions. */
export const servicesDefinitionsMessages = catalog({
  thisVersionIsAndCannotBecome: (definitionStateNames: Text, definitionStateNames2: Text) =>
    `This version is ${definitionStateNames} and cannot become ${definitionStateNames2}. Nothing was changed.`,
  yourOrganizationAsksForTwoPersons:
    'Your organization requires two people: the author of a version, or the person who put it into review, cannot approve it. Nothing was changed. Ask a colleague who may approve.',
  theJournalOfDefinitionsWasChanged:
    'The journal of definitions was changed or replaced outside Populus. Nothing was added. Put it back from a backup.',
  whatIsDecidedAboutDefinitionsIs:
    'What is decided about definitions is sealed. Save data first, or unlock with the passphrase.',
  thisVersionOfTheDefinitionIs: 'This version of the definition is not in use any more. List them again.',
  yourOrganizationAllowsOnlyWhatRests:
    'Your organization allows only what rests on approved definitions to leave Populus, and it is not known what this rests on. Nothing left.',
  yourOrganizationAllowsOnlyWhatRestsOn: (isLocked: boolean) =>
    `Your organization allows only what rests on approved definitions to leave Populus, and the journal of definitions is ${isLocked ? 'locked. Nothing left. Unlock with the passphrase first.' : 'damaged. Nothing left. Put it back from a backup.'}`,
  andMissingMore: (missing: Text) => ` and ${missing} more`,
  yourOrganizationAllowsOnlyWhatRestsOnApproved: (
    definitionKindNames: Text,
    name: Text,
    definitionStateNames: Text,
    others: Text
  ) =>
    `Your organization allows only what rests on approved definitions to leave Populus. Nothing left: the ${definitionKindNames} "${name}" ${definitionStateNames}${others}. Have it approved under Measure content, Definitions.`,
  isNotInTheRegistryIn: 'is not in the registry in this version',
  isDefinitionStateNames: (definitionStateNames: Text) => `is ${definitionStateNames}`,
  thePackIsDamagedSoIts: (title: Text) =>
    `The pack "${title}" is damaged, so its definitions are not known. Remove it and import it again.`,
  populusWithCodesOf: (names: Text) => `Populus, with codes of ${names}`,
  theBoardHasAnotherHash: (path: Text) =>
    `The file of the board has another SHA-256 than the policy names: ${path}. It is not used; compare the file with the one that was approved.`,
  theBoardNamesCohorts: (path: Text) =>
    `The board needs cohorts, which a policy cannot give to everybody: ${path}. It is not used; take the cohorts out of it, or hand out the file.`,
  theFileIsNoBoard: (path: Text, reason: Text) => `The file of the policy Boards cannot be used: ${path}. ${reason}`,
  theBoardCannotBeRead: (path: Text) =>
    `The file of the board cannot be read: ${path}. It is not used; check that the file is there and that users may read it.`,
  models: 'Models',
  policyBoards: 'the policy Boards',
  theTableOfRisk: (name: Text) => `the table of risk “${name}”`,
  changingTheBoard: 'changing a board of your organization',
  aWithoutATitle: (kind: Text) => `A ${kind} without a title`,
  theBoardOfTheOrganization: 'the board'
})
