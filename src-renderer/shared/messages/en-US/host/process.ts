import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of host/process. */
export const hostProcessMessages = catalog({
  servesTheWindowToABrowser:
    'Serves the window of Populus to a browser on this computer, and prints its address. It ends with Ctrl-C.',
  tcpPortOn127001: 'TCP port on 127.0.0.1; 0 lets the system choose',
  openTheAddressInTheDefault: 'open the address in the default browser',
  printTheAddressAsOneLine: 'print the address as one line of JSON',
  yourOrganizationsPolicyDataFolderNamesNo:
    "Your organization's policy DataFolder names no absolute folder on this computer, so Populus cannot start. Nothing was changed. Ask whoever manages this computer.",
  populusCouldNotStartThereIs:
    'Populus could not start: there is no room on the disk of its data folder. What was saved is unchanged. Free some space and start again.',
  aFileOfItsDataFolder: 'a file of its data folder',
  inItsDataFolder: (name: Text) => `"${name}" in its data folder`,
  populusCouldNotStartAFolder: (file: Text) =>
    `Populus could not start: there is a folder where a file is expected, or a file where a folder is expected (${file}). Move it away and start again.`,
  populusCouldNotStartItMay: (file: Text) =>
    `Populus could not start: it may not read or change ${file}. Give your account the right to and start again.`,
  populusCouldNotStartBecauseOf: (file: Text, code: Text) =>
    `Populus could not start because of ${file} (${code}). Check the rights and the free space of the data folder.`,
  n1ExportIsRunning: '1 export is running',
  exportsAreRunning: (running: Text) => `${running} exports are running`,
  n1SourceNeedsALook: '1 source needs a look',
  sourcesNeedALook: (failed: Text) => `${failed} sources need a look`,
  nextRefreshNext: (next: Text) => `next refresh ${next}`
})
