import { servicesConnectionsMessages as m } from '#messages/services/connections.ts'
import { join } from 'node:path'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { oneAtATime } from '#shared/one-at-a-time.ts'
import { SwitchChanges } from '#shared/connections/connection-settings.ts'
import { type VendorEntry } from '#shared/connections/vendor-entry.ts'
import type { LogPort } from '../../ports/host.ts'
import { withFileLock } from '../../storage/files/file-lock.ts'
import { writeFileAtomically } from '../../storage/files/atomic-file.ts'
import { readText } from '../../storage/files/read-text.ts'
import { setFileAside } from '../../storage/files/set-aside.ts'
import { changedProfile, differences, profileOr, switchesOf } from '../../vendors/profile-changes.ts'
import { registrationSteps } from '../../vendors/registration.ts'
import { vendorProfiles } from '../../vendors/vendor-list.ts'
import type { VendorProfile } from '../../vendors/vendor.ts'

const Stored = v.record(v.string(), SwitchChanges)

/** The vendor profiles with the changes of this installation. */
export interface VendorCatalog {
  list(): VendorEntry[]
  /** The profile in force for a connection: defaults, changes of the installation, changes of the connection. */
  profile(id: string, changes: SwitchChanges): VendorProfile
  /** @throws AppError `not-found` for an unknown id, `invalid-input` for a switch that cannot be so */
  change(id: string, changes: SwitchChanges): Promise<VendorEntry>
  reset(id: string): Promise<VendorEntry>
}

/**
 * @param folder absolute path of the folder with the connections; it exists
 * @param managed changes of the organization, which come before those of the installation
 */
export async function openVendorCatalog(
  folder: string,
  log: LogPort,
  managed: () => Readonly<Record<string, SwitchChanges>> = () => ({})
): Promise<VendorCatalog> {
  const path = join(folder, 'vendors.json')
  let changed: Readonly<Record<string, SwitchChanges>> = await read(path, log)

  function entry(builtIn: VendorProfile): VendorEntry {
    const profile = changedProfile(builtIn, managed()[builtIn.id] ?? {})
    const defaults = switchesOf(profile)
    const switches = switchesOf(changedProfile(profile, changed[profile.id] ?? {}))
    return {
      id: profile.id,
      name: profile.name,
      switches,
      defaults,
      changed: differences(switches, defaults),
      personSignIn: profile.personSignIn,
      notes: [...profile.notes],
      sources: [...profile.sources],
      registration: registrationSteps(changedProfile(profile, changed[profile.id] ?? {}))
    }
  }

  function known(id: string): VendorProfile {
    const found = vendorProfiles.find((profile) => profile.id === id)
    if (found === undefined) throw new AppError('not-found', m.thereIsNoVendorProfileOf)
    return found
  }

  const inTurn = oneAtATime()

  /** @param make gets what the change before left, also one by another process on the profile */
  const store = (make: (now: typeof changed) => typeof changed): Promise<void> =>
    inTurn(() =>
      withFileLock(`${folder}.lock`, async () => {
        const stored = await readStored(path)
        // It cannot be read, and is not lost by the change.
        if (stored === undefined) await setFileAside(path, Date.now())
        const next = make(stored ?? {})
        await writeFileAtomically(path, `${JSON.stringify(next, undefined, 2)}\n`)
        changed = next
      })
    )

  return {
    list: () => vendorProfiles.map(entry),
    profile: (id, changes) => changedProfile(profileOr(id), managed()[id] ?? {}, changed[id] ?? {}, changes),
    async change(id, changes) {
      const profile = known(id)
      await store((now) => ({ ...now, [id]: { ...now[id], ...changes } }))
      return entry(profile)
    },
    async reset(id) {
      const profile = known(id)
      await store(({ [id]: _gone, ...rest }) => rest)
      return entry(profile)
    }
  }
}

async function read(path: string, log: LogPort): Promise<Readonly<Record<string, SwitchChanges>>> {
  const stored = await readStored(path)
  if (stored === undefined) log.write('warn', 'vendors.unreadable')
  return stored ?? {}
}

/** @returns `undefined` for a file that is damaged or of another version */
async function readStored(path: string): Promise<Readonly<Record<string, SwitchChanges>> | undefined> {
  const text = await readText(path)
  if (text === undefined) return {}
  const stored = v.safeParse(v.pipe(v.string(), v.parseJson(), Stored), text)
  return stored.success ? stored.output : undefined
}
