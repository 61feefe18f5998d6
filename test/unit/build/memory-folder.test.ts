import { describe, expect, it } from 'vitest'
import { hasMemoryAt } from '../../../build/memory-folder.mjs'

const disk = '/dev/vda / ext4 rw,relatime 0 0'

describe('the place in memory for files of tests', () => {
  it('is where a file system in memory is mounted', () => {
    const mounts = [disk, 'tmpfs /dev/shm tmpfs rw,nosuid,nodev 0 0', ''].join('\n')
    expect(hasMemoryAt(mounts, '/dev/shm')).toBe(true)
    expect(hasMemoryAt(mounts, '/dev')).toBe(false)
    expect(hasMemoryAt(disk, '/dev/shm')).toBe(false)
  })

  it('is not where programs cannot be started, as in many containers', () => {
    expect(hasMemoryAt('shm /dev/shm tmpfs rw,nosuid,nodev,noexec,relatime,size=65536k 0 0', '/dev/shm')).toBe(false)
  })

  it('is what was mounted last there', () => {
    const memory = 'tmpfs /dev/shm tmpfs rw 0 0'
    const other = '/dev/vdb /dev/shm ext4 rw 0 0'
    expect(hasMemoryAt([memory, other].join('\n'), '/dev/shm')).toBe(false)
    expect(hasMemoryAt([other, memory].join('\n'), '/dev/shm')).toBe(true)
  })
})
