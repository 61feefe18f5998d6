import { catalog } from '../catalog.ts'

/** Texts of page-host. */
export const pageHostMessages = catalog({
  thePageWasClosedBeforeThe: 'The page was closed before the answer came.',
  populusWasStartedAgainOpenThe: 'Populus was started again. Open the address that it printed last.',
  populusRefusedTheCallReloadThe: 'Populus refused the call. Reload the page and try again.',
  populusWasClosedOrHasStopped:
    'Populus was closed or has stopped. Nothing that is saved is lost. Start it again and open the address it prints.',
  theFileWasNotTakenChoose: 'The file was not taken. Choose it again.'
})
