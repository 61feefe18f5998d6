import { stateMessages as m } from '#messages/state.ts'
import { toWireError } from '#shared/app-error.ts'
import type { Output, Transport } from '#shared/contract/contract.ts'
import type { PanelQueries } from './query/panels.svelte.ts'
import type { Access } from './session/access.svelte.ts'
import type { Session } from './session/session.svelte.ts'
import type { Toasts } from './feedback/toasts.svelte.ts'
import { parseRoute } from './navigation/route-address.ts'
import type { Router } from './navigation/router.svelte.ts'

type Place = NonNullable<Output<'links.take'>>

/** Dependencies of {@link LinkedPlace}. */
export interface LinkedPlaceDependencies {
  readonly transport: Transport
  readonly router: Pick<Router, 'go'>
  readonly session: Pick<Session, 'loaded'>
  readonly panels: Pick<PanelQueries, 'fetch'>
  readonly access: Pick<Access, 'mayOpen'>
  readonly toasts: Toasts
}

const paths: Readonly<Partial<Record<Extract<Place, { kind: 'screen' }>['screen'], string>>> = {
  quality: '/data/quality',
  connections: '/data/connections',
  sources: '/data/sources',
  snapshots: '/data/snapshots'
}
/** People whose ids begin alike, among whom the one is looked for. */
const maxAlike = 50
const nearest = { column: 'lastEncounter', descending: true } as const

/** A place that a link from outside leads to. Nothing is opened before the user agrees: what is typed here may be lost. */
export class LinkedPlace {
  readonly #dependencies: LinkedPlaceDependencies
  #asked = $state.raw<Place | undefined>()

  constructor(dependencies: LinkedPlaceDependencies) {
    this.#dependencies = dependencies
    dependencies.transport.subscribe('links.arrived', () => void this.take())
  }

  /** The place that waits for an answer. One of a person waits until there are data. */
  get asked(): Place | undefined {
    return this.#waitsForData ? undefined : this.#asked
  }

  get #waitsForData(): boolean {
    return this.#asked?.kind === 'patient' && this.#dependencies.session.loaded === undefined
  }

  /** Looks whether a link arrived, as before the page was there. */
  async take(): Promise<void> {
    try {
      this.#asked = (await this.#dependencies.transport.call('links.take', undefined)) ?? this.#asked
      if (this.#waitsForData) this.#dependencies.toasts.show(m.aLinkAboutAPersonWaits)
    } catch (error) {
      this.#dependencies.toasts.show(toWireError(error).message, { kind: 'failed' })
    }
  }

  /** Stays where it is. */
  refuse(): void {
    this.#asked = undefined
  }

  /** Opens the place, with the rights of the user. */
  async open(): Promise<void> {
    const place = this.#asked
    this.#asked = undefined
    if (place === undefined) return
    const { router } = this.#dependencies
    if (place.kind === 'screen') {
      const route = parseRoute(paths[place.screen] ?? `/${place.screen}`)
      if (route !== undefined) router.go(route)
      return
    }
    await this.#openPatient(place.id)
  }

  async #openPatient(id: string): Promise<void> {
    const { router, panels, access, toasts } = this.#dependencies
    if (!access.mayOpen('patient')) {
      toasts.show(m.yourRoleDoesNotIncludeLists, {
        kind: 'failed'
      })
      return
    }
    const { rows } = await panels.fetch('patients', {
      query: id,
      sort: nearest,
      offset: 0,
      limit: maxAlike,
      revealed: false
    })
    const row = rows.find((item) => item.id === id)
    if (row === undefined)
      toasts.show(m.thePersonOfTheLinkIs, {
        kind: 'failed'
      })
    else router.go({ screen: 'patient', patient: row.patient })
  }
}
