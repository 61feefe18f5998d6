import { catalog } from '../catalog.ts'
import type { Text } from '../message.ts'
import { counted, plural } from '../plural.ts'

/** Texts of bulk. */
export const bulkMessages = catalog({
  theJournalOfThisExportWas:
    'The journal of this export was changed by something other than Populus: lines are missing, repeated or out of order. The files that are stored are still there; the export counts as incomplete. Export again, or restore the data folder from a backup.',
  resourcesOfDoNotFitThe: (strangers: number, type: Text) =>
    `${counted(strangers, 'resource', 'resources')} of ${type} ${plural(strangers, 'does', 'do')} not fit the filter. The server seems to ignore it, and sent more than was asked for.`,
  whetherTheServerKeptToThe: (type: Text) => `Whether the server kept to the filter for ${type} cannot be checked here.`
})
