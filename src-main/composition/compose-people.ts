import { join } from 'node:path'
import type { Host } from '../ports/host.ts'
import { optOutFile, type OptOutFile } from '../services/consent/opt-out-file.ts'
import { createRecordRules, type RecordRuleService } from '../services/consent/record-rule-service.ts'
import {
  createScopedPeople,
  type ScopedPeople,
  type ScopedPeopleDependencies
} from '../services/population/scoped-people.ts'
import { openWorklist, type OpenedWorklist } from '../services/worklist/open-worklist.ts'
import type { Keyring } from '../storage/keys/keyring.ts'

/** What is recorded about people, and who of them may be shown. */
export interface ComposedPeople {
  readonly work: OpenedWorklist
  readonly optOuts: OptOutFile
  readonly recordRules: RecordRuleService
  readonly scopedPeople: ScopedPeople
}

/** Constructs the worklist, the rules about records, and the people whom roles show. Nothing is read before it is asked for. */
export function composePeople(
  { clock, random, log, paths, policies }: Host,
  keyring: Keyring,
  store: ScopedPeopleDependencies['store']
): ComposedPeople {
  const optOuts = optOutFile(paths.data, keyring, clock)
  const recordRules = createRecordRules(paths.data, keyring, policies)
  return {
    work: openWorklist({ folder: join(paths.data, 'worklist'), keyring, clock, random, log }),
    optOuts,
    recordRules,
    scopedPeople: createScopedPeople({ store, resources: paths.resources, optOuts, recordRules, clock, log })
  }
}
