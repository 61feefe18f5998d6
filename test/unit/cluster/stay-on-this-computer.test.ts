import { describe, expect, it } from 'vitest'
import { requireThisComputer } from '../../../src-main/cli/cluster/stay-on-this-computer.ts'
import { fixedPolicies } from '../../../src-main/ports/fixed-policies.ts'
import { effectivePolicies } from '#shared/policy/effective-policies.ts'

const policies = (values: Readonly<Record<string, unknown>>) =>
  fixedPolicies(effectivePolicies([{ place: 'test', level: 'enforced', values }]))
const offline = policies({ Offline: true })
const here = ['/data/records', 'records', 'C:\\data', 'file:///data/records', 'file:/data']

describe('a run of Spark under the policy Offline', () => {
  it.each([
    'local',
    'local[*]',
    'local[4,2]',
    'local-cluster[2,1,2048]',
    'spark://127.0.0.1:7077',
    'spark://localhost'
  ])('may use the master %s', (master) => {
    expect(() => requireThisComputer(offline, { master, places: here })).not.toThrow()
  })

  it.each([
    'yarn',
    'k8s://https://10.0.0.1',
    'spark://cluster.example.org:7077',
    'spark://localhost.example.org',
    'mesos://a'
  ])('may not use the master %s', (master) => {
    const start = (): void => requireThisComputer(offline, { master, places: here })
    expect(start).toThrow('a Spark master on another computer')
    expect(() => requireThisComputer(policies({}), { master, places: here })).not.toThrow()
  })

  it.each(['s3a://bucket/records', 'hdfs:///records', 'https://example.org/records', 'file://server/share', 'abfs:x'])(
    'may not read or write %s',
    (place) => {
      const run = { master: 'local[*]', places: [...here, place] }
      expect(() => requireThisComputer(offline, run)).toThrow('files on another computer')
      expect(() => requireThisComputer(policies({}), run)).not.toThrow()
    }
  )
})
