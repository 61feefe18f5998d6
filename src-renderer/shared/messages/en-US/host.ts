import { catalog } from '../catalog.ts'
import type { Text } from '../message.ts'

/** Texts of host. */
export const hostMessages = catalog({
  populusIsRunningOpenThisAddress: (url: Text) =>
    `Populus is running. Open this address in a browser on this computer (it works once, within 15 minutes):\n${url}`,
  pressEnterForAnotherAddressCtrl: 'Press Enter for another address, Ctrl+C to stop.',
  noBrowserCouldBeOpenedOpen: 'No browser could be opened; open the address yourself.',
  populusDidNotAcceptThisRequest: 'Populus did not accept this request.\n',
  yourOrganizationsPolicyProxyModeAsksFor:
    "Your organization's policy ProxyMode asks for a PAC file, which this way of running Populus cannot follow. Nothing was sent. Use the installed program.",
  onlyWebAddressesHttpsCanBe: 'Only web addresses (https) can be asked.',
  theRequestWasStopped: 'The request was stopped.',
  aFolder: 'a folder',
  theSettingsSettingsJsonInThe:
    'The settings (settings.json in the data folder) cannot be read. Give your account the right to read the data folder.'
})
