import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { defined } from '#shared/language/defined.ts'
import { peerPython, peers } from './peer-python.ts'

/** How to get what {@link askRiskPeer} needs. */
export const riskPeerHint =
  'hccinfhir and pycomorb are not installed. Run "python3 -m venv test/peers/.venv && test/peers/.venv/bin/pip install -r test/peers/requirements.txt", or name a Python that has them in POPULUS_PEER_PYTHON.'

/** Whether a Python with the other programs was named or set up. */
export const hasRiskPeer = peerPython !== undefined

/** What another program answers for each person. */
export function askRiskPeer<T>(what: 'hcc' | 'comorbidity', people: readonly object[]): readonly T[] {
  const { stdout, stderr, status } = spawnSync(defined(peerPython), [join(peers, 'risk.py')], {
    input: JSON.stringify({ what, people }),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024
  })
  if (status !== 0) throw new Error(`The other program failed: ${stderr}`)
  return JSON.parse(stdout) as readonly T[]
}
