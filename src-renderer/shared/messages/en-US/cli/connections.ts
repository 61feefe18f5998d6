import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'
import { counted } from '../../plural.ts'

/** Texts of cli/connections. */
export const cliConnectionsMessages = catalog({
  thereIsNoConnectionInThis: 'There is no connection in this data folder. Set one up in Populus.',
  thereIsNoSuchConnectionThere: (all: Text) => `There is no such connection. There are: ${all}.`,
  severalConnectionsHaveThisNameGive: 'Several connections have this name. Give the id of one of them.',
  theExportWasStopped: 'The export was stopped.',
  refreshCanceled: (ended: Text, stopped: Text | undefined, waiting: Text) =>
    [
      'Canceled.',
      ended === '' ? 'No connection was refreshed; what was stored before stays.' : `Ended before that: ${ended}.`,
      ...(stopped === undefined
        ? []
        : [`What the export of ${stopped} brought so far is stored, and the next refresh goes on with it.`]),
      ...(waiting === '' ? [] : [`Not begun: ${waiting}.`]),
      'Run the same command again to go on.'
    ].join(' '),
  connectionEnded: (name: Text, state: Text) => `${name} (${state})`,
  nothingChangedSince: (transactionTime: Text) => `, nothing changed since ${transactionTime}`,
  theLastExport: 'the last export',
  exportResourcesRemoved: (kind: Text, resources: number, deleted: Text) =>
    `, ${kind} export, ${counted(resources, 'resource', 'resources')}, ${deleted} removed`,
  thereIsNoSuchKeyIn: 'There is no such key in this data folder. Nothing was revoked.',
  oldSnapshotsWereDeleted: (snapshots: number) =>
    `${counted(snapshots, 'old snapshot was', 'old snapshots were')} deleted, as the settings ask.\n`,
  oldSnapshotsCannotBeDeleted: (why: Text) => `Old snapshots could not be deleted: ${why}\n`,
  refreshingName: (name: Text) => `Refreshing ${name}\n`,
  firstKeyIsMade: (kid: Text, name: Text) => `The key ${kid} of ${name} is made, and signs.\n`,
  keyIsMadeAndWaits: (kid: Text, name: Text) =>
    `The key ${kid} of ${name} is made and waits. The old one still signs.\n`,
  hostThePublicKeySet:
    'Host the public key set, or register it at the server: "populus keys show CONNECTION --jwks" prints it. Once a key that waits is known to the server, run the same command again.\n',
  theHostedKeySetDoesNotShow: (text: Text) =>
    `The hosted key set does not show the new key yet. ${text} Nothing was changed. Host the set and run the same command again, or add --registered where the server knows the key in another way.`,
  addRegisteredOnceTheServer:
    'A new key waits, and no address of a hosted key set is known for this connection. Nothing was changed. Add --registered once the server knows the key.',
  keySignsFromNowOn: (kid: Text, name: Text, days: number) =>
    `The key ${kid} of ${name} signs from now on. The old one stays in the public key set for ${counted(days, 'day', 'days')} and is then withdrawn: host the set once more after that.\n`,
  keysAreMadeForConnectionsThat:
    'Keys are made for connections that sign in with a private key (SMART Backend Services). This one signs in another way.',
  thisConnectionHasNoKeyYet: 'This connection has no key yet. "populus keys rotate" makes one.\n',
  retiredUntil: (day: Text) => `retired, withdrawn on ${day}`,
  keyIsRevoked: (kid: Text, name: Text) =>
    `The key ${kid} of ${name} is revoked. Take it out of the registration at the server, or host the public key set once more.\n`,
  openThisAddressInABrowser: (name: Text, address: Text) =>
    `Open this address in a browser on this computer, and sign in at ${name} within ten minutes:\n${address}\n`,
  signedInAt: (name: Text) => `Signed in at ${name}.\n`,
  theSignInWasStopped: 'The sign-in was stopped.',
  filesAboutConnections: 'files about connections',
  thereIsNoReportOfThisConnection: 'There is no report of this connection yet. Leave --saved out to make one.',
  notMet: 'Not met',
  notObserved: 'Not observed',
  met: 'Met',
  notApplicable: 'Not applicable'
})
