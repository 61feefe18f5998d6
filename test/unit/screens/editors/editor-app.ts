import { vi } from 'vitest'
import type { Input } from '#shared/contract/contract.ts'
import type { Draft, DraftSaved } from '#shared/contract/drafts.ts'
import type { App } from '../../../../src-renderer/state/app.ts'
import { Drafts } from '../../../../src-renderer/state/drafts/drafts.svelte.ts'
import { fakeTransport, type FakeTransport } from '../../../support/fake-transport.ts'

/** The disk that windows share, and whether its key is open. */
export interface DraftDisk {
  readonly drafts: Map<string, Draft>
  readonly lock: { open: boolean }
  readonly transport: FakeTransport
}

export function draftDisk(): DraftDisk {
  const drafts = new Map<string, Draft>()
  const lock = { open: true }
  const save = ({ name, text, replaces }: Input<'drafts.save'>): DraftSaved => {
    if (!lock.open) return { outcome: 'locked' }
    const other = drafts.get(name)
    if (other !== undefined && other.savedAt !== replaces) return { outcome: 'conflict', other }
    const savedAt = (other?.savedAt ?? 0) + 1
    drafts.set(name, { name, text, savedAt })
    return { outcome: 'saved', savedAt }
  }
  const remove = ({ name, replaces }: Input<'drafts.remove'>): undefined => {
    if (drafts.get(name)?.savedAt === replaces) drafts.delete(name)
  }
  const transport = fakeTransport({
    'data.read': () => undefined,
    'drafts.list': () => ({ open: lock.open, drafts: lock.open ? [...drafts.values()] : [] }),
    'drafts.save': save,
    'drafts.remove': remove,
    'boards.save': save,
    'boards.remove': remove
  })
  return { drafts, lock, transport }
}

/** One window: what editors use of the page's state. `store` answers for the data. */
export async function editorApp(disk: DraftDisk, store: object): Promise<App> {
  const drafts = new Drafts(disk.transport)
  await drafts.load()
  const app = {
    drafts,
    store,
    transport: disk.transport,
    session: { loaded: { report: { patients: 10 } } },
    context: { asOf: 20_000 },
    panels: { generation: 1, onReset: () => undefined },
    reveal: { isRevealed: () => false },
    measures: { installed: [], version: '1', period: { start: 1, end: 2 }, refresh: vi.fn() },
    savedViews: { all: [], version: 1, save: vi.fn() },
    cohorts: { version: 1 },
    models: { list: [] },
    settings: {
      value: { measurePolicy: 'documented', measureZone: 'UTC', exploreViews: [], savedStatements: [] },
      async set(changes: object) {
        this.value = { ...this.value, ...changes }
        return true
      }
    },
    toasts: { show: vi.fn() },
    router: { go: vi.fn() }
  }
  return app as unknown as App
}
