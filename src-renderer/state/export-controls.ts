import type { DataExport } from '#shared/contract/audit.ts'
import type { Transport } from '#shared/contract/contract.ts'
import type { App } from './app.ts'
import { Drafts } from './drafts/drafts.svelte.ts'
import { Definitions } from './governance/definitions.svelte.ts'
import { restsOn, type ExportOrigin } from './governance/rests-on.ts'
import { Access } from './session/access.svelte.ts'
import { AskedExportReason } from './session/asked-export-reason.svelte.ts'
import type { SettingsState } from './settings/settings.svelte.ts'

/** Calls to the services as the page makes them, and what each export of data goes through on its way. */
export interface ExportControls extends Pick<
  App,
  'transport' | 'access' | 'exportReason' | 'definitions' | 'definitionsOf' | 'drafts'
> {
  /** From now on exports state the definitions that they rest on. @param origin what is on the screen at the moment */
  readonly follow: (origin: () => ExportOrigin) => void
}

/**
 * Puts controls of exports over the calls to the services: a reason where the settings ask for one, and the definitions that what
 * leaves rests on. What the role does not include is not asked.
 */
export function createExportControls(services: Transport, settings: SettingsState): ExportControls {
  const exportReason = new AskedExportReason()
  const access = new Access(services)
  const definitions = new Definitions(services)
  const screen: { origin?: () => ExportOrigin } = {}
  const definitionsOf = (leaving: Pick<DataExport, 'what' | 'definitions'>) =>
    screen.origin === undefined ? undefined : restsOn(leaving, screen.origin())
  const transport = definitions.over(
    exportReason.over(access.over(services), () => settings.value.askExportReason),
    async (leaving) => {
      // What was just edited has to be where the services look.
      await drafts.flush()
      return definitionsOf(leaving)
    }
  )
  const drafts = new Drafts(transport, () => access.may('figures'))
  return {
    transport,
    access,
    exportReason,
    definitions,
    definitionsOf: (what) => definitionsOf({ what }),
    drafts,
    follow: (origin) => (screen.origin = origin)
  }
}
